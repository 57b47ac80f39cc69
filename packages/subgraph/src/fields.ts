import type { SchemaTypes } from '@pothos/core';
import type { RefusalClass } from '@praetor/kernel/refusal';

type InputFields<Types extends SchemaTypes> = PothosSchemaTypes.InputFieldBuilder<Types, 'InputObject'>;

/** The input field that every mutation has. */
export const idempotencyKey = <Types extends SchemaTypes>(t: InputFields<Types>) =>
  t.string({ description: 'The same key with the same input has one effect and one answer, for 7 days.' });

/** The input field of mutations that change something which exists. */
export const expectedVersion = <Types extends SchemaTypes>(t: InputFields<Types>) =>
  t.int({ description: 'Refuse with `Conflict` when it changed since it was read.' });

/** The `errors` option of a mutation: the command's own refusals, beside those that every mutation has. */
export const oneOf = (refusals: readonly RefusalClass[]) => ({ types: [...refusals] as never[] });

/** GraphQL enum values (`PARTIALLY_UPHELD`) of the domain's own words (`partiallyUpheld`). */
export function enumValues<Value extends string>(words: readonly Value[]): Record<string, { value: Value }> {
  return Object.fromEntries(
    words.map((value) => [value.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase(), { value }]),
  );
}
