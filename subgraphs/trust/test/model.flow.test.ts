import { days } from '@praetor/kernel/clock';
import { newId } from '@praetor/kernel/id';
import { accountActor } from '@praetor/testkit/actors';
import { canonicalText } from '@praetor/transparency/canonical';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { currentModel } from '../src/domain/models.ts';
import {
  admin as adminOf,
  backtested,
  decisionOf as decisionIn,
  operationOf,
  published as publishedIn,
  run as runIn,
  type Result,
  type Staff,
} from './models.ts';
import { trustWorld, type TrustWorld } from './world.ts';

let world: TrustWorld;
beforeAll(async () => (world = await trustWorld()));
afterAll(() => world[Symbol.asyncDispose]());

const admin = (of = world): Staff => adminOf(of);
const run = (actor: Staff, verb: string, input: object, of = world): Promise<Result> => runIn(of, actor, verb, input);
const published = (content: object, of = world): Promise<Result> => publishedIn(of, content);
const decisionOf = (accountId: string, of = world, more: object = {}) => decisionIn(of, accountId, more);
const strict = { ...currentModel, tierFrom: { standard: 400, trusted: 950, preferred: 990 } };
const many = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

test('a draft is edited by one person and published by another: the next score and decision are by it, profiles follow, it rolls back', async () => {
  await using own = await trustWorld();
  const buyer = own.account();
  await own.hear(many(12, () => own.order(buyer)));
  expect(await decisionOf(buyer, own)).toMatchObject({ tier: 'TRUSTED', modelVersion: 'v3' });
  const [first, second] = [admin(own), admin(own)];
  const draft = await run(first, 'draft', { note: 'Stricter tiers.' }, own);
  expect(draft).toMatchObject({ state: 'DRAFT', number: 2, modelVersion: draft.id });
  expect(await run(first, 'edit', { modelId: draft.id, content: strict, expectedVersion: 99 }, own)).toMatchObject({
    code: 'CONFLICT',
  });
  const edited = await run(first, 'edit', { modelId: draft.id, content: strict, expectedVersion: draft.version }, own);
  const hash = createHash('sha256').update(canonicalText(edited.content)).digest('hex');
  expect([edited.contentHash, edited.contentHash === draft.contentHash]).toEqual([hash, false]);

  const onIt = { modelId: draft.id };
  expect(await run(second, 'approve', onIt, own), 'not submitted').toMatchObject({ code: 'FOUR_EYES_CLOSED' });
  await run(second, 'submit', { ...onIt, reason: 'Losses.' }, own);
  for (const actor of [first, second])
    expect(await run(actor, 'approve', onIt, own), 'who drafted, who submitted').toMatchObject({
      code: 'FOUR_EYES_SECOND_PERSON_NEEDED',
    });
  expect(await run(first, 'edit', { ...onIt, content: currentModel }, own)).toMatchObject({ code: 'TRUST_MODEL_NOT_DRAFT' });
  expect(await decisionOf(buyer, own)).toMatchObject({ modelVersion: 'v3' });

  await backtested(own, draft.id);
  const despite = { ...onIt, despiteBacktest: 'One buyer is all of them.' };
  expect(await run(admin(own), 'approve', despite, own)).toMatchObject({ state: 'PUBLISHED' });
  expect(await decisionOf(buyer, own), 'before any sweep').toMatchObject({
    tier: 'STANDARD',
    modelVersion: draft.id,
    modelHash: hash,
  });
  expect(await run(first, 'edit', { ...onIt, content: currentModel }, own)).toMatchObject({ code: 'TRUST_MODEL_NOT_DRAFT' });
  const adopt = own.subgraph.jobs.find(({ name }) => name === 'trust.adoptModel')!;
  expect([await adopt.runOnce(), await adopt.runOnce()]).toEqual([1, 0]);
  expect((await own.rows())[0]).toMatchObject({ tier: 'standard', model_version: draft.id });
  expect((await own.announced('trust.tierChanged.v1')).at(-1)).toMatchObject({
    data: { previousTier: 'trusted', tier: 'standard', modelVersion: draft.id },
    praetorcause: { actorId: 'trust.adoptModel' },
  });
  expect((await own.announced('trust.modelPublished.v1'))[0]?.data).toMatchObject({
    modelHash: hash,
    previousVersion: 'v3',
    submittedById: second.id,
  });

  const { data } = await own.query(
    admin(own),
    '{ trustModels { edges { node { id number modelVersion } } } liveTrustModelVersion }',
  );
  const { trustModels, liveTrustModelVersion } = data as {
    trustModels: { edges: { node: Result }[] };
    liveTrustModelVersion: string;
  };
  expect(liveTrustModelVersion).toBe(draft.id);
  const builtIn = trustModels.edges.map(({ node }) => node).find(({ number }) => number === 1)!;
  expect(builtIn).toMatchObject({ modelVersion: 'v3' });
  expect(await run(first, 'rollBack', { ...onIt, reason: 'x' }, own)).toMatchObject({ code: 'TRUST_MODEL_IS_LIVE' });
  await run(first, 'rollBack', { modelId: builtIn.id, reason: 'Too strict.' }, own);
  expect(await decisionOf(buyer, own)).toMatchObject({ tier: 'TRUSTED', modelVersion: 'v3' });
  expect(await adopt.runOnce()).toBe(1);
  expect((await own.rows())[0]).toMatchObject({ tier: 'trusted', model_version: 'v3' });
});

test('nonsense is refused, naming each thing that is wrong', async () => {
  const content = {
    ...currentModel,
    prior: { good: -1, bad: 4 },
    conditions: [{ name: 'a', when: 'amount +', outcome: 'deny', reason: 'x' }],
  };
  const refused = await run(admin(), 'draft', { content, note: 'n' });
  expect(refused).toMatchObject({ code: 'INVALID_INPUT' });
  expect(await run(admin(), 'draft', { content: 'x', note: 'n' })).toMatchObject({ code: 'INVALID_INPUT' });
});

test('nobody publishes after the time, a rejected or withdrawn model is a draft again, and only what was live is returned to', async () => {
  const first = admin();
  const { id: modelId } = await run(first, 'draft', { note: 'n' });
  const again = async () => void (await run(first, 'submit', { modelId, reason: 'r' }));
  await again();
  expect(await run(admin(), 'withdraw', { modelId })).toMatchObject({ code: 'NOT_FOUND' });
  expect(await run(first, 'withdraw', { modelId })).toMatchObject({ state: 'DRAFT' });
  await again();
  expect(await run(admin(), 'reject', { modelId, reason: 'No.' })).toMatchObject({ state: 'DRAFT' });
  await again();
  world.clock.advance(days(7));
  expect(await run(admin(), 'approve', { modelId })).toMatchObject({ code: 'FOUR_EYES_CLOSED' });
  expect(await run(first, 'rollBack', { modelId, reason: 'x' })).toMatchObject({ code: 'TRUST_MODEL_NOT_PUBLISHED' });
  const { errors } = await world.query(accountActor(world.tenantId, ['MODERATOR']), operationOf('draft'), {
    input: { note: 'n' },
  });
  expect(errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
});

test('conditions decide, and are named; another tenant’s model is nobody else’s', async () => {
  const conditions = [
    { name: 'no-new-in-xx', when: "tier == 'new' && country == 'XX'", outcome: 'deny', reason: 'Losses there.' },
  ];
  const { id } = await published({ ...currentModel, conditions });
  const buyer = world.account();
  expect(await decisionOf(buyer, world, { context: { country: 'XX' } })).toMatchObject({
    outcome: 'DENY',
    reasons: ['CONDITION'],
    conditions: ['no-new-in-xx'],
    modelVersion: id,
    limits: { listingCap: 10 },
  });
  expect(await decisionOf(buyer, world, { context: { country: 'DE' } })).toMatchObject({ outcome: 'ALLOW', conditions: [] });
  const stranger = accountActor(newId('tenant'), ['ADMIN']);
  const { data } = await world.query(
    stranger,
    `query ($id: ID!) { trustModel(id: $id) { id } trustModels { edges { node { id } } } liveTrustModelVersion }`,
    { id },
  );
  expect(data).toEqual({ trustModel: null, trustModels: { edges: [] }, liveTrustModelVersion: 'v3' });
  expect(await run(stranger, 'rollBack', { modelId: id, reason: 'x' })).toMatchObject({ code: 'NOT_FOUND' });
});

test('a rebuild from the log learns each part by the model of then', async () => {
  await using own = await trustWorld();
  const [buyer, seller] = [own.account(), own.account()];
  const before = many(8, () => own.order(buyer, seller));
  await own.hear(before);
  const kinds = { ...currentModel.kinds, orderCompleted: { ...currentModel.kinds.orderCompleted, halfLife: 'medium' } };
  await published({ ...currentModel, kinds }, own);
  const after = many(8, () => own.order(buyer, seller));
  await own.hear(after);
  const kept = await own.rows();
  const log = await own.announced('trust.modelPublished.v1');
  await own.rebuild([...before, ...log, ...after]);
  expect(await own.rows()).toEqual(kept);
});
