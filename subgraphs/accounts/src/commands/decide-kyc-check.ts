import { kycCheckDecided } from '@praetor/contracts/sellers';
import { perform, type Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { after, days } from '@praetor/kernel/clock';
import { decide, ProposalClosed, SecondPersonNeeded } from '@praetor/kernel/four-eyes';
import { parseId } from '@praetor/kernel/id';
import { expectedVersion, idempotencyKey, parse, text } from '@praetor/kernel/input';
import { Conflict, InvalidInput, PolicyDenied } from '@praetor/kernel/refusal';
import { z } from 'zod';
import { lockAccountRow } from '../db/account.store.ts';
import type { KycCheckRow } from '../db/kyc.entity.ts';
import { checkById, lockApplication } from '../db/seller-application.store.ts';
import { type CheckState, levelAfter } from '../domain/seller-onboarding.ts';
import { accountOf } from './actor.ts';
import { changeLevel } from './kyc-level.ts';

const Input = z.object({
  kycCheckId: z.string(),
  approve: z.boolean(),
  reasons: z.array(text(300)).max(10),
  expectedVersion,
  idempotencyKey,
});
type Parsed = z.output<typeof Input>;

export const decideKycCheckRefusals = [SecondPersonNeeded, ProposalClosed, PolicyDenied, Conflict] as const;

/**
 * A reviewer decides about someone's documents. One who says no is enough; where the amounts demand it, saying yes takes two.
 * Nobody decides about their own.
 */
export async function decideKycCheck(room: Room, raw: z.input<typeof Input>): Promise<KycCheckRow> {
  const input = parse(Input, raw);
  if (!input.approve && input.reasons.length === 0)
    throw new InvalidInput([{ path: ['reasons'], message: 'Say why, so that the applicant can do better.' }]);
  const id = parseId('kycCheck', input.kycCheckId, 'kycCheckId');
  const target = { type: 'kycCheck', id };
  return perform(room, { action: 'decideKycCheck', input, target, reload: checkById }, async (tx) => {
    const { applicationId } = await checkById(tx.em, id);
    await lockApplication(tx.em, applicationId);
    const check = await checkById(tx.em, id);
    await tx.em.refresh(check);
    if (input.expectedVersion != null && input.expectedVersion !== check.version)
      throw new Conflict(input.expectedVersion, check.version);
    await judge(tx, room, check, input);
    return check;
  });
}

async function judge(tx: Transaction, { actor }: Room, check: KycCheckRow, { approve, reasons }: Parsed): Promise<void> {
  const by = accountOf(actor);
  const { id, tenantId, accountId, firstReviewerId } = check;
  const isOpen = check.state === 'pending' || check.state === 'awaitingSecond';
  if (!isOpen) throw new ProposalClosed(check.state === 'approved' || check.state === 'rejected' ? check.state : 'withdrawn');
  const first = firstReviewerId ?? '';
  const proposal = {
    state: 'pending',
    requestedById: first,
    concernedIds: [accountId],
    expiresAt: after(tx.now, days(1)),
  } as const;
  decide(proposal, by, approve ? 'approved' : 'rejected', tx.now);
  tx.authorize({
    action: 'DecideKycCheck',
    resource: { type: 'KycCheck', id, attributes: { tenant: tenantId, requestedBy: first, concerned: accountId } },
  });
  const needsSecond = approve && check.takesTwo && !firstReviewerId;
  if (needsSecond) Object.assign(check, { state: 'awaitingSecond', firstReviewerId: by });
  else Object.assign(check, { state: approve ? 'approved' : 'rejected', decidedById: by, decidedAt: tx.now, reasons });
  // The references are kept no longer than they are looked at.
  if (!needsSecond) check.documents = [];
  await tx.em.flush();
  await announceDecided(tx, check);
  if (check.state === 'approved') await raiseLevel(tx, check);
}

function announceDecided(tx: Transaction, { id, accountId, applicationId, kind, state, reasons }: KycCheckRow): Promise<void> {
  return tx.announce(kycCheckDecided, {
    subject: { type: 'kycCheck', id },
    partitionKey: `account/${accountId}`,
    data: { accountId, applicationId, kycCheckId: id, kind, state: state as Exclude<CheckState, 'handing' | 'pending'>, reasons },
    change: { before: null, after: { state } },
  });
}

/** The account's row is locked, as wherever its level changes. */
async function raiseLevel(tx: Transaction, { accountId, kind }: KycCheckRow): Promise<void> {
  const account = await lockAccountRow(tx.em, accountId);
  await changeLevel(tx, account, (present) => levelAfter(kind, present));
}
