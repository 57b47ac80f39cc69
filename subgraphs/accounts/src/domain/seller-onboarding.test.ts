import { after, days } from '@praetor/kernel/clock';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  checkKinds,
  checkStates,
  isCheckKind,
  kycLevels,
  levelAfter,
  levelOfContact,
  meetsThreshold,
  mostAttempts,
  nextOf,
  outcomes,
  stages,
  waitings,
  type Application,
  type Facts,
} from './seller-onboarding.ts';

const now = new Date('2026-01-15T12:00:00Z');
const application: fc.Arbitrary<Application> = fc.record({
  stage: fc.constantFrom(...stages),
  waitsFor: fc.constantFrom(...waitings),
  outcome: fc.option(fc.constantFrom(...outcomes), { freq: 5 }),
  attempt: fc.integer({ min: 0, max: mostAttempts }),
  deadline: fc.constantFrom(now, after(now, days(1)), after(now, days(9)), after(now, -days(1))),
  remindedAt: fc.constantFrom(null, now),
});
const facts: fc.Arbitrary<Facts> = fc.record({
  check: fc.option(fc.record({ state: fc.constantFrom(...checkStates), reasons: fc.constant(['blurred']) })),
  standing: fc.option(
    fc.record({ tier: fc.constantFrom('new', 'low', 'standard'), riskLevel: fc.constantFrom('low', 'medium', 'high') }),
  ),
  mayTrade: fc.boolean(),
});

test('a stage is entered from the one before it, and only by what it takes', () => {
  fc.assert(
    fc.property(application, facts, (one, known) => {
      const next = nextOf(one, known, now);
      expect(next.type === 'done').toBe(one.outcome !== null);
      if (next.type === 'enter') {
        expect(stages.indexOf(next.stage)).toBe(stages.indexOf(one.stage) + 1);
        if (isCheckKind(one.stage)) expect(known.check?.state).toBe('approved');
        if (one.stage === 'trust') expect(meetsThreshold(known.standing)).toBe(true);
        expect(next.deadline > now).toBe(true);
      }
      if (next.type === 'activate') expect([one.stage, known.mayTrade]).toEqual(['activation', true]);
      if (next.type === 'wait') expect(next.until > now).toBe(true);
      if (next.type === 'beginCheck') expect(known.check === null || known.check.state === 'handing').toBe(true);
      if (next.type === 'remind') expect([one.waitsFor, one.remindedAt, one.deadline > now]).toEqual(['applicant', null, true]);
      if (next.type === 'return') expect(one.attempt).toBeLessThan(mostAttempts);
    }),
  );
});

test('trust stops whom it speaks against, and nobody by silence', () => {
  expect(meetsThreshold(null)).toBe(true);
  expect(meetsThreshold({ tier: 'new', riskLevel: 'low' })).toBe(true);
  expect(meetsThreshold({ tier: 'low', riskLevel: 'low' })).toBe(false);
  expect(meetsThreshold({ tier: 'trusted', riskLevel: 'critical' })).toBe(false);
});

test('a check never lowers what is known', () => {
  for (const kind of checkKinds)
    for (const level of kycLevels)
      expect(kycLevels.indexOf(levelAfter(kind, level))).toBeGreaterThanOrEqual(kycLevels.indexOf(level));
  expect(levelAfter('identity', 'none')).toBe('identified');
  expect(levelAfter('business', 'identified')).toBe('verifiedBusiness');
});

test('being reachable gives the first level and nothing above it', () => {
  expect([levelOfContact('none', true), levelOfContact('basic', false)]).toEqual(['basic', 'none']);
  for (const level of kycLevels.slice(2))
    for (const isReachable of [true, false]) expect(levelOfContact(level, isReachable)).toBe(level);
});
