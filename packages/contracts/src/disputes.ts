import { z } from 'zod';
import { defineEvent, MoneyData } from './contract.ts';

const dispute = { disputeId: z.string(), claimantId: z.string(), respondentId: z.string() };

export const disputeOpened = defineEvent('disputes.opened.v1', {
  ...dispute,
  orderRef: z.string().nullable(),
  category: z.string(),
  claim: MoneyData.nullable(),
  answerBy: z.iso.datetime(),
});
export const disputeAnswered = defineEvent(
  'disputes.answered.v1',
  { ...dispute, remedy: z.string(), late: z.boolean() },
  { personal: ['remedy'] },
);
export const disputeForwarded = defineEvent('disputes.forwarded.v1', { ...dispute, answerBy: z.iso.datetime() });
export const disputeContested = defineEvent(
  'disputes.contested.v1',
  { ...dispute, grounds: z.string() },
  { personal: ['grounds'] },
);
export const disputeReviewReleased = defineEvent('disputes.reviewReleased.v1', { ...dispute, reviewerId: z.string() });
export const disputeAnswerMissed = defineEvent('disputes.answerMissed.v1', dispute);
export const disputeEvidenceSubmitted = defineEvent('disputes.evidenceSubmitted.v1', {
  ...dispute,
  evidenceId: z.string(),
  submittedBy: z.string(),
  kind: z.string(),
  sha256: z.string().nullable(),
});
export const disputeReviewStarted = defineEvent('disputes.reviewStarted.v1', {
  ...dispute,
  reviewerId: z.string(),
  decideBy: z.iso.datetime(),
});
export const disputeDecided = defineEvent(
  'disputes.decided.v1',
  {
    ...dispute,
    reviewerId: z.string().nullable(),
    outcome: z.enum(['upheld', 'partiallyUpheld', 'rejected']),
    refund: MoneyData.nullable(),
    rationale: z.string(),
    appealBy: z.iso.datetime(),
  },
  { personal: ['rationale'] },
);
export const disputeAppealed = defineEvent(
  'disputes.appealed.v1',
  { ...dispute, appellantId: z.string(), grounds: z.string() },
  { personal: ['grounds'] },
);
export const disputeWithdrawn = defineEvent(
  'disputes.withdrawn.v1',
  { ...dispute, reason: z.string() },
  { personal: ['reason'] },
);
export const disputeClosed = defineEvent('disputes.closed.v1', { ...dispute, why: z.enum(['settled', 'final']) });
