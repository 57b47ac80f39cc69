import { expectedVersion, idempotencyKey } from '@praetor/kernel/input';
import { z } from 'zod';

/** What every command on an existing account takes. */
export const onAccount = { accountId: z.string(), expectedVersion, idempotencyKey };

/** A new password as it comes: whether it is strong is the domain's to say. */
export const passwordInput = z
  .string()
  .max(1024, 'Use at most 256 characters.')
  .refine((value) => value.isWellFormed() && !value.includes('\0'), 'Remove NUL characters and lone surrogates.');
