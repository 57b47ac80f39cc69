import { ratingGiven } from '@praetor/contracts/marketplace';
import { days, minutes } from '@praetor/kernel/clock';
import { newId } from '@praetor/kernel/id';
import { accountActor, partnerActor } from '@praetor/testkit/actors';
import { expect, test } from 'vitest';
import { trustWorld } from './world.ts';

const many = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

test('what time alone does is told: the score, the tier, and that someone should look', async () => {
  await using world = await trustWorld();
  const [seller, other] = [world.account(), world.account()];
  await world.hear(many(12, () => world.order(world.account(), seller)));
  await world.hear(many(12, () => world.order(seller)));
  await world.hear(
    many(10, () => world.told(ratingGiven, { raterRef: world.account(), ratedRef: seller, score: -10, orderRef: null })),
  );
  const before = (await world.announced()).length;
  world.clock.advance(days(1200));
  await world.hear([world.order(other)]);
  expect(await world.runJob()).toBeGreaterThan(0);
  const told = (await world.announced()).slice(before).filter(({ data }) => data['accountId'] === seller);
  expect(told.map(({ type, praetorcause }) => [type, praetorcause.actorId])).toEqual([
    ['trust.scoreChanged.v1', 'trust.sweepDecay'],
    ['trust.tierChanged.v1', 'trust.sweepDecay'],
    ['trust.reviewRequested.v1', 'trust.sweepDecay'],
  ]);
  expect(await world.runJob(), 'once').toBe(0);
});

test('what is said holds until a time: a profile to the end of its day, a decision for its minutes', async () => {
  await using world = await trustWorld();
  const buyer = world.account();
  await world.hear([world.order(buyer)]);
  const query = 'query ($id: ID!) { trustProfile(accountId: $id) { validUntil evaluatedAt } }';
  const { data } = await world.query(accountActor(world.tenantId, ['AUDITOR']), query, { id: buyer });
  expect(data).toEqual({ trustProfile: { validUntil: '2026-01-16T00:00:00.000Z', evaluatedAt: '2026-01-15T12:00:00.000Z' } });
  const ask = `mutation ($input: TrustDecisionInput!) { trustDecision(input: $input) { ... on TrustDecision { decidedAt validUntil } } }`;
  const input = { requestId: newId('request'), accountId: buyer, action: 'COUPON' };
  const asked = await world.query(partnerActor(world.tenantId), ask, { input });
  const now = world.clock.now().getTime();
  expect(asked.data).toEqual({
    trustDecision: { decidedAt: new Date(now).toISOString(), validUntil: new Date(now + minutes(15)).toISOString() },
  });
});
