import { days } from '@praetor/kernel/clock';
import { describe, expect, test } from 'vitest';
import { riskLevels } from './model.ts';
import { currentModel as model } from './models.ts';
import { evaluate, newProfile, witnessAll, type Profile } from './profile.ts';
import type { Kind, Side, Signal } from './signal.ts';

const start = Date.UTC(2026, 0, 1);

/** A seeded sequence of fractions: mulberry32. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A marketplace as the model sees it, and beside it beta reputation that believes everyone (Jøsang & Ismail 2002). */
function market() {
  const profiles = new Map<string, Profile>();
  const plain = new Map<string, [good: number, bad: number]>();
  let events = 0;
  const say = (accountId: string, kind: Kind, from?: string, at = start, side: Side = 'seller', magnitude = 1000): void => {
    events += 1;
    const signal: Signal = { accountId, kind, side, at, magnitude, eventId: `e${events}`, ...(from && { from }) };
    for (const [id, profile] of witnessAll(profiles, [signal], model, at)) profiles.set(id, profile);
    const counts = plain.get(accountId) ?? [1, 1];
    counts[model.kinds[kind].weight > 0 ? 0 : 1] += magnitude / 1000;
    plain.set(accountId, counts);
  };
  const trade = (buyer: string, seller: string, at = start): void => {
    say(buyer, 'orderCompleted', seller, at, 'buyer');
    say(seller, 'orderCompleted', buyer, at);
  };
  const of = (id: string) => (profiles.get(id) ?? newProfile(model)).assessment;
  /** Earns a tier by what the marketplace itself says. */
  const establish = (id: string, orders = 12): void => {
    for (let order = 0; order < orders; order += 1) say(id, 'orderCompleted');
  };
  const beta = (id: string): number => {
    const [good, bad] = plain.get(id) ?? [1, 1];
    return Math.round((1000 * good) / (good + bad));
  };
  return { profiles, say, trade, of, establish, beta };
}

const ringOf = (size: number): string[] => Array.from({ length: size }, (_, index) => `ring${index}`);

describe.each([3, 10, 60])('a ring of %i new accounts', (size) => {
  test.each([1, 2, 3])(
    'that trades and praises only within itself gains no tier (seed %i), where plain beta believes it all',
    (seed) => {
      const { say, trade, of, beta } = market();
      const [next, ring] = [random(seed), ringOf(size)];
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
