import { identityPolicySet } from '@praetor/contracts/accounts';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { idempotencyKey, parse } from '@praetor/kernel/input';
import { Conflict, InvalidInput, PolicyDenied } from '@praetor/kernel/refusal';
import { z } from 'zod';
import { IdentityPolicyRow } from '../db/identity-policy.entity.ts';
import { lockIdentityPolicy } from '../db/identity-policy.store.ts';
import { passwordWordBounds, policyBounds, policyNames, usualPolicy, type IdentityPolicy } from '../domain/identity-policy.ts';

const within = ([least, most]: readonly [number, number]) =>
  z.int().min(least, `Choose ${least} to ${most}.`).max(most, `Choose ${least} to ${most}.`).nullish();
const { least, longest, most } = passwordWordBounds;
const Word = z
  .string()
  .trim()
  .min(least, `Use at least ${least} characters.`)
  .max(longest)
  .regex(/[\p{L}\p{N}]/u);
const Input = z.object({
  idleMinutes: within(policyBounds.idleMinutes),
  sessionHours: within(policyBounds.sessionHours),
  staffIdleMinutes: within(policyBounds.staffIdleMinutes),
  staffSessionHours: within(policyBounds.staffSessionHours),
  passwordLeast: within(policyBounds.passwordLeast),
  passwordLeastWithFactor: within(policyBounds.passwordLeastWithFactor),
  passwordWords: z.array(Word).max(most).nullish(),
  magicLinks: z.boolean().nullish(),
  pendingDays: within(policyBounds.pendingDays),
  /** 0: nothing was decided yet. */
  expectedVersion: z.int().min(0).nullish(),
  idempotencyKey,
});
type Values = IdentityPolicy & { passwordWords: string[] };
type Chosen = Omit<z.output<typeof Input>, 'expectedVersion' | 'idempotencyKey'>;

export const setIdentityPolicyRefusals = [Conflict, PolicyDenied] as const;

/** Decides about the marketplace's passwords and sessions; what is left out stays. Sessions that have become too old count no more. */
export function setIdentityPolicy(room: Room, raw: z.input<typeof Input>): Promise<IdentityPolicyRow> {
  const { expectedVersion: expected, idempotencyKey: _, ...chosen } = parse(Input, raw);
  const { tenantId: id } = room.actor;
  const target = { type: 'tenant', id };
  const reload = (em: Room['em']) => em.findOneOrFail(IdentityPolicyRow, { id });
  return perform(room, { action: 'setIdentityPolicy', input: raw, target, reload }, async (tx) => {
    tx.authorize({ action: 'SetIdentityPolicy', resource: { type: 'IdentityPolicy', id, attributes: { tenant: id } } });
    const found = await lockIdentityPolicy(tx.em, id);
    if (expected != null && expected !== (found?.version ?? 0)) throw new Conflict(expected, found?.version ?? 0);
    const before = valuesOf(found ?? usualPolicy);
    const after = { ...before, ...given(chosen) };
    if (after.passwordLeastWithFactor > after.passwordLeast)
      throw new InvalidInput([{ path: ['passwordLeastWithFactor'], message: 'A password that stands alone is no shorter.' }]);
    const row = found ?? tx.em.create(IdentityPolicyRow, { id, tenantId: id, ...before, updatedAt: tx.now });
    Object.assign(row, after, { updatedAt: tx.now });
    await tx.em.flush();
    await tx.announce(identityPolicySet, { subject: target, data: after, change: { before, after } });
    return row;
  });
}

function valuesOf(policy: IdentityPolicy): Values {
  const values = Object.fromEntries(policyNames.map((name) => [name, policy[name]])) as unknown as IdentityPolicy;
  return { ...values, passwordWords: [...values.passwordWords] };
}

/** Only what was decided: null is as good as left out. */
const given = (chosen: Chosen): Partial<Values> =>
  Object.fromEntries(Object.entries(chosen).filter(([, value]) => value != null));
