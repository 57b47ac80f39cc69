import { days } from '@praetor/kernel/clock';
import { seeded } from '@praetor/testkit/seeded';
import { describe, expect, test } from 'vitest';
import { market, start } from '../../test/market.ts';

const customers = Array.from({ length: 20 }, (_, index) => `customer${index}`);

/** A seller of standing with customers of standing, over a year. */
function trustedSeller(seed: number) {
  const world = market();
  const next = seeded(seed);
  for (const id of customers) world.establish(id);
  const sales = 200 + Math.floor(next() * 200);
  for (let sale = 0; sale < sales; sale += 1)
    world.trade(customers[Math.floor(next() * 20)]!, 'seller', start + Math.floor((days(365) * sale) / sales));
  return { ...world, next, turned: start + days(366) };
}

describe.each([1, 2, 3, 4, 5])('exit scam after a year of honesty (seed %i)', (seed) => {
  test('is stopped within four deals, where plain beta and EigenTrust still praise after twenty', () => {
    const { cheat, of, beta, eigen, next, turned } = trustedSeller(seed);
    expect(of('seller')).toMatchObject({ tier: 'preferred', limits: { payoutDelayDays: 0, manualReview: false } });
    let stoppedAfter: number | null = null;
    for (let deal = 1; deal <= 20; deal += 1) {
      cheat(customers[Math.floor(next() * 20)]!, 'seller', turned + days(deal / 4));
      if (stoppedAfter === null && of('seller').limits.manualReview) stoppedAfter = deal;
    }
    expect(stoppedAfter).toBeLessThanOrEqual(4);
    expect(of('seller').limits).toMatchObject({ manualReview: true, payoutDelayDays: 30 });
    expect(beta('seller')).toBeGreaterThan(900);
    expect(eigen('seller')).toBeGreaterThan(5);
  });
});

describe.each([1, 2, 3, 4, 5])('on and off (seed %i)', (seed) => {
  test('each bad spell is caught within five deals, the later ones within two, and a month washes nothing off', () => {
    const { cheat, trade, of, beta, eigen, next, turned } = trustedSeller(seed);
    const customer = () => customers[Math.floor(next() * 20)]!;
    const spells: number[] = [];
    let at = turned;
    for (let spell = 0; spell < 4; spell += 1) {
      let deals = 0;
      for (; !of('seller').limits.manualReview && deals < 10; deals += 1) cheat(customer(), 'seller', (at += days(1)));
      spells.push(deals);
      for (let sale = 1; sale <= 90; sale += 1) {
        trade(customer(), 'seller', (at += days(1)));
        if (sale === 30 && spell === 0) expect(of('seller').limits.manualReview).toBe(true);
      }
    }
    expect(spells[0]).toBeLessThanOrEqual(5);
    expect(Math.max(...spells.slice(1))).toBeLessThanOrEqual(2);
    expect(beta('seller')).toBeGreaterThan(900);
    expect(eigen('seller')).toBeGreaterThan(5);
  });
});
