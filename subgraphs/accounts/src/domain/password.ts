import { Refusal } from '@praetor/kernel/refusal';
import { normalisedEmail } from './email.ts';

/**
 * OWASP ASVS 5.0 V6.2 and NIST SP 800-63B-4 section 3.1.1: length, no composition rules, no expiry, nothing cut off, common
 * and contextual passwords refused.
 */
export const passwordLength = { least: 12, most: 256 } as const;

export class WeakPassword extends Refusal {
  readonly code = 'ACCOUNT_WEAK_PASSWORD';
  constructor(advice: string) {
    super(advice);
  }
}

/** Unicode NFC, so that the same characters typed on another keyboard are the same password (NIST SP 800-63B-4 section 3.1.1.2). */
export const normalisedPassword = (text: string): string => text.normalize('NFC');

/** Refuses passwords that are guessed first. */
export function assertStrong(password: string, email: string): void {
  const length = [...password].length;
  if (length < passwordLength.least)
    throw new WeakPassword(`Use at least ${passwordLength.least} characters; a few words are easy to keep in mind.`);
  if (length > passwordLength.most) throw new WeakPassword(`Use at most ${passwordLength.most} characters.`);
  const plain = password.toLowerCase();
  const [local = ''] = email.split('@');
  if (plain === normalisedEmail(email) || plain === local)
    throw new WeakPassword('Your e-mail address is no password. Choose something unrelated.');
  if (isCommon(plain)) throw new WeakPassword('This password is among the first that are guessed. Choose another.');
}

function isCommon(plain: string): boolean {
  const bare = plain.replaceAll(/[^\p{L}\p{N}]/gu, '');
  if (common.has(plain) || common.has(bare)) return true;
  // A few characters over and over, or a run along the keyboard, is as good as none.
  return (
    new Set(plain).size <= 3 || (bare.length >= 6 && runs.some((run) => run.includes(bare) || bare.startsWith(run.slice(0, 12))))
  );
}

const runs = [
  '0123456789012345678901234567890123456789',
  '1234567890123456789012345678901234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  '987654321098765432109876543210',
];

/** Of twelve characters or more, from public lists of leaked passwords. */
const common: ReadonlySet<string> = new Set(
  `password1234 password12345 password123456 passwordpassword passw0rd1234 mypassword123 qwerty123456 qwertyuiop123
   1q2w3e4r5t6y 1qaz2wsx3edc 1qaz2wsx3edc4rfv zaq12wsxcde3 iloveyou1234 iloveyouforever letmein12345 letmeinletmein
   welcome12345 administrator administrator1 admin1234567 administrator123 changeme1234 changemeplease trustno1trustno1
   footballfootball basketball12 liverpoolfc1 manchesterunited chocolate123 sunshine1234 princess1234 superman1234
   monkey123456 dragon123456 abc123456789 abcd12345678 a1b2c3d4e5f6 asdfghjkl123 zxcvbnm12345 qazwsxedcrfv
   correcthorsebatterystaple thequickbrownfox opensesame123 secretsecret secret123456 test12345678 testtesttest`.split(/\s+/),
);
