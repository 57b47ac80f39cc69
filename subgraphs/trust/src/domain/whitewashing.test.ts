import { days } from '@praetor/kernel/clock';
import { seeded } from '@praetor/testkit/seeded';
import { describe, expect, test } from 'vitest';
import { market, start } from '../../test/market.ts';
import { linkKinds } from './fact.ts';
import { currentModel as model } from './models.ts';
import { strongestEvidence } from './strongest-evidence.ts';

/** Someone who cheated and was suspended for it. */
function banned(seed: number) {
  const world = market();
  const next = seeded(seed);
  const at = start + days(Math.floor(next() * 100));
  world.establish('fraud', 5, start);
  const cheated = 2 + Math.floor(next() * 3);
  for (let deal = 0; deal < cheated; deal += 1) world.say('fraud', 'chargebackRaised', undefined, at + days(deal), 'buyer');
  world.say('fraud', 'suspended', undefined, at + days(cheated), 'buyer');
  return { ...world, next, after: at + days(cheated + 1) };
}

describe.each([1, 2, 3, 4, 5])('who was banned and comes back as a new account (seed %i)', (seed) => {
  test.each(['device', 'wallet', 'payout'] as const)(
    'on a known %s stays low, however well it begins, and staff see why',
    (via) => {
      const { say, link, of, next, after, beta, eigen, profiles } = banned(seed);
      const linkFirst = next() < 0.5;
      if (linkFirst) link('fresh', 'fraud', via, after);
      for (let order = 0; order < 1 + Math.floor(next() * 3); order += 1)
        say('fresh', 'orderCompleted', undefined, after + days(order), 'buyer');
      if (!linkFirst) link('fresh', 'fraud', via, after + days(3));
      expect(of('fresh')).toMatchObject({ tier: 'low', limits: { manualReview: true, couponEligible: false } });
      expect(of('fresh').explanation).toContainEqual({ factor: 'links', side: null, points: expect.any(Number) });
      const { state, evaluatedAt } = profiles.get('fresh')!;
      expect(strongestEvidence(state, model, evaluatedAt)[0]).toMatchObject({ account: 'fraud', via, eventId: 'link' });
      expect(beta('fresh'), 'plain beta knows nothing of it').toBeGreaterThan(600);
      expect(eigen('fresh'), 'nor does EigenTrust').toBeGreaterThanOrEqual(eigen('fraud'));
    },
  );

  test('over one address of many is only watched', () => {
    const { link, say, of, after } = banned(seed);
    say('neighbour', 'orderCompleted', undefined, after, 'buyer');
    const before = of('neighbour').score;
    link('neighbour', 'fraud', 'ip', after, 2);
    expect(of('neighbour').tier).toBe('new');
    expect(of('neighbour').score).toBeLessThan(before);
    const alone = of('neighbour').score;
    link('commuter', 'fraud', 'ip', after, 15);
    say('commuter', 'orderCompleted', undefined, after, 'buyer');
    expect(of('commuter').score).toBeGreaterThan(alone);
  });

  test('cannot drag down an older account by linking to it, nor is a link to someone decent held against anyone', () => {
    const { link, of, establish, say, after } = banned(seed);
    establish('elder', 12, start - days(400));
    const before = of('elder');
    link('elder', 'fraud', 'device', after);
    expect(of('elder')).toMatchObject({ tier: before.tier, riskLevel: before.riskLevel });
    for (const via of linkKinds) link('young', 'elder', via, after);
    say('young', 'orderCompleted', undefined, after, 'buyer');
    expect(of('young').explanation.map(({ factor }) => factor)).not.toContain('links');
  });
});

test('a farm of accounts on one device shares what is held against any of them, within bounds', () => {
  const { link, say, of, profiles } = market();
  const farm = Array.from({ length: 30 }, (_, index) => `bot${String(index).padStart(2, '0')}`);
  for (const [index, id] of farm.entries()) {
    say(id, 'orderCompleted', undefined, start + days(index), 'buyer');
    for (const earlier of farm.slice(0, index)) link(id, earlier, 'device', start + days(index), index + 1);
    if (index < 20) for (let abuse = 0; abuse < 2; abuse += 1) say(id, 'couponAbused', undefined, start + days(index), 'buyer');
  }
  for (const id of farm.slice(20)) {
    expect(of(id)).toMatchObject({ tier: 'low', riskLevel: 'critical', limits: { couponEligible: false } });
    expect(profiles.get(id)!.state.links!.length).toBeLessThanOrEqual(8);
  }
});
