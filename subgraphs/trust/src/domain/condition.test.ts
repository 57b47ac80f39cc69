import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conditionProblem, heldConditions, type ConditionFacts } from './condition.ts';
import { decide, type Question } from './decide.ts';
import { assess } from './assess.ts';
import { currentModel } from './models.ts';
import { blank } from './trust-state.ts';

const facts: ConditionFacts = {
  action: 'checkout',
  tier: 'new',
  risk: 'low',
  verification: 'none',
  currency: 'EUR',
  country: 'DE',
  paymentMethod: 'card',
  score: 500,
  amount: 12_000,
  activeListings: 0,
  accountAgeDays: 3,
};
const holds = (when: string): boolean =>
  heldConditions({ ...currentModel, conditions: [{ name: 'c', when, outcome: 'deny', reason: 'x' }] }, facts).length === 1;

describe('a condition', () => {
  test.each([
    ["tier == 'new' && amount > 10000", true],
    ["tier in ['low', 'new'] && !(country in ['DE', 'FR'])", false],
    ['action == \'payout\' || accountAgeDays < 7 && currency == "EUR"', true],
    ['amount >= -5 && score != 500', false],
    ['true', true],
  ])('%s', (when, outcome) => {
    expect(conditionProblem(when)).toBeNull();
    expect(holds(when)).toBe(outcome);
  });

  test.each([
    'amount',
    'amount + 1 > 2',
    "tier < 'new'",
    'score == "high"',
    'nobody == 1',
    'tier.size() > 1',
    "tier.matches('a')",
    '[1, 2].all(x, x > 0)',
    "{'a': 1}['a'] == 1",
    'score > 1 ? true : false',
    'score in [score]',
    '1.5 > 1.0',
    "'a' in 'abc'",
    '(tier == "new") == true',
    `tier == '${'x'.repeat(600)}'`,
    `${'('.repeat(60)}true${')'.repeat(60)}`,
    '',
  ])('cannot be %s', (when) => expect(conditionProblem(when)).toEqual(expect.any(String)));

  test('that is let through never fails, whatever it is asked about', () => {
    const name = fc.constantFrom('score', 'amount', 'activeListings', 'accountAgeDays');
    const number = fc.oneof(name, fc.integer().map(String));
    const word = fc.oneof(
      fc.constantFrom('tier', 'country', 'currency'),
      fc.string({ unit: 'grapheme-ascii' }).map((of) => JSON.stringify(of)),
    );
    const { expression } = fc.letrec<{ expression: string }>((tie) => ({
      expression: fc.oneof(
        { maxDepth: 4 },
        fc.tuple(number, fc.constantFrom('==', '!=', '<', '<=', '>', '>='), number).map((of) => of.join(' ')),
        fc.tuple(word, fc.constantFrom('==', '!='), word).map((of) => of.join(' ')),
        fc
          .tuple(fc.constantFrom('tier', 'country'), fc.array(fc.constantFrom('"new"', '"DE"'), { minLength: 1 }))
          .map(([of, list]) => `${of} in [${list.join()}]`),
        tie('expression').map((of) => `!(${of})`),
        fc
          .tuple(tie('expression'), fc.constantFrom('&&', '||'), tie('expression'))
          .map(([left, op, right]) => `(${left} ${op} ${right})`),
      ),
    }));
    let used = 0;
    fc.assert(
      fc.property(expression, fc.integer(), fc.string(), (when, amount, country) => {
        if (conditionProblem(when) !== null) return;
        used += 1;
        const model = { ...currentModel, conditions: [{ name: 'c', when, outcome: 'deny' as const, reason: 'x' }] };
        expect(heldConditions(model, { ...facts, amount, country }).length).toBeLessThan(2);
      }),
      { numRuns: 1000 },
    );
    expect(used).toBeGreaterThan(500);
  });
});

describe('a decision', () => {
  const assessment = assess(blank, currentModel, 0);
  const question: Question = {
    action: 'checkout',
    amount: { minor: 30_000, currency: 'EUR' },
    paymentMethod: null,
    activeListings: null,
    country: 'DE',
  };
  const by = (outcome: 'allow' | 'limit' | 'review' | 'deny', when = "country == 'DE'") =>
    decide(assessment, { ...currentModel, conditions: [{ name: 'de', when, outcome, reason: 'x' }] }, question);

  test('is at least what a condition that holds says, and names it', () => {
    expect(by('deny')).toEqual({ outcome: 'deny', reasons: ['orderAboveLimit', 'condition'], conditions: ['de'] });
    expect(by('review').outcome).toBe('review');
    expect(by('deny', "country == 'FR'")).toEqual({ outcome: 'limit', reasons: ['orderAboveLimit'], conditions: [] });
  });

  test('may have its limits lifted, and nothing worse', () => {
    expect(by('allow')).toEqual({ outcome: 'allow', reasons: ['condition'], conditions: ['de'] });
    const barred = decide(
      { ...assessment, barred: true },
      { ...currentModel, conditions: [{ name: 'de', when: 'true', outcome: 'allow', reason: 'x' }] },
      question,
    );
    expect(barred).toMatchObject({ outcome: 'deny', reasons: ['accountBarred', 'condition'] });
  });
});
