import type { Envelope } from '@praetor/contracts/envelope';
import { chargebackRaised, couponAbused, ratingGiven } from '@praetor/contracts/marketplace';
import { days, after } from '@praetor/kernel/clock';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { trustWorld, type TrustWorld } from './world.ts';

let world: TrustWorld;
beforeAll(async () => (world = await trustWorld()));
afterAll(() => world[Symbol.asyncDispose]());

test('a rebuild gives identical rows, in whatever order the marketplace’s own words come, and tells no one', async () => {
  const accounts = Array.from({ length: 12 }, world.account);
  const money = { amountMinor: 100, currency: 'EUR' };
  const events: Envelope[] = Array.from({ length: 700 }, (_, index) => {
    const [buyer, seller] = [accounts[index % 12]!, accounts[(index * 5 + 1) % 12]!];
    const at = after(world.clock.now(), -days((index * 37) % 900));
    if (index % 11 === 0)
      return world.told(couponAbused, { couponCode: 'C', userRef: buyer, orderRef: null, pattern: 'p', detail: null }, at);
    if (index % 13 === 0)
      return world.told(
        chargebackRaised,
        { chargebackRef: 'r', orderRef: null, paymentRef: null, buyerRef: buyer, sellerRef: seller, amount: money, reason: null },
        at,
      );
    return world.order(accounts[index % 3]!, null, at);
  });
  for (let from = 0; from < events.length; from += 90) await world.hear(events.slice(from, from + 90));
  const [rows, announced] = [await world.rows(), (await world.announced()).length];
  expect(new Set(rows.map(({ tier }) => tier)).size).toBeGreaterThan(1);
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(events, { minLength: events.length }), async (shuffled) => {
      await world.rebuild(shuffled);
      expect(await world.rows()).toEqual(rows);
    }),
    { numRuns: 8 },
  );
  expect(await world.announced()).toHaveLength(announced);
});

test('what accounts say and do with each other is learnt again in the order of the log, in portions of any size', async () => {
  await using other = await trustWorld();
  const accounts = Array.from({ length: 40 }, other.account);
  const events: Envelope[] = Array.from({ length: 1500 }, (_, index) => {
    const [one, two] = [accounts[index % 40]!, accounts[(index * 7 + Math.floor(index / 40)) % 40]!];
    const at = after(other.clock.now(), -days(900 - index / 2));
    if (index % 3 === 0) return other.order(one, index % 10 === 1 ? null : two, at);
    return other.told(ratingGiven, { raterRef: one, ratedRef: two, score: (index % 21) - 10, orderRef: null }, at);
  });
  for (let from = 0; from < events.length; from += 37) await other.hear(events.slice(from, from + 37));
  const rows = await other.rows();
  expect(new Set(rows.map(({ score }) => score)).size).toBeGreaterThan(10);
  expect(rows.some(({ state }) => (state as { voices?: object[] }).voices?.length === 16)).toBe(true);
  await other.rebuild(events);
  expect(await other.rows()).toEqual(rows);
});

test('what the log does not hold is forgotten', async () => {
  const [kept, gone] = [world.account(), world.account()];
  const order = world.order(kept);
  await world.hear([order, world.order(gone)]);
  await world.rebuild([order]);
  expect(await world.rows()).toEqual([expect.objectContaining({ score: 556, tier: 'new' })]);
});
