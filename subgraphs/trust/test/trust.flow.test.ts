import type { Envelope } from '@praetor/contracts/envelope';
import { accountSuspended } from '@praetor/contracts/accounts';
import { couponAbused, orderCompleted, ratingGiven } from '@praetor/contracts/marketplace';
import { createPostgresTransport } from '@praetor/events/postgres-transport';
import { isTransient } from '@praetor/events/transient';
import { after, days } from '@praetor/kernel/clock';
import { asWorker, inTenant } from '@praetor/postgres/tenancy';
import { accountActor } from '@praetor/testkit/actors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyEvents } from '../src/commands/apply-events.ts';
import { trustWorld, type TrustWorld } from './world.ts';

let world: TrustWorld;
beforeAll(async () => (world = await trustWorld()));
afterAll(() => world[Symbol.asyncDispose]());

const many = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
const auditor = () => accountActor(world.tenantId, ['AUDITOR']);
const profileOf = async (accountId: string) => {
  const { data, errors } = await world.query(auditor(), whole, { accountId });
  expect(errors).toBeUndefined();
  return (data as { trustProfile: ProfileData | null }).trustProfile;
};
interface ProfileData {
  score: number;
  tier: string;
  explanation: { factor: string; points: number }[];
  evaluatedAt: string;
  limits: object;
}
const whole = `query ($accountId: ID!) { trustProfile(accountId: $accountId) {
  score tier riskLevel buyerScore sellerScore evidence modelVersion evaluatedAt validUntil version account { id }
  limits { maxOrder { amountMinor currency } couponEligible paymentMethods payoutDelayDays listingCap manualReview }
  explanation { factor side points } recentSignals { kind side at strength eventId } } }`;
const announcedOf = async (type: string, accountId: string) =>
  (await world.announced(type)).filter((event) => event.data.accountId === accountId);

describe('what follows from events', () => {
  test('orders that come through the transport raise buyer and seller, and say why', async () => {
    const [buyer, seller] = [world.account(), world.account()];
    await world.hear(many(3, () => world.order(seller)));
    const subject = { type: 'order', id: 'o-1' };
    const data = { orderRef: 'o-1', buyerRef: 'b', sellerRef: 's', total: { amountMinor: 5, currency: 'EUR' } };
    for (const _ of many(4, () => 0)) await world.receive(orderCompleted, { subject, data }, { b: buyer, s: seller });
    const profile = await profileOf(buyer);
    expect(profile).toMatchObject({
      score: 667,
      tier: 'STANDARD',
      riskLevel: 'LOW',
      buyerScore: 667,
      sellerScore: null,
      evidence: 4,
      modelVersion: 'v3',
      account: { id: buyer },
      explanation: [
        { factor: 'START', side: null, points: 500 },
        { factor: 'ORDERS', side: 'BUYER', points: 167 },
      ],
      limits: {
        maxOrder: expect.arrayContaining([{ amountMinor: '100000', currency: 'EUR' }]),
        couponEligible: true,
        manualReview: false,
      },
    });
    expect(await profileOf(seller)).toMatchObject({ sellerScore: 667, buyerScore: 636 });
  });

  test('a batch touches many accounts, and tells what changed once, with its cause', async () => {
    const accounts = many(50, world.account);
    const orders = accounts.flatMap((buyer) => many(3, () => world.order(buyer)));
    await world.hear(orders);
    for (const buyer of accounts.slice(0, 3)) {
      const [changed, ...more] = await announcedOf('trust.tierChanged.v1', buyer);
      expect(more).toEqual([]);
      expect(changed).toMatchObject({
        subject: `account/${buyer}`,
        data: { previousTier: 'new', tier: 'standard', score: 636, modelVersion: 'v3' },
        praetorcause: {
          actorKind: 'system',
          actorId: 'trust.signals',
          causationId: orders.filter((o) => o.data.buyerRef === buyer).at(-1)!.id,
        },
        praetorchange: { before: { tier: 'new', score: 500 }, after: { tier: 'standard', score: 636 } },
      });
      expect(await announcedOf('trust.scoreChanged.v1', buyer)).toHaveLength(1);
    }
  });

  test('small moves are not announced one by one', async () => {
    const buyer = world.account();
    await world.hear(many(40, () => world.order(buyer)));
    expect(await announcedOf('trust.scoreChanged.v1', buyer)).toHaveLength(1);
    for (const _ of many(5, () => 0)) await world.hear([world.order(buyer)]);
    expect(await announcedOf('trust.scoreChanged.v1', buyer)).toHaveLength(1);
    await world.hear(many(300, () => world.order(buyer)));
    expect(await announcedOf('trust.scoreChanged.v1', buyer)).toHaveLength(2);
    expect(await announcedOf('trust.tierChanged.v1', buyer)).toHaveLength(1);
  });

  test('abuse and suspension restrict the account and ask for a review, once', async () => {
    const user = world.account();
    await world.hear(
      many(2, () =>
        world.told(couponAbused, { couponCode: 'X', userRef: user, orderRef: null, pattern: 'many accounts', detail: null }),
      ),
    );
    await world.receive(accountSuspended, {
      subject: { type: 'account', id: user },
      data: { accountId: user, why: 'fraud', flagId: null },
    });
    expect(await profileOf(user)).toMatchObject({
      tier: 'LOW',
      riskLevel: 'CRITICAL',
      limits: { couponEligible: false, manualReview: true, paymentMethods: ['PREPAID'], payoutDelayDays: 30 },
      recentSignals: [{ kind: 'SUSPENDED' }, { kind: 'COUPON_ABUSED' }, { kind: 'COUPON_ABUSED' }].map((kind) =>
        expect.objectContaining(kind),
      ),
    });
    expect(await announcedOf('trust.reviewRequested.v1', user)).toHaveLength(1);
  });

  test('of two consumers that make the same profile at once, one has to try again', async () => {
    const buyer = world.account();
    const late = await inTenant(world.subgraph.orm, world.tenantId, async (tx) => {
      await applyEvents(tx, { tenantId: world.tenantId, events: [world.order(buyer)], now: world.clock.now() });
      const second = world.hear([world.order(buyer)]).then(
        () => null,
        (error: unknown) => error,
      );
      await world.someoneWaits();
      return { second };
    });
    const refused = await late.second;
    expect(isTransient(refused)).toBe(true);
    expect(await profileOf(buyer)).toMatchObject({ evidence: 1 });
    await Promise.all(many(5, () => world.hear([world.order(buyer)])));
    expect(await profileOf(buyer)).toMatchObject({ evidence: 6, score: 714 });
  });

  test('what comes twice, later or at once, counts once', async () => {
    const [rater, rated] = [world.account(), world.account()];
    const transport = createPostgresTransport({ url: world.adminUrl });
    const bring = async (...events: Envelope[]) => {
      await asWorker(world.subgraph.orm, (tx) => transport.publish(events, tx));
      await world.drain();
    };
    const rating = world.told(ratingGiven, { raterRef: rater, ratedRef: rated, score: 10, orderRef: null });
    const order = world.order(rated);
    await bring(rating, order);
    const once = await profileOf(rated);
    expect(once).toMatchObject({ explanation: [{ factor: 'START' }, { factor: 'ORDERS' }, { factor: 'RATINGS' }] });
    await bring(order, rating);
    await bring(order);
    expect(await profileOf(rated)).toEqual(once);
    await bring(world.order(rated));
    expect((await profileOf(rated))!.score).toBeGreaterThan(once!.score);
    await transport.close();
  });

  test('events from the future and from long ago neither break nor bend anything', async () => {
    const buyer = world.account();
    const [future, past] = [new Date('2099-12-31T00:00:00Z'), new Date('1900-01-01T00:00:00Z')];
    await world.hear([world.order(buyer), world.order(buyer, null, future), world.order(buyer, null, past)]);
    expect(await profileOf(buyer)).toMatchObject({
      evidence: 1,
      score: 599,
      tier: 'NEW',
      evaluatedAt: world.clock.now().toISOString(),
    });
  });
});

describe('time', () => {
  test('the sweep lets a tier fade, as of the marketplace’s time and not before', async () => {
    await using quiet = await trustWorld();
    const buyer = quiet.account();
    await quiet.hear(many(6, () => quiet.order(buyer)));
    expect((await quiet.rows())[0]).toMatchObject({ tier: 'trusted', score: 714 });
    quiet.clock.advance(days(800));
    expect(await quiet.runJob(), 'the marketplace sent nothing: nothing fades').toBe(0);
    await quiet.hear([quiet.order(quiet.account())]);
    await quiet.hear([quiet.order(buyer, null, after(quiet.clock.now(), -days(900)))]);
    expect(await quiet.runJob()).toBe(1);
    const [faded] = (await quiet.rows()).filter(({ score }) => score !== 556);
    expect(faded).toMatchObject({ tier: 'new', evaluated_at: quiet.clock.now() });
    expect((await quiet.announced('trust.tierChanged.v1')).at(-1)).toMatchObject({
      data: { accountId: buyer, previousTier: 'trusted', tier: 'new' },
      praetorcause: { actorId: 'trust.sweepDecay' },
    });
    expect(await quiet.runJob()).toBe(0);
  });

  test('one event from the future does not bring the future', async () => {
    await using hasty = await trustWorld();
    const buyer = hasty.account();
    await hasty.hear(many(6, () => hasty.order(buyer)));
    await hasty.hear([hasty.order(buyer, null, after(hasty.clock.now(), days(5000)))]);
    hasty.clock.advance(days(800));
    expect(await hasty.runJob()).toBe(0);
  });

  test('where only we speak, our own time counts, and spent evidence is left alone', async () => {
    await using own = await trustWorld();
    const user = own.account();
    await own.receive(accountSuspended, {
      subject: { type: 'account', id: user },
      data: { accountId: user, why: 'x', flagId: null },
    });
    own.clock.advance(days(2));
    expect(await own.runJob()).toBe(1);
    own.clock.advance(days(20_000));
    expect(await own.runJob()).toBe(1);
    expect((await own.rows())[0]).toMatchObject({ score: 555, next_evaluation_at: null });
  });

  test('history that is played back is judged as of its own day', async () => {
    await using history = await trustWorld();
    const then = new Date('2011-12-09T12:00:00.000Z');
    const buyer = history.account();
    await history.hear(many(6, () => history.order(buyer, null, then)));
    await history.runJob();
    expect((await history.rows())[0]).toMatchObject({ tier: 'trusted', evaluated_at: then });
  });
});

test('a list is paged from the least trusted on, and the summary counts every tier', async () => {
  await using full = await trustWorld();
  const counts = [1, 3, 6, 30, 4];
  await full.hear(
    counts.flatMap((count) => {
      const buyer = full.account();
      return many(count, () => full.order(buyer));
    }),
  );
  const read = async (variables: object) => {
    const query = `query ($after: String, $tier: TrustTier) { trustProfiles(first: 2, after: $after, tier: $tier) { edges { node { score } } pageInfo { hasNextPage endCursor } } }`;
    const { data, errors } = await full.query(accountActor(full.tenantId, ['AUDITOR']), query, variables as never);
    expect(errors).toBeUndefined();
    return (
      data as { trustProfiles: { edges: { node: { score: number } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } }
    ).trustProfiles;
  };
  const scores: number[] = [];
  for (let after: string | null = null, more = true; more;) {
    const { edges, pageInfo } = await read({ after });
    scores.push(...edges.map(({ node }) => node.score));
    [after, more] = [pageInfo.endCursor, pageInfo.hasNextPage];
  }
  expect(scores).toEqual([556, 636, 667, 714, 895]);
  expect((await read({ tier: 'STANDARD' })).edges.map(({ node }) => node.score)).toEqual([636, 667]);
  const { data } = await full.query(accountActor(full.tenantId, ['AUDITOR']), '{ trustSummary { tier count } }');
  expect((data as { trustSummary: object }).trustSummary).toEqual([
    { tier: 'NEW', count: 1 },
    { tier: 'LOW', count: 0 },
    { tier: 'STANDARD', count: 2 },
    { tier: 'TRUSTED', count: 1 },
    { tier: 'PREFERRED', count: 1 },
  ]);
});
