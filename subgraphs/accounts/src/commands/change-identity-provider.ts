import { identityProviderChanged } from '@praetor/contracts/identity-providers';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { parseId } from '@praetor/kernel/id';
import { expectedVersion, idempotencyKey, parse } from '@praetor/kernel/input';
import { Conflict, PolicyDenied } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { IdentityProviderRow } from '../db/identity-provider.entity.ts';
import { lockProvider, providerById } from '../db/identity-provider.store.ts';
import { accountOf } from './actor.ts';
import { providerResource } from './add-identity-provider.ts';
import type { Desk } from './desk.ts';
import { providerFields, secretInput } from './provider-input.ts';

const Input = z.object({
  providerId: z.string(),
  ...z.object(providerFields).partial().shape,
  clientSecret: secretInput.optional(),
  expectedVersion,
  idempotencyKey,
});

export const changeIdentityProviderRefusals = [PolicyDenied, Conflict] as const;

/** The rest says whom it is, or may be, believed of: another person looks at that. */
const harmless: readonly string[] = ['displayName', 'clientSecret'];

/**
 * Changes what is given of a provider. One whose trust changes is off until another person switches it on: nobody alone decides
 * who gets in. A new secret, and another name, change nothing of that.
 */
export async function changeIdentityProvider(room: Room, desk: Desk, raw: object): Promise<IdentityProviderRow> {
  const { clientSecret, ...input } = parse(Input, raw);
  const id = parseId('identityProvider', input.providerId, 'providerId');
  const target = { type: 'identityProvider', id };
  return perform(room, { action: 'changeIdentityProvider', target, input, reload: providerById }, async (tx) => {
    const row = await lockProvider(tx.em, id, input.expectedVersion);
    tx.authorize({ action: 'ManageIdentityProvider', resource: providerResource(row) });
    const { before, after } = differences(row, input);
    const changed = [...Object.keys(after), ...(clientSecret === undefined ? [] : ['clientSecret'])];
    if (changed.length === 0) return row;
    const switchedOff = row.enabled && changed.some((field) => !harmless.includes(field));
    Object.assign(row, after, { updatedAt: tx.now });
    if (clientSecret !== undefined) row.sealedSecret = desk.providerSeal.close(clientSecret, id);
    if (changed.some((field) => !harmless.includes(field))) row.changedById = accountOf(room.actor);
    if (switchedOff) row.enabled = false;
    await tx.em.flush();
    const { issuer, displayName } = row;
    await tx.announce(identityProviderChanged, {
      subject: target,
      data: { providerId: id, issuer, displayName, changed, switchedOff },
      change: {
        before: { ...before, ...(switchedOff && { enabled: true }) },
        after: { ...after, ...(switchedOff && { enabled: false }) },
      },
    });
    return row;
  });
}

type Settings = Record<string, unknown>;

/** The settings that are given, and are not what they were. */
function differences(row: IdentityProviderRow, input: object): { before: Settings; after: Settings } {
  const was = row as unknown as Settings;
  const names = Object.keys(providerFields).filter((name) => {
    const value = (input as Settings)[name];
    return value !== undefined && JSON.stringify(value) !== JSON.stringify(was[name] ?? null);
  });
  const of = (from: Settings): Settings => Object.fromEntries(names.map((name) => [name, from[name] ?? null]));
  return { before: of(was), after: of(input as Settings) };
}
