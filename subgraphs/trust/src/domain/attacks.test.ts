import { days } from '@praetor/kernel/clock';
import { seeded } from '@praetor/testkit/seeded';
import { describe, expect, test } from 'vitest';
import { market, ringOf, start } from '../../test/market.ts';
import { riskLevels } from './model.ts';
import { currentModel as model } from './models.ts';
import { evaluate } from './profile.ts';

describe.each([3, 10, 60])('a ring of %i new accounts', (size) => {
  test.each([1, 2, 3])(
    'that trades and praises only within itself gains no tier (seed %i), where plain beta believes it all, and EigenTrust too',
    (seed) => {
      const { say, trade, of, beta, eigen } = market();
      for (const id of ['honest0', 'honest1', 'honest2', 'honest3']) say(id, 'ratedWell', 'visitor');
      const [next, ring] = [seeded(seed), ringOf(size)];
      const pick = (not?: string): string => {
        const others = ring.filter((id) => id !== not);
        return others[Math.floor(next() * others.length)]!;
      };
      for (let deed = 0; deed < 40 * size; deed += 1) {
        const [one, at] = [pick(), start + Math.floor((deed * days(60)) / size)];
        const other = pick(one);
        if (next() < 0.4) trade(one, other, at);
        else if (next() < 0.8) say(other, 'ratedWell', one, at);
        else if (next() < 0.5) say(one, 'couponRedeemed', one, at, 'buyer');
        else say(one, 'paymentSucceeded', other, at, 'buyer');
      }
      expect(ring.map((id) => of(id).tier)).toEqual(ring.map(() => 'new'));
      // Without a list of whom to trust beforehand the ring keeps what trust it has; with one it gets none.
      const share = ring.reduce((sum, id) => sum + eigen(id), 0) / size;
      expect(share).toBeGreaterThan(eigen('honest0') * 0.8);
      expect(eigen(ring[0]!, ['honest0'])).toBe(0);
      expect(ring.filter((id) => beta(id) < 850)).toEqual([]);
    },
  );

  test('does not lift out of its tier one who is known to be bad, nor calm anybody', () => {
    const { say, trade, of, beta } = market();
    for (let loss = 0; loss < 3; loss += 1) say('fraud', 'disputeLost');
    const before = of('fraud');
    for (let round = 0; round < 20; round += 1) {
      for (const id of ringOf(size)) {
        say('fraud', 'ratedWell', id);
        trade(id, 'fraud');
      }
    }
    expect(before.tier).toBe('low');
    expect(of('fraud')).toMatchObject({ tier: before.tier, riskLevel: before.riskLevel });
    expect(beta('fraud')).toBeGreaterThan(900);
  });

  test('does not take the tier of an honest account by defaming it; someone is asked to look', () => {
    const { say, establish, of } = market();
    establish('honest');
    const before = of('honest');
    for (const id of ringOf(size)) say('honest', 'ratedBadly', id);
    expect(of('honest').tier).toBe(before.tier);
    expect(riskLevels.indexOf(of('honest').riskLevel)).toBeGreaterThanOrEqual(riskLevels.indexOf(before.riskLevel));
  });
});

test('the same words lift when accounts of standing say them: the ring is refused for who it is', () => {
  const { say, trade, establish, of } = market();
  for (const id of ringOf(10)) establish(id);
  for (const id of ringOf(10)) {
    say('newcomer', 'ratedWell', id);
    trade(id, 'newcomer');
  }
  expect(['trusted', 'preferred']).toContain(of('newcomer').tier);
});

test('one voice counts once, however often it speaks, and its worth follows its owner', () => {
  const { say, establish, of } = market();
  establish('judge');
  say('rated', 'ratedBadly', 'judge');
  const once = of('rated').score;
  for (let again = 0; again < 100; again += 1) say('rated', 'ratedBadly', 'judge');
  expect(of('rated').score).toBe(once);
  for (let loss = 0; loss < 30; loss += 1) say('judge', 'disputeLost');
  say('rated', 'ratedWell', 'stranger', start, 'seller', 1);
  expect(of('rated').score).toBeGreaterThan(once + 50);
});

test('on and off: who earns trust for a year and then turns is found out in a few bad deals, by plain beta never', () => {
  const { say, establish, of, beta, profiles } = market();
  for (let sale = 0; sale < 300; sale += 1) say('sleeper', 'orderCompleted', undefined, start + days(sale));
  const turned = start + days(301);
  expect(of('sleeper')).toMatchObject({ tier: 'preferred', riskLevel: 'low' });
  let deals = 0;
  while (!of('sleeper').limits.manualReview && deals < 20) {
    say('sleeper', 'chargebackRaised', undefined, turned + days(deals), 'seller', 500);
    deals += 1;
  }
  expect(deals).toBeLessThanOrEqual(4);
  expect(beta('sleeper')).toBeGreaterThan(980);
  establish('keeper');
  const later = evaluate(profiles.get('sleeper')!, model, turned + days(30)).assessment;
  expect(later.limits, 'a month of silence does not wash it off').toMatchObject({ manualReview: true });
});
