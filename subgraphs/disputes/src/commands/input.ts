import { z } from 'zod';

/** Fields that every mutation input shares. */
export const idempotencyKey = z.string().min(1).max(200).nullish();
export const expectedVersion = z.int().positive().nullish();

/** Free text: bounded, and something that Postgres and people can read (no NUL, no lone surrogate). */
export const text = (most: number) =>
  z
    .string()
    .trim()
    .min(1, 'Say something.')
    .max(most, `Use at most ${most} characters.`)
    .refine((value) => !value.includes('\0') && value.isWellFormed(), 'Remove NUL characters and lone surrogates.');

export const onDispute = { disputeId: z.string(), expectedVersion, idempotencyKey };

export const moneyInput = z
  .object({ amountMinor: z.bigint().positive('State an amount above zero.').max(BigInt(Number.MAX_SAFE_INTEGER), 'That is more money than there is.'), currency: z.string().regex(/^[A-Z]{3}$/) })
  .transform(({ amountMinor, currency }) => ({ minor: amountMinor, currency }));
