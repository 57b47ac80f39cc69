import fc from 'fast-check';
import { expect, test } from 'vitest';
import { modelSchema } from '../src/commands/model-schema.ts';
import { currentModel } from '../src/domain/models.ts';

const { version: _, ...content } = currentModel;
const messages = (value: unknown): string[] => modelSchema.safeParse(value).error?.issues.map(({ message }) => message) ?? [];

test('what is built in is a model, and stays as it is', () => {
  expect(modelSchema.parse(content)).toEqual(content);
});

test('a model that makes no sense is refused, and says why', () => {
  const { standard, trusted } = content.tierFrom;
  const wrong: [unknown, string][] = [
    [{ ...content, tierFrom: { ...content.tierFrom, standard: trusted, trusted: standard } }, 'one above the other'],
    [{ ...content, prior: { good: 0, bad: 4 } }, 'a prior is at least 0.1'],
    [{ ...content, currencies: { EUR: 2 } }, 'its rate is 1'],
    [{ ...content, risk: content.risk.toReversed() }, 'the worst first'],
    [{ ...content, crossSide: 0.123456 }, 'at most four decimals'],
    [{ ...content, more: 1 }, 'Unrecognized key'],
    [{ ...content, conditions: [{ name: 'a', when: 'amount +', outcome: 'deny', reason: 'x' }] }, ''],
    [
      { ...content, conditions: [1, 2].map(() => ({ name: 'a', when: 'true', outcome: 'deny', reason: 'x' })) },
      'names of their own',
    ],
    [{ ...content, limits: { ...content.limits, low: undefined } }, ''],
  ];
  for (const [value, message] of wrong) expect(messages(value).join(' ')).toMatch(message || /./);
});

/** Every place of a value that is not an object or list itself. */
function leaves(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, of]) => leaves(of, [...path, Array.isArray(value) ? Number(key) : key]));
}
const withLeaf = (path: readonly (string | number)[], leaf: unknown): unknown => {
  const copy = structuredClone(content) as never as Record<string, never>;
  path.slice(0, -1).reduce((at, key) => at[key]!, copy)[path.at(-1)!] = leaf as never;
  return copy;
};

test('nonsense in any one place is refused', () => {
  const nonsense = fc.constantFrom<unknown>(Number.NaN, Infinity, -1e300, 1e300, 1e-9, 'x'.repeat(300), {}, [[]], -0.00001);
  fc.assert(
    fc.property(fc.constantFrom(...leaves(content)), nonsense, (path, leaf) => {
      expect(modelSchema.safeParse(withLeaf(path, leaf)).success, path.join('.')).toBe(false);
    }),
    { numRuns: 2000 },
  );
});

test('anything at all is refused without a crash', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(modelSchema.safeParse(value).success).toBe(false);
    }),
  );
});
