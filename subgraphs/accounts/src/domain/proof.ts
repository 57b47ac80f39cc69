import { after, minutes } from '@praetor/kernel/clock';
import { Refusal } from '@praetor/kernel/refusal';

/** What a secret that was sent to an address proves, how it looks, and how long it is good. */
export const purposes = {
  register: { form: 'code', minutes: 15 },
  changeEmail: { form: 'code', minutes: 15 },
  verifyPhone: { form: 'code', minutes: 15 },
  resetPassword: { form: 'token', minutes: 30 },
  magicLink: { form: 'token', minutes: 15 },
  undoEmail: { form: 'token', minutes: 7 * 24 * 60 },
} as const satisfies Record<string, { form: 'code' | 'token'; minutes: number }>;
export type Purpose = keyof typeof purposes;
export const purposeNames = Object.keys(purposes) as [Purpose, ...Purpose[]];

/** How many codes are compared for one request: NIST SP 800-63B-4 section 3.1.3.2 asks for a limit; of 10^8 codes, five. */
export const codeTries = 5;
/** A code is sent again at most so often, and not sooner than after a minute. */
export const sending = { most: 3, pauseSeconds: 60 } as const;

/** One answer for a wrong, expired, used and too often tried code, and for one that was never sent. */
export class InvalidCode extends Refusal {
  readonly code = 'ACCOUNT_INVALID_CODE';
  constructor() {
    super('This code is wrong, used, too old, or was tried too often. Ask for a new one.');
  }
}

/** One answer for an unknown, expired, used and superseded token. */
export class InvalidToken extends Refusal {
  readonly code = 'ACCOUNT_INVALID_TOKEN';
  constructor() {
    super('This link is unknown, used, too old, or a newer one was sent. Ask for a new one.');
  }
}

export const proofExpiry = (purpose: Purpose, now: Date): Date => after(now, minutes(purposes[purpose].minutes));

/** When a code may be sent again; null when it was sent often enough. */
export const resendAt = ({ sends, requestedAt }: { sends: number; requestedAt: Date }): Date | null =>
  sends < sending.most ? after(requestedAt, sending.pauseSeconds * 1000) : null;
