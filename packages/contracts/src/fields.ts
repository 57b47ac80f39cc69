import { z } from 'zod';
import { MoneyData } from './contract.ts';

/**
 * Strings that every store and every canonical form can hold: no control characters (PostgreSQL refuses U+0000) and
 * no lone surrogates (not UTF-8; RFC 8785 section 3.2.2.2 refuses them).
 */
const oneLine = /^[^\p{Cc}\p{Cs}]+$/u;
const manyLines = /^(?:[^\p{Cc}\p{Cs}]|[\t\n\r])+$/u;

/** A short string on one line: a name, a code, a category. */
export const label = (max: number) => z.string().max(max).regex(oneLine, 'Use 1 or more characters without control characters.');

/** A text a person wrote; may have line breaks. */
export const text = (max: number) => z.string().max(max).regex(manyLines, 'Use 1 or more characters without control characters.');

/** The sender's own id of a thing or a person. */
export const ref = label(200);

/** An amount that cannot be negative: the event's name says which way the money went. */
export const Amount = MoneyData.extend({ amountMinor: z.int().min(0) });

/** An ISO 3166-1 alpha-2 country code. */
export const country = z.string().regex(/^[A-Z]{2}$/, 'Use a two-letter ISO 3166-1 code.');

/** A field that a sender may leave out or set to null; consumers always find it. */
export const optional = <Field extends z.ZodType>(field: Field) => field.nullable().default(null);
