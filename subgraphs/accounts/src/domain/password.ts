import { Refusal } from '@praetor/kernel/refusal';
import { normalisedEmail } from './email.ts';

/**
 * OWASP ASVS 5.0 V6.2 and NIST SP 800-63B-4 section 3.1.1: length first, no composition rules, no expiry, nothing cut off;
 * common, leaked and contextual passwords are refused, and what is left must be hard to guess (see `judge-password.ts`).
 */
const mostCharacters = 256;

export class WeakPassword extends Refusal {
  readonly code = 'ACCOUNT_WEAK_PASSWORD';
  /** What would make it stronger. */
  readonly suggestions: readonly string[];
  constructor(advice: string, suggestions: readonly string[] = []) {
    super([advice, ...suggestions].join(' '));
    this.suggestions = suggestions;
  }
}

/** What a password must not be made of: whoever guesses knows it. */
export interface PasswordContext {
  readonly email: string | null;
  readonly displayName: string | null;
  /** Names of the service: of the marketplace, and ours. */
  readonly service: readonly string[];
  /** How many characters it has at least. */
  readonly least: number;
}

/** Unicode NFC, so that the same characters typed on another keyboard are the same password (NIST SP 800-63B-4 section 3.1.1.2). */
export const normalisedPassword = (text: string): string => text.normalize('NFC');

/** In what people call characters. */
export const passwordLength = (text: string): number => [...normalisedPassword(text)].length;

/** Words that a guesser tries for this person at this service. */
export function contextWords({ email, displayName, service }: Omit<PasswordContext, 'least'>): string[] {
  const address = email ? normalisedEmail(email) : '';
  const [local = '', host = ''] = address.split('@');
  const parts = [local, host, displayName ?? '', ...service].flatMap((text) => text.split(/[^\p{L}\p{N}]+/u));
  return [...new Set([address, local, displayName ?? '', ...service, ...parts].map(plain).filter((word) => word.length >= 3))];
}

/** Refuses by length, and what is nothing but the person's or the service's own names. */
export function assertAcceptable(password: string, context: PasswordContext): void {
  const length = passwordLength(password);
  if (length < context.least)
    throw new WeakPassword(`Use at least ${context.least} characters; a few unrelated words are easy to keep in mind.`);
  if (length > mostCharacters) throw new WeakPassword(`Use at most ${mostCharacters} characters.`);
  let rest = bare(password);
  const words = contextWords(context).toSorted((a, b) => b.length - a.length);
  for (const word of words) rest = rest.replaceAll(bare(word), '');
  // Four characters of anyone's own choice beside known names are what a guesser appends first.
  if (rest.length <= 4 && words.some((word) => bare(password).includes(bare(word))))
    throw new WeakPassword('It is made of your name, your e-mail address or ours. Choose something unrelated.');
}

/** Forms under which a password may stand in a list of leaked ones. */
export function formsOf(password: string): string[] {
  const lower = plain(password);
  return [
    ...new Set([lower, bare(lower), lower.replace(/[\p{N}\p{P}\p{S}]+$/u, ''), bare(lower).replace(/\p{N}+$/u, '')]),
  ].filter((form) => form.length >= 4);
}

const plain = (text: string): string => normalisedPassword(text).toLowerCase();
const bare = (text: string): string => plain(text).replaceAll(/[^\p{L}\p{N}]/gu, '');
