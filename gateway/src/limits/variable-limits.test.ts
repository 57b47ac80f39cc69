import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assertJsonWithin, assertVariablesWithin } from './variable-limits.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

test('variables may be nested and many, to a bound', () => {
  expect(() => assertVariablesWithin({ a: nested(19), b: Array(9_000).fill(1) })).not.toThrow();
  expect(() => assertVariablesWithin({ a: nested(30) })).toThrow('deeper than 20 levels');
  expect(() => assertVariablesWithin({ a: Array(10_000).fill(1) })).toThrow('more than 10000 values');
  expect(() => assertVariablesWithin({ a: nested(100_000) })).toThrow('deeper');
});

test('a body is bounded by what is outside of its strings', () => {
  expect(() => assertJsonWithin(bytes(`{"a":"${'[,\\"'.repeat(50_000)}"}`))).not.toThrow();
  expect(() => assertJsonWithin(bytes('['.repeat(26)))).toThrow('deeper');
  expect(() => assertJsonWithin(bytes(`[${'1,'.repeat(30_001)}1]`))).toThrow('more than');
  expect(() => assertJsonWithin(bytes(`["\\\\",${'1,'.repeat(30_001)}1]`))).toThrow('more than');
});

test('whatever JSON passes as variables passes as a body', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 6 })), (variables) => {
      assertVariablesWithin(variables);
      assertJsonWithin(bytes(JSON.stringify({ query: '{ a }', variables })));
    }),
  );
});
