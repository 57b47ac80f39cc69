import { money } from '@praetor/kernel/money';
import { expect, test } from 'vitest';
import { amount, kinds, wordsOf, type Subject } from './notice.ts';

const at = new Date('2026-01-25T08:30:59Z');
const subjects: Subject[] = [
  { kind: 'disputeOpened', about: { category: 'itemNotReceived', answerBy: at } },
  { kind: 'disputeAnswered', about: { late: false } },
  { kind: 'disputeAnswered', about: { late: true } },
  { kind: 'disputeDecided', about: { outcome: 'partiallyUpheld', refund: money(4_000n, 'EUR'), appealBy: at } },
  { kind: 'disputeDecided', about: { outcome: 'rejected', refund: null, appealBy: at } },
  { kind: 'disputeAppealed', about: null },
  { kind: 'disputeWithdrawn', about: null },
  { kind: 'disputeClosed', about: { why: 'settled' } },
  { kind: 'disputeClosed', about: { why: 'final' } },
  { kind: 'accountLocked', about: { until: at } },
  { kind: 'accountLocked', about: { until: null } },
  { kind: 'accountSuspended', about: null },
  { kind: 'newDevice', about: { at } },
  { kind: 'sessionStolen', about: { at } },
  { kind: 'factorAdded', about: { factor: 'passkey' } },
  { kind: 'factorRemoved', about: { factor: 'totp' } },
  { kind: 'factorReset', about: { at } },
  { kind: 'factorReset', about: { at: null } },
  { kind: 'recoveryCodeUsed', about: { left: 3 } },
  { kind: 'impersonation', about: { until: at, reason: 'You asked for help.' } },
  { kind: 'passwordChanged', about: null },
  { kind: 'sellerDocumentsWanted', about: { stage: 'identity', until: at } },
  { kind: 'sellerDeadlineNear', about: { stage: 'payout', until: at } },
  { kind: 'sellerDocumentsReturned', about: { reasons: ['The photo is blurred.'] } },
  { kind: 'sellerActivated', about: null },
  { kind: 'sellerRejected', about: { outcome: 'rejected' } },
  { kind: 'sellerRejected', about: { outcome: 'expired' } },
  { kind: 'warning', about: { entityType: 'listing', reason: 'The logo is not yours.' } },
  { kind: 'trustTierLowered', about: { tier: 'low' } },
];

test('every kind has its words', () => {
  expect(new Set(subjects.map(({ kind }) => kind))).toEqual(new Set(kinds));
  expect(subjects.map((subject) => `${wordsOf(subject).title}: ${wordsOf(subject).body}`)).toMatchInlineSnapshot(`
    [
      "A dispute was opened with you: It is about: itemNotReceived. Answer it by 2026-01-25, or it is decided without your word.",
      "Your dispute was answered: Accept it or contest it; if you do neither, the answer stands.",
      "Your dispute was answered: The answer came late. Accept it or contest it; if you do neither, the answer stands.",
      "Your dispute was decided: The claim was upheld in part. 40.00 EUR is to be refunded. Either side may appeal once, by 2026-01-25.",
      "Your dispute was decided: The claim was rejected. Either side may appeal once, by 2026-01-25.",
      "The decision of your dispute was appealed: The other side does not accept it. Another reviewer decides anew.",
      "A dispute with you was withdrawn: Whoever opened it took it back. You need not do anything.",
      "Your dispute is closed: The answer was accepted.",
      "Your dispute is closed: The decision is final.",
      "Your account is locked: You can sign in again from 2026-01-25 08:30 UTC. If someone else tried to get in, change your password.",
      "Your account is locked: Contact support to unlock it. If someone else tried to get in, change your password.",
      "Your account is suspended: You cannot trade until staff reinstate it. Contact support if you think this is wrong.",
      "Sign-in from a new device: Someone signed in to your account at 2026-01-25 08:30 UTC from a device not seen before. If it was not you, change your password.",
      "A session of yours was ended: At 2026-01-25 08:30 UTC it was used from somewhere it was not opened, so it may have been copied. Sign in again; if that happens anew, change your password.",
      "Your account is signed in to in another way: A passkey was added. If it was not you, remove it and change your password at once.",
      "A way to sign in was removed: An authenticator app was removed from your account. If it was not you, change your password at once.",
      "Your second factor is to be removed: Staff was told that you lost it. It is removed at 2026-01-25 08:30 UTC. If you did not say so, object by the link that was mailed to you.",
      "Your second factor is to be removed: Staff was told that you lost it. It is removed when a second member of staff agrees. If you did not say so, object by the link that was mailed to you.",
      "A recovery code was used: 3 are left. If it was not you, change your password and make new codes at once.",
      "Staff acts in your account: Until 2026-01-25 08:30 UTC at the latest, staff sees what you see. Why: You asked for help. You can end it in your account at any time.",
      "Your password was changed: If it was not you, ask for a new one at once: that ends every session.",
      "Your application to sell waits for you: It needs proof of who you are. Hand it in by 2026-01-25, or the application ends.",
      "Your application to sell ends soon: It needs proof of where you are paid out to. Hand it in by 2026-01-25, or you have to begin anew.",
      "Your documents were sent back: Hand in others. The photo is blurred.",
      "You can sell now: Every check of your application is passed.",
      "Your application to sell ended: It was not accepted. Your application says why; you may apply anew.",
      "Your application to sell ended: Its time was over. Your application says why; you may apply anew.",
      "You received a warning: It concerns your listing: The logo is not yours.",
      "Your trust level went down: It is now: low. Limits on orders and payment methods may have changed.",
    ]
  `);
});

test('an amount has as many decimals as its currency', () => {
  const amounts = [money(1250n, 'EUR'), money(5n, 'EUR'), money(1250n, 'JPY'), money(1250n, 'BHD'), money(7n, 'XXX')];
  expect(amounts.map(amount)).toEqual(['12.50 EUR', '0.05 EUR', '1250 JPY', '1.250 BHD', '0.07 XXX']);
});
