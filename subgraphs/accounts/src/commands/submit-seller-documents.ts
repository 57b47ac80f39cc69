import { sellerDocumentsSubmitted } from '@praetor/contracts/sellers';
import { perform, type Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { parseId } from '@praetor/kernel/id';
import { expectedVersion, idempotencyKey, parse, text } from '@praetor/kernel/input';
import { Conflict, NotFound } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { SellerApplicationRow } from '../db/seller-application.entity.ts';
import { applicationById, lockApplication } from '../db/seller-application.store.ts';
import { deadlineOf, OnboardingWrongState } from '../domain/seller-onboarding.ts';
import { accountOf } from './actor.ts';
import { closeApplication } from './close-application.ts';

const onApplication = { applicationId: z.string(), expectedVersion, idempotencyKey };
const Document = z.object({
  kind: text(60),
  reference: text(500),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'Give the SHA-256 in 64 lower-case hex digits.'),
});
const Submit = z.object({ ...onApplication, documents: z.array(Document).min(1).max(10) });
const Withdraw = z.object(onApplication);

export const submitSellerDocumentsRefusals = [OnboardingWrongState, Conflict] as const;
export const withdrawSellerApplicationRefusals = [OnboardingWrongState, Conflict] as const;

/** The applicant hands in what the present stage asks for. */
export async function submitSellerDocuments(room: Room, raw: z.input<typeof Submit>): Promise<SellerApplicationRow> {
  const input = parse(Submit, raw);
  return onOwn(room, 'submitSellerDocuments', input, async (tx, row) => {
    if (row.waitsFor !== 'applicant') throw new OnboardingWrongState('Nothing is waited for from you now.');
    const { id: applicationId, accountId, stage } = row;
    const attempt = row.attempt + 1;
    Object.assign(row, { documents: input.documents, attempt, waitsFor: 'review', deadline: deadlineOf('review', tx.now) });
    await tx.em.flush();
    await tx.announce(sellerDocumentsSubmitted, {
      subject: { type: 'sellerApplication', id: applicationId },
      partitionKey: `account/${accountId}`,
      data: { accountId, applicationId, stage, attempt },
      change: { before: { waitsFor: 'applicant' }, after: { waitsFor: 'review', attempt } },
    });
  });
}

/** The applicant wants to sell no more: what was begun is undone. */
export async function withdrawSellerApplication(room: Room, raw: z.input<typeof Withdraw>): Promise<SellerApplicationRow> {
  return onOwn(room, 'withdrawSellerApplication', parse(Withdraw, raw), (tx, row) => closeApplication(tx, row, 'withdrawn', []));
}

function onOwn(
  room: Room,
  action: string,
  input: z.output<typeof Withdraw>,
  work: (tx: Transaction, row: SellerApplicationRow) => Promise<void>,
): Promise<SellerApplicationRow> {
  const id = parseId('onboarding', input.applicationId, 'applicationId');
  const target = { type: 'sellerApplication', id };
  return perform(room, { action, input, target, reload: applicationById }, async (tx) => {
    const row = await lockApplication(tx.em, id, input.expectedVersion);
    if (row.accountId !== accountOf(room.actor)) throw new NotFound('seller application');
    if (row.outcome) throw new OnboardingWrongState(`This application is ${row.outcome}. Apply anew.`);
    await work(tx, row);
    return row;
  });
}
