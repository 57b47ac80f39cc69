import { expectedVersion, idempotencyKey, text } from '@praetor/kernel/input';
import { z } from 'zod';
import { normalisedEmail } from '../domain/email.ts';

/** What every command on an existing account takes. */
export const onAccount = { accountId: z.string(), expectedVersion, idempotencyKey };

/** A new password as it comes: whether it is strong is the domain's to say. */
export const passwordInput = z
  .string()
  .max(1024, 'Use at most 256 characters.')
  .refine((value) => value.isWellFormed() && !value.includes('\0'), 'Remove NUL characters and lone surrogates.');

/** An address, in the form that accounts are told apart by. */
export const emailInput = z.string().max(1024).transform(normalisedEmail).pipe(z.email('Give an e-mail address.').max(254));

/** What proves by a code: which request, and what was sent for it. */
export const codeInput = { requestId: z.string().max(100), code: z.string().max(40) };

/** What proves by a link. */
export const tokenInput = z.string().min(1).max(200);

/** What a client says of its device when it signs in. */
export const deviceInput = {
  /** An id that it keeps. */
  deviceId: text(200).nullish(),
  /** What an earlier login gave it. */
  deviceToken: z.string().max(1000).nullish(),
};
