import { z } from 'zod';
import { defineEvent } from './contract.ts';

const application = { accountId: z.string(), applicationId: z.string() };
const stage = z.enum(['application', 'identity', 'business', 'payout', 'trust', 'activation']);
const kycLevel = z.enum(['none', 'basic', 'identified', 'verifiedBusiness']);
const kind = z.enum(['identity', 'business', 'payout']);

/** An application to sell reached a stage; who has to do something there, until when. */
export const sellerStageReached = defineEvent('accounts.sellerStageReached.v1', {
  ...application,
  stage,
  waitsFor: z.enum(['applicant', 'review', 'praetor']),
  until: z.iso.datetime(),
});
/** The applicant has a few days left to hand in what the stage asks for. */
export const sellerDeadlineNear = defineEvent('accounts.sellerDeadlineNear.v1', {
  ...application,
  stage,
  until: z.iso.datetime(),
});
/** The applicant handed in what the stage asks for, or did so again. */
export const sellerDocumentsSubmitted = defineEvent('accounts.sellerDocumentsSubmitted.v1', {
  ...application,
  stage,
  attempt: z.int().positive(),
});
/** The stage's documents were sent back: the applicant may hand in others. */
export const sellerDocumentsReturned = defineEvent(
  'accounts.sellerDocumentsReturned.v1',
  { ...application, stage, reasons: z.array(z.string()) },
  { personal: ['reasons'] },
);
/** The account may sell from now on. */
export const sellerUpgraded = defineEvent('accounts.sellerUpgraded.v1', { ...application, kycLevel });
/** The application ended without that, for good: others may follow. */
export const sellerRejected = defineEvent(
  'accounts.sellerRejected.v1',
  { ...application, stage, outcome: z.enum(['rejected', 'expired']), reasons: z.array(z.string()) },
  { personal: ['reasons'] },
);
export const sellerWithdrawn = defineEvent('accounts.sellerWithdrawn.v1', { ...application, stage });

const check = { ...application, kycCheckId: z.string(), kind };
export const kycCheckRequested = defineEvent('accounts.kycCheckRequested.v1', check);
/** `awaitingSecond`: one reviewer approved; the amounts take another. */
export const kycCheckDecided = defineEvent(
  'accounts.kycCheckDecided.v1',
  { ...check, state: z.enum(['awaitingSecond', 'approved', 'rejected', 'cancelled']), reasons: z.array(z.string()) },
  { personal: ['reasons'] },
);
/** How well it is known who the account is. Trust builds on it. */
export const kycLevelChanged = defineEvent('accounts.kycLevelChanged.v1', {
  accountId: z.string(),
  level: kycLevel,
  previousLevel: kycLevel,
});
