import type { z } from 'zod';
import { InvalidInput } from './refusal.ts';

/** Parses what a client sent, or refuses it saying what to correct. */
export function parse<Schema extends z.ZodType>(schema: Schema, raw: unknown): z.output<Schema> {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  throw new InvalidInput(result.error.issues.map(({ path, message }) => ({ path: path.map(segment), message })));
}

const segment = (part: PropertyKey): string | number => (typeof part === 'symbol' ? String(part) : part);
