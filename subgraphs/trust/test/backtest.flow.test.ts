import { chargebackRaised, paymentFailed } from '@praetor/contracts/marketplace';
import { after, days } from '@praetor/kernel/clock';
import { newId } from '@praetor/kernel/id';
import { accountActor } from '@praetor/testkit/actors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { currentModel } from '../src/domain/models.ts';
import { admin, backtested, backtestOf, decisionOf, drafted, history, published, read, run, type History } from './models.ts';
import { trustWorld, type TrustWorld } from './world.ts';

let world: TrustWorld;
let market: History;
beforeAll(async () => {
  world = await trustWorld();
  market = await history(world);
  for (const account of market.good.slice(0, 20))
    await decisionOf(world, account, { action: 'LISTING', context: { activeListings: 500 } });
});
afterAll(() => world[Symbol.asyncDispose]());

const { kinds } = currentModel;
const paying = (weight: number) => ({ ...currentModel, kinds: { ...kinds, paymentFailed: { ...kinds.paymentFailed, weight } } });
/** Takes those for the best who cannot pay. */
const worse = paying(8);
/** Has whoever cannot pay looked at. */
const better = { ...paying(-8), tierFrom: { ...currentModel.tierFrom, standard: 450 } };

describe('what it finds', () => {
  test('a draft that is worse ranks worse beyond chance, one that is better finds the bad; both beside the live one, in figures that add up', async () => {
    const [bad, good] = [await drafted(world, worse), await drafted(world, better)];
    expect(bad).toMatchObject({ state: 'FINISHED', usualWindow: true, liveVersion: 'v3' });
    expect(bad.report).toMatchObject({ accounts: 80, scored: 80, bad: 20, decisions: 20 });
    expect(bad.report.aucDifference.high).toBeLessThan(0);
    expect(bad.breaches).toContain('AUC_LOST');
    expect(good.report.aucDifference.low).toBeGreaterThan(0);
    expect(good.report.draft.recall).toMatchObject({ among: 20 });
    expect(good.report.draft.recall.of).toBeGreaterThan(good.report.live.recall.of);
    expect(good.report.draft.precision.of).toBe(good.report.draft.recall.of);
    expect(good.breaches).not.toContain('AUC_LOST');
    for (const { report } of [bad, good]) {
      const moves = report.tierMoves.reduce((sum, { accounts }) => sum + accounts, 0);
      const changed = report.tierMoves.filter(({ from, to }) => from !== to).reduce((sum, { accounts }) => sum + accounts, 0);
      expect([moves, changed]).toEqual([80, report.tierChanged.of]);
      expect(report.live.scores.reduce((sum, count) => sum + count)).toBe(80);
      expect(report.live.factorDrift).toHaveLength(14);
      expect(report.liveAuc).toEqual(bad.report.liveAuc);
    }
  });

  test('live beside itself differs in nothing, and tells how far the accounts have drifted', async () => {
    const { report, breaches } = await drafted(world, currentModel);
    expect(report).toMatchObject({
      tierChanged: { of: 0 },
      flipped: { of: 0, among: 20 },
      flips: [],
      aucDifference: { value: 0, low: 0, high: 0 },
    });
    expect(report.live.drift.psi).toBeGreaterThan(0.25);
    expect(breaches).toEqual([]);
  });

  test('decisions that would come out differently are counted, and named', async () => {
    const limits = { ...currentModel.limits, standard: { ...currentModel.limits.standard, listingCap: 1000 } };
    const found = await drafted(world, { ...currentModel, limits });
    const asked = found.report.flips as { live: string; draft: string; decisions: number }[];
    const flipped = asked.reduce((sum, { decisions }) => sum + decisions, 0);
    expect(flipped).toBeGreaterThan(0);
    expect(found.report.flipped).toMatchObject({ of: flipped, among: 20 });
    expect(asked).toEqual([{ action: 'LISTING', live: 'DENY', draft: 'ALLOW', decisions: flipped }]);
    const query = `query ($id: ID!) { trustBacktestFlips(backtestId: $id, first: 100) { edges { node { decisionId account { id } live draft } } } }`;
    const { trustBacktestFlips } = await read<{ trustBacktestFlips: { edges: object[] } }>(world, admin(world), query, {
      id: found.id,
    });
    expect(trustBacktestFlips.edges).toHaveLength(flipped);
  });

  test('accounts are listed, those that moved most first, page by page, by tier, with the points that differ', async () => {
    const { id, report } = await drafted(world, worse);
    interface Page {
      trustBacktestAccounts: {
        edges: {
          node: {
            account: { id: string };
            liveScore: number;
            draftScore: number;
            liveTier: string;
            draftTier: string;
            turnedOutBadly: boolean;
            livePoints: object[];
            draftPoints: { factor: string }[];
          };
        }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
    }
    const query = `query ($id: ID!, $after: String, $changed: Boolean, $tier: TrustTier) {
      trustBacktestAccounts(backtestId: $id, first: 30, after: $after, tierChanged: $changed, draftTier: $tier) { edges { node {
        account { id } liveScore draftScore liveTier draftTier turnedOutBadly livePoints { factor points } draftPoints { factor points } } }
        pageInfo { hasNextPage endCursor } } }`;
    const all: Page['trustBacktestAccounts']['edges'] = [];
    for (let cursor: string | null = null, more = true; more;) {
      const page: Page = await read<Page>(world, admin(world), query, { id, after: cursor });
      all.push(...page.trustBacktestAccounts.edges);
      ({ hasNextPage: more, endCursor: cursor } = page.trustBacktestAccounts.pageInfo);
    }
    const moved = all.map(({ node }) => Math.abs(node.liveScore - node.draftScore));
    expect(moved).toEqual(moved.toSorted((left, right) => right - left));
    expect(new Set(all.map(({ node }) => node.account.id)).size).toBe(80);
    expect(
      all
        .filter(({ node }) => node.turnedOutBadly)
        .map(({ node }) => node.account.id)
        .sort(),
    ).toEqual(market.bad.toSorted());
    expect(all[0]!.node.draftPoints.map(({ factor }) => factor)).toContain('PAYMENTS');
    const changed = await read<Page>(world, admin(world), query, { id, changed: true });
    expect(changed.trustBacktestAccounts.edges).toHaveLength(Math.min(report.tierChanged.of, 30));
    for (const { node } of changed.trustBacktestAccounts.edges) expect(node.liveTier).not.toBe(node.draftTier);
  });
});

describe('what it may know', () => {
  test('a score is judged by nothing that it knew: what came to pass before the instant, at it, or was only told of later does not count', async () => {
    await using own = await trustWorld();
    const now = own.clock.now();
    const [early, exactly, late, truly, young] = Array.from({ length: 5 }, own.account) as [
      string,
      string,
      string,
      string,
      string,
    ];
    const back = (account: string, daysAgo: number) =>
      own.told(
        chargebackRaised,
        {
          chargebackRef: 'r',
          orderRef: null,
          paymentRef: null,
          amount: { amountMinor: 1, currency: 'EUR' },
          reason: null,
          buyerRef: account,
          sellerRef: null,
        },
        after(now, -days(daysAgo)),
      );
    const order = (account: string, daysAgo: number) => own.order(account as never, null, after(now, -days(daysAgo)));
    await own.hear([
      ...[early, exactly, late, truly].map((account) => order(account, 200)),
      back(early, 91),
      back(exactly, 90),
      order(truly, 89),
      back(late, 92),
      back(truly, 10),
      back(young, 5),
      order(truly, 0),
    ]);
    const { report, id } = await drafted(own, currentModel);
    expect(report).toMatchObject({ accounts: 5, scored: 4, bad: 1 });
    const query = `query ($id: ID!) { trustBacktestAccounts(backtestId: $id) { edges { node { account { id } turnedOutBadly } } } }`;
    const { trustBacktestAccounts } = await read<{
      trustBacktestAccounts: { edges: { node: { account: { id: string }; turnedOutBadly: boolean | null } }[] };
    }>(own, admin(own), query, { id });
    const became = Object.fromEntries(trustBacktestAccounts.edges.map(({ node }) => [node.account.id, node.turnedOutBadly]));
    expect(became).toEqual({ [early]: false, [exactly]: false, [late]: false, [truly]: true, [young]: null });
  });

  test('times of one’s own look closer, within history, and do not count for publishing', async () => {
    const { id: modelId } = await run(world, admin(world), 'draft', { content: currentModel, note: 'n' });
    const now = world.clock.now();
    const at = (daysAgo: number) => after(now, -days(daysAgo)).toISOString();
    const found = await backtested(world, modelId, { scoredAt: at(60), until: at(30) });
    expect(found).toMatchObject({ usualWindow: false, scoredAt: at(60), until: at(30) });
    expect(found.report.bad).toBeLessThan(20);
    await run(world, admin(world), 'submit', { modelId, reason: 'r' });
    expect(await run(world, admin(world), 'approve', { modelId })).toMatchObject({ code: 'TRUST_MODEL_NOT_BACKTESTED' });
    for (const window of [{ scoredAt: at(10), until: at(20) }, { until: at(-1) }, { scoredAt: at(4000) }])
      expect(await run(world, admin(world), 'start', { modelId, ...window })).toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('there has to be history, and one runs at a time, until it is cancelled', async () => {
    await using own = await trustWorld();
    const { id: modelId } = await run(own, admin(own), 'draft', { note: 'n' });
    expect(await run(own, admin(own), 'start', { modelId })).toMatchObject({ code: 'TRUST_NO_HISTORY' });
    await own.hear([own.order(own.account())]);
    const one = await run(own, admin(own), 'start', { modelId });
    expect(await run(own, admin(own), 'start', { modelId })).toMatchObject({ code: 'TRUST_BACKTEST_RUNNING' });
    expect(await run(own, admin(own), 'cancel', { backtestId: one.id, expectedVersion: 99 })).toMatchObject({ code: 'CONFLICT' });
    expect(await run(own, admin(own), 'cancel', { backtestId: one.id })).toMatchObject({ state: 'CANCELLED' });
    await own.drain();
    expect(await backtestOf(own, one.id)).toMatchObject({ state: 'CANCELLED', report: null, reportHash: null });
    expect(await run(own, admin(own), 'cancel', { backtestId: one.id })).toMatchObject({ code: 'TRUST_BACKTEST_NOT_RUNNING' });
    expect(await backtested(own, modelId)).toMatchObject({ state: 'FINISHED', report: { accounts: 1, liveAuc: null } });
    for (const modelId of ['nonsense', newId('trustModel')])
      expect((await run(own, admin(own), 'start', { modelId })).code).toMatch(/INVALID_INPUT|NOT_FOUND/);
  });
});

test('the same history and models give the same report to the bit, which more history does not; nobody’s profile is touched', async () => {
  await using own = await trustWorld();
  const { good } = await history(own, 30, 10);
  const { id: modelId } = await run(own, admin(own), 'draft', { content: worse, note: 'n' });
  const rows = await own.rows();
  const announced = (await own.announced('trust.scoreChanged.v1')).length;
  const [one, other] = [await backtested(own, modelId), await backtested(own, modelId)];
  expect(other.reportHash).toBe(one.reportHash);
  expect(other.report).toEqual(one.report);
  expect(await own.rows()).toEqual(rows);
  expect(await own.announced('trust.scoreChanged.v1')).toHaveLength(announced);
  await own.hear([own.order(good[0]!)]);
  expect((await backtested(own, modelId)).reportHash).not.toBe(one.reportHash);
  expect((await own.announced('trust.backtestFinished.v1'))[0]).toMatchObject({
    data: { backtestId: one.id, reportHash: one.reportHash },
    praetorcause: { actorId: 'trust.backtest' },
  });
});

test('the live model, replayed, comes to what the consumer came to', async () => {
  const { id } = await drafted(world, currentModel);
  const { rows } = await world.admin.query(
    `select b.live_score, b.live_tier, p.score, p.tier from trust.backtest_account b join trust.trust_profile p using (account_id)
     where backtest_id = (select id from trust.trust_backtest where state = 'finished' order by id desc limit 1) and p.evaluated_at >= $1`,
    [world.clock.now()],
  );
  expect([id !== '', rows.length]).toEqual([true, 1]);
  for (const row of rows) expect([row.live_score, row.live_tier]).toEqual([row.score, row.tier]);
});

describe('the gate', () => {
  test('nothing is published untried, nor tried as another draft, beside another live model, or long ago', async () => {
    await using own = await trustWorld();
    await history(own, 30, 10);
    const first = admin(own);
    const { id: modelId } = await run(own, first, 'draft', { content: better, note: 'n' });
    const submit = () => run(own, first, 'submit', { modelId, reason: 'r' });
    const approve = (more: object = {}) => run(own, admin(own), 'approve', { modelId, ...more });
    await run(own, first, 'set', { mostTierChangedPercent: 100, mostFlippedPercent: 100, reason: 'r' });
    await submit();
    expect(await approve()).toMatchObject({ code: 'TRUST_MODEL_NOT_BACKTESTED' });
    expect(await approve({ despiteBacktest: 'I know better.' }), 'a reason replaces no trial').toMatchObject({
      code: 'TRUST_MODEL_NOT_BACKTESTED',
    });
    await backtested(own, modelId);
    await run(own, first, 'withdraw', { modelId });
    await run(own, first, 'edit', { modelId, content: { ...better, validDays: 2 } });
    await submit();
    expect(await approve(), 'another draft').toMatchObject({ code: 'TRUST_MODEL_NOT_BACKTESTED' });
    await backtested(own, modelId);
    own.clock.advance(days(6));
    await run(own, first, 'withdraw', { modelId });
    await submit();
    own.clock.advance(days(2));
    expect(await approve(), 'long ago').toMatchObject({ code: 'TRUST_MODEL_NOT_BACKTESTED' });
    const { id } = await backtested(own, modelId);
    const other = await published(own, { ...better, validDays: 3 });
    expect(other.state).toBe('PUBLISHED');
    expect(await approve(), 'beside another').toMatchObject({ code: 'TRUST_MODEL_NOT_BACKTESTED' });
    await run(own, first, 'rollBack', { modelId: (await builtIn(own)).id, reason: 'r' });
    expect(await approve()).toMatchObject({ state: 'PUBLISHED' });
    expect((await own.announced('trust.modelPublished.v1')).at(-1)?.data).toMatchObject({
      modelId,
      backtestId: id,
      breaches: [],
    });
  });

  test('what is worse is stopped, and published only with a reason, which is audited', async () => {
    await using own = await trustWorld();
    await history(own, 60, 20);
    const refused = await published(own, worse);
    expect(refused).toMatchObject({ code: 'TRUST_MODEL_FAILS_BACKTEST' });
    expect(refused.message).toContain('aucLost');
    expect((await own.announced('trust.actionRefused.v1')).at(-1)?.data).toMatchObject({ code: 'TRUST_MODEL_FAILS_BACKTEST' });
    expect(await published(own, worse, { despiteBacktest: 'A trial by fire.' })).toMatchObject({ state: 'PUBLISHED' });
    expect((await own.announced('trust.modelPublished.v1')).at(-1)).toMatchObject({
      data: { breaches: expect.arrayContaining(['aucLost']) },
      praetorcause: { reason: 'A trial by fire.' },
    });
  });

  test('what is demanded is the tenant’s to say, within reason; where there is no history nothing is', async () => {
    await using own = await trustWorld();
    expect(await published(own, currentModel)).toMatchObject({ state: 'PUBLISHED' });
    expect((await own.announced('trust.modelPublished.v1'))[0]?.data).toMatchObject({ backtestId: null, breaches: [] });
    const set = (input: object) => run(own, admin(own), 'set', { reason: 'r', ...input });
    expect(await set({ leastBad: 5 })).toMatchObject({ leastBad: 5, windowDays: 90, version: 1 });
    expect(await set({ windowDays: 30, expectedVersion: 99 })).toMatchObject({ code: 'CONFLICT' });
    expect(await set({ windowDays: 30 })).toMatchObject({ leastBad: 5, windowDays: 30, version: 2 });
    for (const nonsense of [
      { windowDays: 0 },
      { maxAgeDays: 91 },
      { mostTierChangedPercent: 101 },
      { leastBad: -1 },
      { reason: ' ' },
    ])
      expect(await set(nonsense)).toMatchObject({ code: 'INVALID_INPUT' });
    expect((await own.announced('trust.modelGateChanged.v1')).at(-1)).toMatchObject({
      data: { windowDays: 30 },
      praetorchange: { before: { windowDays: 90 }, after: { windowDays: 30 } },
    });
    await own.hear([own.order(own.account())]);
    expect((await drafted(own, better)).breaches).toEqual(['TOO_FEW_OUTCOMES']);
  });
});

async function builtIn(of: TrustWorld): Promise<{ id: string }> {
  const query = '{ trustModels(first: 100) { edges { node { id number } } } }';
  const { trustModels } = await read<{ trustModels: { edges: { node: { id: string; number: number } }[] } }>(
    of,
    admin(of),
    query,
  );
  return trustModels.edges.map(({ node }) => node).find(({ number }) => number === 1)!;
}

describe('a draft', () => {
  test('shows what it would make of one account, and is given up for good', async () => {
    const { id: modelId } = await run(world, admin(world), 'draft', { content: better, note: 'n' });
    const query = `query ($modelId: ID!, $accountId: ID!) { trustModelPreview(modelId: $modelId, accountId: $accountId) {
      live { modelVersion score tier explanation { points } } draft { modelVersion score tier limits { manualReview } explanation { points } } } }`;
    interface Side {
      modelVersion: string;
      score: number;
      explanation: { points: number }[];
    }
    interface Preview {
      trustModelPreview: { live: Side; draft: Side } | null;
    }
    const of = (accountId: string) => read<Preview>(world, admin(world), query, { modelId, accountId });
    await world.hear([world.told(paymentFailed, unpaid(market.good[1]!))]);
    const { trustModelPreview } = await of(market.good[1]!);
    expect(trustModelPreview).toMatchObject({ live: { modelVersion: 'v3' }, draft: { modelVersion: modelId } });
    expect(trustModelPreview!.draft.score).toBeLessThan(trustModelPreview!.live.score);
    for (const { score, explanation } of [trustModelPreview!.live, trustModelPreview!.draft])
      expect(explanation.reduce((sum, { points }) => sum + points, 0)).toBe(score);
    expect((await of(newId('account'))).trustModelPreview).toMatchObject({ live: { score: 500 }, draft: { score: 500 } });
    expect((await of('nonsense')).trustModelPreview).toBeNull();

    expect(await run(world, admin(world), 'discard', { modelId, reason: 'r' })).toMatchObject({ state: 'DISCARDED' });
    for (const [verb, input] of [
      ['edit', { content: better }],
      ['submit', { reason: 'r' }],
      ['discard', {}],
      ['startShadow', {}],
    ] as const)
      expect(await run(world, admin(world), verb, { modelId, ...input }), verb).toMatchObject({ code: 'TRUST_MODEL_NOT_DRAFT' });
    expect((await world.announced('trust.modelDiscarded.v1')).at(-1)?.data).toMatchObject({ modelId });
  });
});

const unpaid = (payerRef: string) => ({
  paymentRef: 'p',
  orderRef: null,
  payeeRef: null,
  method: 'card',
  amount: { amountMinor: 1, currency: 'EUR' },
  payerRef,
  reason: 'funds',
});

test('nobody else starts, sees single accounts, or sets demands; other tenants see nothing', async () => {
  const { id } = await drafted(world, currentModel);
  const lists = `query ($id: ID!) { trustBacktestAccounts(backtestId: $id) { edges { cursor } } trustBacktestFlips(backtestId: $id) { edges { cursor } }
    trustBacktest(id: $id) { id } trustBacktests { edges { cursor } } trustModelPreview(modelId: $id, accountId: $id) { modelId } }`;
  const { data, errors } = await world.query(accountActor(world.tenantId, ['SUPPORT']), lists, { id });
  expect(data).toMatchObject({
    trustBacktestAccounts: null,
    trustBacktestFlips: null,
    trustModelPreview: null,
    trustBacktest: { id },
  });
  expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
  const stranger = accountActor(newId('tenant'), ['ADMIN']);
  expect((await world.query(stranger, lists, { id })).data).toEqual({
    trustBacktestAccounts: { edges: [] },
    trustBacktestFlips: { edges: [] },
    trustBacktest: null,
    trustBacktests: { edges: [] },
    trustModelPreview: null,
  });
  expect(
    await run(world, stranger, 'start', { modelId: (await backtestOf(world, id)).modelId ?? newId('trustModel') }),
  ).toMatchObject({ code: 'NOT_FOUND' });
  expect(await run(world, stranger, 'cancel', { backtestId: id })).toMatchObject({ code: 'NOT_FOUND' });
});
