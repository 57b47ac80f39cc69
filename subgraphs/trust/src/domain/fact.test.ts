import fc from 'fast-check';
import { expect, test } from 'vitest';
import { market, ringOf, start } from '../../test/market.ts';
import { factsOf } from './event-facts.ts';
import { statementsOf } from './event-signals.ts';
import { levelOf, type Facts, learned, verificationLevels, verifiers, type Fact } from './fact.ts';

const happened = (type: string, data: Record<string, unknown>, parties: Record<string, string> | null = null) => ({
  id: 'e',
  type,
  time: '2026-01-01T00:00:00.000Z',
  data,
  praetorparties: parties,
});

test('facts come in any order: what was said last holds, of each who says it; the best verification counts', () => {
  const anyFact: fc.Arbitrary<Fact> = fc.oneof(
    fc.record({
      accountId: fc.constant('acc'),
      eventId: fc.constant('e'),
      at: fc.integer({ min: 0, max: 9 }),
      fact: fc.constant('verified' as const),
      by: fc.constantFrom(...verifiers),
      level: fc.constantFrom(...verificationLevels),
    }),
    fc.record({
      accountId: fc.constant('acc'),
      eventId: fc.constant('e'),
      at: fc.integer({ min: 0, max: 9 }),
      fact: fc.constant('barred' as const),
      because: fc.constantFrom('suspended' as const, 'closed' as const),
      is: fc.boolean(),
    }),
    fc.record(
      {
        accountId: fc.constant('acc'),
        eventId: fc.constant('e'),
        at: fc.integer({ min: 0, max: 9 }),
        fact: fc.constant('barred' as const),
        because: fc.constant('locked' as const),
        is: fc.constant(true),
        until: fc.integer({ min: 10, max: 12 }),
      },
      { requiredKeys: ['accountId', 'eventId', 'at', 'fact', 'because', 'is'] },
    ),
  );
  const all = (facts: readonly Fact[]): Facts => facts.reduce(learned, {});
  const shuffled = fc
    .array(anyFact, { maxLength: 12 })
    .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
  fc.assert(
    fc.property(shuffled, ([list, other]) => {
      expect(all(other)).toEqual(all(list));
    }),
  );
  const mailAfterDocuments = [
    ...factsOf(happened('accounts.kycLevelChanged.v1', { accountId: 'acc', level: 'identified' })),
    ...factsOf(happened('accounts.verified.v1', { accountId: 'acc', by: 'email' })),
  ];
  expect(levelOf(all(mailAfterDocuments))).toBe('identified');
  expect(levelOf(all(factsOf(happened('accounts.kycLevelChanged.v1', { accountId: 'acc', level: 'none' }))))).toBe('none');
});

test('who is identified by documents is more than new at once, who is only reachable is not', () => {
  const { hear, of } = market();
  const verified = (userRef: string, level: string, at = start) =>
    statementsOf(happened('marketplace.userVerified.v1', { userRef, level }, { [userRef]: userRef })).forEach((said) =>
      hear({ ...said, at }),
    );
  verified('known', 'full');
  verified('reachable', 'basic');
  expect(of('known')).toMatchObject({ tier: 'standard', limits: { manualReview: false } });
  expect(of('known').explanation).toContainEqual({ factor: 'verification', side: null, points: 167 });
  expect(of('reachable').tier).toBe('new');
  verified('known', 'none', start + 1);
  expect(of('known').tier, 'what no longer holds counts no more').toBe('new');
});

test('guests vouch for nobody: a ring that plays its own guests stays new, the marketplace’s own trade does not', () => {
  const { say, of, beta } = market();
  for (const id of ringOf(5)) for (let order = 0; order < 50; order += 1) say(id, 'orderCompleted', null);
  expect(ringOf(5).map((id) => of(id).tier)).toEqual(ringOf(5).map(() => 'new'));
  expect(beta('ring0')).toBeGreaterThan(950);
  const parties = { b: 'acc_b', s: 'acc_s' };
  const order = (data: object) => statementsOf(happened('marketplace.orderCompleted.v1', { orderRef: 'o', ...data }, parties));
  expect(order({ buyerRef: null, sellerRef: 's' })).toMatchObject([{ accountId: 'acc_s', from: null }]);
  expect(order({ buyerRef: 'b', sellerRef: null })[0]).not.toHaveProperty('from');
});

test('addresses that the marketplace thinks badly of count for a while, others do not', () => {
  const seen = (ipRisk: number | null) =>
    statementsOf(happened('marketplace.deviceSeen.v1', { userRef: 'u', deviceId: 'd', ipRisk }, { u: 'acc' }));
  expect([null, 0, 49].flatMap(seen)).toEqual([]);
  const { hear, of, establish } = market();
  establish('acc', 4);
  const before = of('acc').score;
  seen(95).forEach((said) => hear({ ...said, at: start }));
  expect(of('acc').score).toBeLessThan(before);
});

test('staff’s locks bar until they are lifted or over, guesses at a password bar nobody', () => {
  const { hear, of } = market();
  const locked = (why: string, until: string | null) => factsOf(happened('accounts.locked.v1', { accountId: 'acc', until, why }));
  expect(locked('failedLogins', '2026-01-01T00:00:00.000Z')).toEqual([]);
  expect(locked('failedSecondFactors', '2026-01-01T00:00:00.000Z')).toEqual([]);
  const [forAWhile] = locked('stolen?', '2026-01-01T00:00:00.000Z');
  expect(forAWhile).toMatchObject({ because: 'locked', is: true, until: Date.parse('2026-01-01T00:00:00.000Z') });
  const lock = ['accounts.locked.v1', { why: 'stolen', until: null }] as const;
  const steps = [
    lock,
    ['accounts.suspended.v1', { why: 'x', flagId: null }],
    ['accounts.reinstated.v1', { why: 'x' }],
    lock,
    ['accounts.unlocked.v1', {}],
  ] as const;
  const barred = steps.map(([type, data], step) => {
    for (const said of factsOf(happened(type, { accountId: 'acc', ...data }))) hear({ ...said, at: start + step });
    return of('acc').barred;
  });
  expect(barred).toEqual([true, true, false, true, false]);
});
