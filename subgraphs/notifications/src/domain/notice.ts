import type { Money } from '@praetor/kernel/money';

/** What an account is told, in the app. */
export interface Text {
  readonly title: string;
  readonly body: string;
}

type Outcome = 'upheld' | 'partiallyUpheld' | 'rejected';

const outcomes: Record<Outcome, string> = {
  upheld: 'The claim was upheld.',
  partiallyUpheld: 'The claim was upheld in part.',
  rejected: 'The claim was rejected.',
};

type Factor = 'totp' | 'passkey';
const factors: Record<Factor, string> = { totp: 'An authenticator app', passkey: 'A passkey' };

type SellerStage = 'identity' | 'business' | 'payout';
const sellerStages: Record<SellerStage, string> = {
  identity: 'It needs proof of who you are.',
  business: 'It needs proof of your business.',
  payout: 'It needs proof of where you are paid out to.',
};

/**
 * The words, one function per kind of notification. What parties wrote to each other is not repeated here: they read it where
 * it is kept, as long as it is kept.
 */
export const templates = {
  disputeOpened: ({ category, answerBy }: { category: string; answerBy: Date }): Text => ({
    title: 'A dispute was opened with you',
    body: `It is about: ${category}. Answer it by ${day(answerBy)}, or it is decided without your word.`,
  }),
  disputeAnswered: ({ late }: { late: boolean }): Text => ({
    title: 'Your dispute was answered',
    body: `${late ? 'The answer came late. ' : ''}Accept it or contest it; if you do neither, the answer stands.`,
  }),
  disputeDecided: ({ outcome, refund, appealBy }: { outcome: Outcome; refund: Money | null; appealBy: Date }): Text => ({
    title: 'Your dispute was decided',
    body: `${outcomes[outcome]}${refund ? ` ${amount(refund)} is to be refunded.` : ''} Either side may appeal once, by ${day(appealBy)}.`,
  }),
  disputeAppealed: (): Text => ({
    title: 'The decision of your dispute was appealed',
    body: 'The other side does not accept it. Another reviewer decides anew.',
  }),
  disputeWithdrawn: (): Text => ({
    title: 'A dispute with you was withdrawn',
    body: 'Whoever opened it took it back. You need not do anything.',
  }),
  disputeClosed: ({ why }: { why: 'settled' | 'final' }): Text => ({
    title: 'Your dispute is closed',
    body: why === 'settled' ? 'The answer was accepted.' : 'The decision is final.',
  }),
  accountLocked: ({ until }: { until: Date | null }): Text => ({
    title: 'Your account is locked',
    body: `${until ? `You can sign in again from ${instant(until)}.` : 'Contact support to unlock it.'} If someone else tried to get in, change your password.`,
  }),
  accountSuspended: (): Text => ({
    title: 'Your account is suspended',
    body: 'You cannot trade until staff reinstate it. Contact support if you think this is wrong.',
  }),
  newDevice: ({ at }: { at: Date }): Text => ({
    title: 'Sign-in from a new device',
    body: `Someone signed in to your account at ${instant(at)} from a device not seen before. If it was not you, change your password.`,
  }),
  sessionStolen: ({ at }: { at: Date }): Text => ({
    title: 'A session of yours was ended',
    body: `At ${instant(at)} it was used from somewhere it was not opened, so it may have been copied. Sign in again; if that happens anew, change your password.`,
  }),
  factorAdded: ({ factor }: { factor: Factor }): Text => ({
    title: 'Your account is signed in to in another way',
    body: `${factors[factor]} was added. If it was not you, remove it and change your password at once.`,
  }),
  factorRemoved: ({ factor }: { factor: Factor }): Text => ({
    title: 'A way to sign in was removed',
    body: `${factors[factor]} was removed from your account. If it was not you, change your password at once.`,
  }),
  factorReset: ({ at }: { at: Date | null }): Text => ({
    title: 'Your second factor is to be removed',
    body: `Staff was told that you lost it. It is removed ${at ? `at ${instant(at)}` : 'when a second member of staff agrees'}. If you did not say so, object by the link that was mailed to you.`,
  }),
  recoveryCodeUsed: ({ left }: { left: number }): Text => ({
    title: 'A recovery code was used',
    body: `${left} are left. If it was not you, change your password and make new codes at once.`,
  }),
  impersonation: ({ until, reason }: { until: Date; reason: string }): Text => ({
    title: 'Staff acts in your account',
    body: `Until ${instant(until)} at the latest, staff sees what you see. Why: ${reason} You can end it in your account at any time.`,
  }),
  passwordChanged: (): Text => ({
    title: 'Your password was changed',
    body: 'If it was not you, ask for a new one at once: that ends every session.',
  }),
  sellerDocumentsWanted: ({ stage, until }: { stage: SellerStage; until: Date }): Text => ({
    title: 'Your application to sell waits for you',
    body: `${sellerStages[stage]} Hand it in by ${day(until)}, or the application ends.`,
  }),
  sellerDeadlineNear: ({ stage, until }: { stage: SellerStage; until: Date }): Text => ({
    title: 'Your application to sell ends soon',
    body: `${sellerStages[stage]} Hand it in by ${day(until)}, or you have to begin anew.`,
  }),
  sellerDocumentsReturned: ({ reasons }: { reasons: readonly string[] }): Text => ({
    title: 'Your documents were sent back',
    body: `Hand in others.${reasons.map((reason) => ` ${reason}`).join('')}`,
  }),
  sellerActivated: (): Text => ({
    title: 'You can sell now',
    body: 'Every check of your application is passed.',
  }),
  sellerRejected: ({ outcome }: { outcome: 'rejected' | 'expired' }): Text => ({
    title: 'Your application to sell ended',
    body: `${outcome === 'expired' ? 'Its time was over.' : 'It was not accepted.'} Your application says why; you may apply anew.`,
  }),
  warning: ({ entityType, reason }: { entityType: string; reason: string }): Text => ({
    title: 'You received a warning',
    body: `It concerns your ${entityType}: ${reason}`,
  }),
  trustTierLowered: ({ tier }: { tier: string }): Text => ({
    title: 'Your trust level went down',
    body: `It is now: ${tier}. Limits on orders and payment methods may have changed.`,
  }),
} as const;

export type Kind = keyof typeof templates;
export const kinds = Object.keys(templates) as [Kind, ...Kind[]];

/** A kind of notification with what its words need to know. */
export type Subject = { [K in Kind]: { kind: K; about: About<K> } }[Kind];

/** `null` where the words are always the same. */
type About<K extends Kind> = Parameters<(typeof templates)[K]> extends [infer Needed] ? Needed : null;

/** The words of one notification. */
export function wordsOf({ kind, about }: Subject): Text {
  // The type above ties `about` to `kind`; TypeScript cannot follow it through the lookup.
  return (templates[kind] as (about: unknown) => Text)(about);
}

const day = (date: Date): string => date.toISOString().slice(0, 10);
const instant = (date: Date): string => `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** An amount with as many decimals as ISO 4217 gives its currency: 12.50 EUR, 1250 JPY. */
export function amount({ minor, currency }: Money): string {
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  const digits = minor.toString().padStart(maximumFractionDigits + 1, '0');
  const whole = digits.slice(0, digits.length - maximumFractionDigits);
  const part = digits.slice(digits.length - maximumFractionDigits);
  return `${whole}${part && `.${part}`} ${currency}`;
}
