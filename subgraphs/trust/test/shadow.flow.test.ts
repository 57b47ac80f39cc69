import { accountActor } from '@praetor/testkit/actors';
import { days, minutes } from '@praetor/kernel/clock';
import { newId } from '@praetor/kernel/id';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { currentModel } from '../src/domain/models.ts';
import { admin, decisionOf, published, read, run, shadowOf } from './models.ts';
import { trustWorld, type TrustWorld } from './world.ts';

let world: TrustWorld;
beforeAll(async () => (world = await trustWorld()));
afterAll(() => world[Symbol.asyncDispose]());

const many = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
const conditions = [{ name: 'no', when: "action == 'coupon'", outcome: 'deny', reason: 'x' }];
/** Denies every coupon, and has hardly anyone in a high tier. */
const strict = { ...currentModel, conditions, tierFrom: { standard: 400, trusted: 950, preferred: 990 } };
const cast = async (of: TrustWorld): Promise<number> => {
  of.clock.advance(minutes(1));
  return of.subgraph.jobs.find(({ name }) => name === 'trust.castShadows')!.runOnce();
};
async function shadowed(of: TrustWorld, content: object = strict): Promise<{ modelId: string; id: string }> {
  const { id: modelId } = await run(of, admin(of), 'draft', { content, note: 'n' });
  const { id, code } = await run(of, admin(of), 'startShadow', { modelId });
  expect(code).toBeUndefined();
  return { modelId, id };
}

test('a shadow answers every question and sees every account, also those of which nothing was said since; what it would say is apart', async () => {
  await using own = await trustWorld();
  const [old, buyer] = [own.account(), own.account()];
  await own.hear(many(12, () => own.order(old)));
  await decisionOf(own, buyer);
  own.clock.advance(minutes(1));
  const { id } = await shadowed(own);
  await own.hear(many(12, () => own.order(buyer)));
  const decided = [];
  for (let count = 0; count < 5; count += 1) decided.push(await decisionOf(own, buyer));
  for (let count = 0; count < 3; count += 1)
    decided.push(await decisionOf(own, old, { action: 'LISTING', context: { activeListings: 1 } }));
  expect(await own.subgraph.jobs.find(({ name }) => name === 'trust.castShadows')!.runOnce(), 'not settled yet').toBe(0);
  await cast(own);
  expect(await shadowOf(own, id)).toMatchObject({
    state: 'RUNNING',
    agreement: { of: 3, among: 8, share: 0.375 },
    verdicts: [
      { action: 'COUPON', live: 'ALLOW', draft: 'DENY', decisions: 5 },
      { action: 'LISTING', live: 'ALLOW', draft: 'ALLOW', decisions: 3 },
    ],
    tierMoves: [{ from: 'TRUSTED', to: 'STANDARD', accounts: 2 }],
  });
  expect(await cast(own), 'nothing is counted twice').toBe(0);
  expect(await shadowOf(own, id)).toMatchObject({ agreement: { among: 8 } });

  interface Lists {
    decisions: { edges: { node: Record<string, unknown> }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    profiles: { edges: { node: Record<string, unknown> }[] };
  }
  const lists = `query ($id: ID!, $after: String) {
    decisions: trustShadowDecisions(shadowId: $id, agreed: false, first: 4, after: $after) { edges { node {
      decisionId account { id } live draft liveTier draftTier } } pageInfo { hasNextPage endCursor } }
    profiles: trustShadowProfiles(shadowId: $id, agreed: false) { edges { node { account { id } liveTier draftTier } } } }`;
  const first = await read<Lists>(own, admin(own), lists, { id });
  const rest = await read<Lists>(own, admin(own), lists, { id, after: first.decisions.pageInfo.endCursor });
  expect([first.decisions.edges.length, rest.decisions.edges.length, rest.decisions.pageInfo.hasNextPage]).toEqual([4, 1, false]);
  expect(rest.decisions.edges[0]!.node).toMatchObject({
    live: 'ALLOW',
    draft: 'DENY',
    liveTier: 'TRUSTED',
    draftTier: 'STANDARD',
  });
  expect(first.profiles.edges.map(({ node }) => (node['account'] as { id: string }).id).sort()).toEqual([old, buyer].sort());
});

test('a shadow never changes what is answered, scored or announced, and a decision costs what it cost', async () => {
  await using own = await trustWorld();
  const buyer = own.account();
  await own.hear(many(12, () => own.order(buyer)));
  const statements = async () => (await own.statements(async () => void (await decisionOf(own, buyer)))).length;
  const [answer, cost, rows] = [await decisionOf(own, buyer), await statements(), await own.rows()];
  await shadowed(own);
  const before = (await own.announced()).length;
  for (let round = 0; round < 3; round += 1) {
    await cast(own);
    expect({ ...(await decisionOf(own, buyer)), id: answer['id'] }).toEqual(answer);
  }
  expect(await statements()).toBe(cost);
  expect(await own.rows()).toEqual(rows);
  expect((await own.announced()).slice(before).map(({ type }) => type)).toEqual(many(4, () => 'trust.decided.v1'));
});

test('one runs at a time; it ends by hand, on publication, on a return, and with its draft; its details are forgotten in time', async () => {
  await using own = await trustWorld();
  const { modelId, id } = await shadowed(own);
  expect(await run(own, admin(own), 'startShadow', { modelId })).toMatchObject({ code: 'TRUST_SHADOW_RUNNING' });
  expect(await run(own, admin(own), 'stopShadow', { shadowId: id, expectedVersion: 99 })).toMatchObject({ code: 'CONFLICT' });
  expect(await run(own, admin(own), 'stopShadow', { shadowId: id })).toMatchObject({ state: 'ENDED', endedWhy: 'STOPPED' });
  expect(await run(own, admin(own), 'stopShadow', { shadowId: id })).toMatchObject({ code: 'TRUST_SHADOW_NOT_RUNNING' });
  const next = await shadowed(own);
  const live = await published(own, currentModel);
  expect(await shadowOf(own, next.id)).toMatchObject({ endedWhy: 'PUBLISHED' });
  const third = await shadowed(own);
  await published(own, strict);
  const fourth = await shadowed(own);
  await run(own, admin(own), 'rollBack', { modelId: live.id, reason: 'r' });
  expect(await shadowOf(own, fourth.id)).toMatchObject({ endedWhy: 'ROLLED_BACK' });
  const last = await shadowed(own);
  await own.hear([own.order(own.account())]);
  await cast(own);
  await run(own, admin(own), 'discard', { modelId: last.modelId });
  expect(await shadowOf(own, last.id)).toMatchObject({ endedWhy: 'DISCARDED', tierMoves: [{ accounts: 1 }] });
  expect((await own.announced('trust.shadowEnded.v1')).map(({ data }) => data['why'])).toEqual([
    'stopped',
    'published',
    'published',
    'rolledBack',
    'discarded',
  ]);
  expect(await run(own, admin(own), 'startShadow', { modelId: live.id })).toMatchObject({ code: 'TRUST_MODEL_NOT_DRAFT' });
  own.clock.advance(days(31));
  await cast(own);
  expect(await shadowOf(own, last.id)).toMatchObject({ tierMoves: [] });
  expect(third.id).not.toBe(last.id);
});

test('what runs is the draft of then, and other tenants have nothing of it', async () => {
  const { modelId, id } = await shadowed(world);
  const { draftHash } = await shadowOf(world, id);
  const edited = await run(world, admin(world), 'edit', { modelId, content: currentModel });
  expect(edited.contentHash).not.toBe(draftHash);
  expect(await shadowOf(world, id)).toMatchObject({ draftHash, state: 'RUNNING' });
  const stranger = accountActor(newId('tenant'), ['ADMIN']);
  const query = `query ($id: ID!) { trustShadow(id: $id) { id } trustShadows { edges { cursor } }
    trustShadowDecisions(shadowId: $id) { edges { cursor } } trustShadowProfiles(shadowId: $id) { edges { cursor } } }`;
  expect((await world.query(stranger, query, { id })).data).toEqual({
    trustShadow: null,
    trustShadows: { edges: [] },
    trustShadowDecisions: { edges: [] },
    trustShadowProfiles: { edges: [] },
  });
  expect(await run(world, stranger, 'stopShadow', { shadowId: id })).toMatchObject({ code: 'NOT_FOUND' });
  expect(await run(world, stranger, 'startShadow', { modelId })).toMatchObject({ code: 'NOT_FOUND' });
  const { errors } = await world.query(accountActor(world.tenantId, ['MODERATOR']), query, { id });
  expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['FORBIDDEN', 'FORBIDDEN']);
});
