import { trustOverrideRequested } from '@praetor/contracts/trust';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { after, days } from '@praetor/kernel/clock';
import { newId, parseId } from '@praetor/kernel/id';
import { idempotencyKey, parse, text } from '@praetor/kernel/input';
import { InvalidInput, PolicyDenied } from '@praetor/kernel/refusal';
import { z } from 'zod';
import { lockLiving, overrideById } from '../db/trust-override.store.ts';
import { TrustOverrideRow } from '../db/trust-override.entity.ts';
import { riskLevels, tiers } from '../domain/model.ts';
import { decideWithinDays, longestDays, needsApproval, OverridePending } from '../domain/override.ts';
import { accountOf } from './actor.ts';
import { activate, dataOf, lockProfile, subjectOf } from './change-override.ts';
import { resourceOf } from './override-resource.ts';

const Input = z.object({
  accountId: z.string(),
  tier: z.enum(tiers),
  riskLevel: z.enum(riskLevels).nullish(),
  until: z.date(),
  reason: text(1000),
  idempotencyKey,
});

export const overrideTrustRefusals = [OverridePending, PolicyDenied] as const;

/** Staff decide against the model for a while: at once, or once a second person agrees. */
export async function overrideTrust(room: Room, raw: z.input<typeof Input>): Promise<TrustOverrideRow> {
  const input = parse(Input, raw);
  const { tier, riskLevel = null, until, reason } = input;
  const accountId = parseId('account', input.accountId, 'accountId');
  const target = { type: 'account', id: accountId };
  return perform(room, { action: 'overrideTrust', target, input, reason, reload: overrideById }, async (tx) => {
    if (until <= tx.now || until > after(tx.now, days(longestDays)))
      throw new InvalidInput([{ path: ['until'], message: `Choose a time within the next ${longestDays} days.` }]);
    const stored = await lockProfile(tx.em, accountId);
    const requestedById = accountOf(room.actor);
    if ((await lockLiving(tx.em, accountId)).some((other) => other.state === 'pending')) throw new OverridePending();
    const row = tx.em.create(TrustOverrideRow, {
      id: newId('trustOverride'),
      tenantId: room.actor.tenantId,
      accountId,
      state: 'pending',
      tier,
      riskLevel,
      reason,
      until,
      needsApproval: needsApproval(stored.profile.assessment, { tier, riskLevel, until }, tx.now),
      requestedById,
      requestedAt: tx.now,
      decideBy: after(tx.now, Math.min(days(decideWithinDays), until.getTime() - tx.now.getTime())),
      decidedById: null,
      decidedAt: null,
      decisionReason: null,
      endedAt: null,
      endedWhy: null,
    });
    tx.authorize({ action: 'OverrideTrust', resource: resourceOf(row) });
    await tx.em.flush();
    await tx.announce(trustOverrideRequested, {
      subject: subjectOf(row),
      data: { ...dataOf(row), needsApproval: row.needsApproval, requestedById },
    });
    if (!row.needsApproval) await activate({ tx, actor: room.actor, stored }, row);
    return row;
  });
}
