import { after, minutes } from '@praetor/kernel/clock';

export const channels = ['email', 'sms'] as const;
export type Channel = (typeof channels)[number];

/** A message as people read it. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
}

/** What a letter is about. A name given by whoever registers is in none of them: that would send a stranger's words to others. */
export interface Occasion {
  /** The marketplace's name. */
  readonly service: string;
  /** Where people open links; null when the deployment has no page for them. */
  readonly pages: string | null;
}

/** A code that is shown in groups: 12345678 reads `1234 5678`. */
export const shownCode = (code: string): string => code.replace(/^(\d{4})(\d{4})$/, '$1 $2');

/** The token is behind the `#`, which browsers send to no server and no referrer. */
const link = ({ pages }: Occasion, path: string, token: string): string =>
  pages ? `Open ${pages}/${path}#${token}` : `Use this token: ${token}`;

const ignore = 'If it was not you, there is nothing to do: without this message nobody gets any further.';

/** Every message that accounts sends, by its name. */
export const letters = {
  register: (at: Occasion, code: string) =>
    letter(`Your code for ${at.service}`, [
      `Enter this code to open your account at ${at.service}: ${shownCode(code)}`,
      'It is good for 15 minutes. Nobody of ours ever asks you for it.',
      ignore,
    ]),
  alreadyRegistered: (at: Occasion) =>
    letter(`Your account at ${at.service}`, [
      `Someone, perhaps you, wanted to open an account at ${at.service} with this address. There is one already.`,
      'If it was you, sign in with it; if you forgot the password, ask for a new one there.',
      'If it was not you, there is nothing to do: nothing was changed.',
    ]),
  resetPassword: (at: Occasion, token: string) =>
    letter(`A new password for ${at.service}`, [
      `Someone, perhaps you, asked for a new password at ${at.service}. ${link(at, 'reset-password', token)}`,
      'It works once, within 30 minutes. Your sessions on all devices end with it.',
      ignore,
    ]),
  magicLink: (at: Occasion, token: string) =>
    letter(`Sign in to ${at.service}`, [
      `Someone, perhaps you, asked to sign in to ${at.service} without a password. ${link(at, 'sign-in', token)}`,
      'It works once, within 15 minutes. Give it to nobody.',
      ignore,
    ]),
  changeEmail: (at: Occasion, code: string) =>
    letter(`Your code for ${at.service}`, [
      `Enter this code to use this address for your account at ${at.service}: ${shownCode(code)}`,
      'It is good for 15 minutes. Nobody of ours ever asks you for it.',
      ignore,
    ]),
  emailChanged: (at: Occasion, token: string) =>
    letter(`Your address at ${at.service} was changed`, [
      `Your account at ${at.service} has another e-mail address from now on.`,
      `If it was not you, take it back within 7 days: ${link(at, 'undo-email-change', token)}`,
      'That brings this address back, ends all sessions and takes the password away.',
    ]),
  accountClosed: (at: Occasion, token: string) =>
    letter(`Your account at ${at.service} is closed`, [
      `Your account at ${at.service} is closed, and everything we hold of you is erased in 30 days.`,
      `If you change your mind, or if it was not you, take it back until then: ${link(at, 'cancel-closing', token)}`,
      'It works once. Give it to nobody.',
    ]),
  exportReady: (at: Occasion) =>
    letter(`The copy of your data at ${at.service}`, [
      `The copy of what we hold of you at ${at.service}, that you asked for, is ready.`,
      'Sign in to fetch it within 7 days; you prove once more who you are. It comes by no mail, and we destroy it after that.',
      'If you asked for nothing, somebody else is signed in as you: change your password, which ends all other sessions.',
    ]),
  invitation: (at: Occasion, token: string) =>
    letter(`You are invited to a vendor’s team at ${at.service}`, [
      `Someone who runs a shop at ${at.service} invites you to their team. ${link(at, 'join-organization', token)}`,
      'It works once, within 7 days, for whoever is signed in: give it to nobody.',
      'If you do not know what this is about, there is nothing to do: without you nothing happens.',
    ]),
  identityLinked: (at: Occasion) =>
    letter(`Another way to sign in at ${at.service}`, [
      `From now on your account at ${at.service} can also be signed in to with an account that you have elsewhere.`,
      'If it was not you, sign in, look at your ways to sign in, take away what you do not know, and set a new password.',
    ]),
  identityUnlinked: (at: Occasion) =>
    letter(`One way less to sign in at ${at.service}`, [
      `An account that you have elsewhere signs in to your account at ${at.service} no more.`,
      'If it was not you, set a new password: that ends all sessions.',
    ]),
  factorReset: (at: Occasion, token: string) =>
    letter(`Your second factor at ${at.service} is to be removed`, [
      `Someone told the staff of ${at.service} that you lost your authenticator app or passkey, and asked for it to be removed from your account.`,
      'If that was you, there is nothing to do: it happens in a day, or when a second member of staff agrees.',
      `If it was not you, object now: ${link(at, 'keep-second-factor', token)}`,
      'Then nothing is removed. Change your password, too: somebody may know it.',
    ]),
  factorResetText: (at: Occasion) =>
    letter('', [
      `${at.service}: staff was asked to remove your second factor. If it was not you, object by the link in your e-mail.`,
    ]),
  factorsRemoved: (at: Occasion) =>
    letter(`Your second factor at ${at.service} was removed`, [
      `Staff of ${at.service} removed the second factors of your account, and ended its sessions.`,
      'Sign in and set up a new one. If you cannot sign in, ask for a new password there.',
      'If you did not ask for it, change your password at once and contact support.',
    ]),
  factorsRemovedText: (at: Occasion) =>
    letter('', [`${at.service}: your second factor was removed by staff. If you did not ask for it, contact support at once.`]),
  verifyPhone: (at: Occasion, code: string) => letter('', [`${at.service}: ${shownCode(code)} is your code for 15 minutes.`]),
} as const satisfies Record<string, (at: Occasion, secret: string) => Letter>;

export type LetterName = keyof typeof letters;

const letter = (subject: string, paragraphs: readonly string[]): Letter => ({ subject, text: `${paragraphs.join('\n\n')}\n` });

/** How often a message is tried, and how long it waits after each failure: 5 s, 10 s, 20 s, … at most 10 minutes. */
export const tries = { most: 12, firstSeconds: 5, mostSeconds: 600, leaseMinutes: 2 } as const;

/** When to try again after `attempts` failures; null when it is time to give up. */
export function nextTry(attempts: number, now: Date, expiresAt: Date): Date | null {
  if (attempts >= tries.most) return null;
  const seconds = Math.min(tries.firstSeconds * 2 ** Math.max(attempts - 1, 0), tries.mostSeconds);
  const next = after(now, seconds * 1000);
  return next < expiresAt ? next : null;
}

/** Until then a message that is being sent belongs to the process that sends it. Longer than any carrier takes. */
export const leaseEnd = (now: Date): Date => after(now, minutes(tries.leaseMinutes));
