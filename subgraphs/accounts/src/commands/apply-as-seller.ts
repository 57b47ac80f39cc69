import { sellerStageReached } from '@praetor/contracts/sellers';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { newId } from '@praetor/kernel/id';
import { idempotencyKey, moneyInput, parse, text } from '@praetor/kernel/input';
import { z } from 'zod';
import { lockAccountRow } from '../db/account.store.ts';
import { SellerApplicationRow } from '../db/seller-application.entity.ts';
import { applicationById } from '../db/seller-application.store.ts';
import { deadlineOf, OnboardingWrongState } from '../domain/seller-onboarding.ts';
import { accountOf } from './actor.ts';

const Input = z.object({
  businessName: text(200),
  country: z.string().regex(/^[A-Z]{2}$/, 'Give an ISO 3166-1 code.'),
  registrationNumber: text(100).nullish(),
  expectedMonthlyVolume: moneyInput,
  idempotencyKey,
});

export const applyAsSellerRefusals = [OnboardingWrongState] as const;

/** Someone wants to sell. What follows, the saga does: see `advance-seller.ts`. */
export async function applyAsSeller(room: Room, raw: z.input<typeof Input>): Promise<SellerApplicationRow> {
  const { expectedMonthlyVolume, ...input } = parse(Input, raw);
  const { businessName, country, registrationNumber = null } = input;
  const accountId = accountOf(room.actor);
  const target = { type: 'account', id: accountId };
  return perform(room, { action: 'applyAsSeller', input, target, reload: applicationById }, async (tx) => {
    const account = await lockAccountRow(tx.em, accountId);
    if (account.roles.includes('SELLER')) throw new OnboardingWrongState('You can sell already.');
    if (await tx.em.findOne(SellerApplicationRow, { accountId, outcome: null }))
      throw new OnboardingWrongState('You have applied already: go on with that, or withdraw it first.');
    const deadline = deadlineOf('praetor', tx.now);
    const row = tx.em.create(SellerApplicationRow, {
      id: newId('onboarding'),
      tenantId: room.actor.tenantId,
      accountId,
      stage: 'application',
      waitsFor: 'praetor',
      outcome: null,
      attempt: 0,
      remindedAt: null,
      deadline,
      reasons: [],
      businessName,
      country,
      registrationNumber,
      volumeMinor: expectedMonthlyVolume.minor,
      currency: expectedMonthlyVolume.currency,
      documents: [],
      appliedAt: tx.now,
      stageSince: tx.now,
      closedAt: null,
    });
    await tx.em.flush();
    await tx.announce(sellerStageReached, {
      subject: { type: 'sellerApplication', id: row.id },
      partitionKey: `account/${accountId}`,
      data: { accountId, applicationId: row.id, stage: 'application', waitsFor: 'praetor', until: deadline.toISOString() },
      change: { before: null, after: { stage: 'application' } },
    });
    return row;
  });
}
