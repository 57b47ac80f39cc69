import { z } from 'zod';
import { money } from './money.ts';
import { InvalidInput } from './refusal.ts';

/** Parses what a client sent, or refuses it saying what to correct. */
export function parse<Schema extends z.ZodType>(schema: Schema, raw: unknown): z.output<Schema> {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  throw new InvalidInput(result.error.issues.map(({ path, message }) => ({ path: path.map(segment), message })));
}

const segment = (part: PropertyKey): string | number => (typeof part === 'symbol' ? String(part) : part);

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

/** A positive amount, as `MoneyInput` of the graph gives it. */
export const moneyInput = z
  .object({
    amountMinor: z
      .bigint()
      .positive('State an amount above zero.')
      .max(BigInt(Number.MAX_SAFE_INTEGER), 'That is more money than there is.'),
    currency: z.string().regex(/^[A-Z]{3}$/, 'Give an ISO 4217 code.'),
  })
  .transform(({ amountMinor, currency }) => money(amountMinor, currency));
