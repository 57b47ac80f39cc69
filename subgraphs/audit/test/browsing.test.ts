import { loginSucceeded } from '@praetor/contracts/accounts';
import { minutes } from '@praetor/kernel/clock';
import { newId } from '@praetor/kernel/id';
import { envelopeOf } from '@praetor/events/announce';
import { accountActor } from '@praetor/testkit/actors';
import type { Envelope } from '@praetor/contracts/envelope';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditWorld, type AuditWorld } from './world.ts';

let world: AuditWorld;
const log: Envelope[] = [];
beforeAll(async () => {
  world = await auditWorld();
  for (const part of [
    world.story(60),
    world.story(40).filter((_, at) => at % 5 > 2),
    world.story(50).filter((_, at) => at % 5 > 2),
  ]) {
    await world.append(part);
    log.push(...part);
    world.clock.advance(minutes(1));
  }
});
afterAll(() => world[Symbol.asyncDispose]());

interface Listed {
  edges: { cursor: string; node: { index: string; eventId: string } }[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
}

async function list(args: string, variables: Record<string, unknown> = {}): Promise<Listed> {
  const types = { id: 'String', at: 'DateTime', to: 'DateTime' };
  const given = Object.entries(types)
    .filter(([name]) => name in variables)
    .map(([name, type]) => `$${name}: ${type}`);
  const text = `query (${['$after: String', ...given].join(', ')}) { auditEntries(${args}, after: $after) {
    edges { cursor node { index eventId } } pageInfo { hasNextPage endCursor } } }`;
  const { data, errors } = await world.query(world.auditor, text, variables);
  expect(errors).toBeUndefined();
  return (data as { auditEntries: Listed }).auditEntries;
}
const ids = (listed: Listed) => listed.edges.map((edge) => edge.node.eventId);
const newest = (keep: (event: Envelope, at: number) => boolean) =>
  log
    .filter(keep)
    .map((event) => event.id)
    .reverse();

test('pages walk the whole log, newest first, without a gap', async () => {
  const seen: string[] = [];
  for (let page = await list('first: 17'); ; page = await list('first: 17', { after: page.pageInfo.endCursor })) {
    seen.push(...ids(page));
    if (!page.pageInfo.hasNextPage) break;
  }
  expect(seen).toEqual(newest(() => true));
});

test('by what it was done to, by whom, and of which type', async () => {
  const actor = log[4]!.praetorcause.actorId!;
  expect(ids(await list('actorId: $id, first: 100', { id: actor }))).toEqual(
    newest((event) => event.praetorcause.actorId === actor),
  );
  expect(ids(await list('subjectType: "order", subjectId: $id, first: 100', { id: 'o-7' }))).toEqual(
    newest((event) => event.subject === 'order/o-7'),
  );
  const type = 'accounts.actionRefused.v1';
  expect(ids(await list('type: $id, actorId: null, first: 100', { id: type }))).toEqual(newest((event) => event.type === type));
  expect(ids(await list('type: $id, first: 1', { id: 'accounts.' }))).toEqual([]);
});

test('by when it was recorded: from this instant on, and before that one', async () => {
  const start = world.clock.now().getTime() - minutes(3);
  const instant = (minute: number) => new Date(start + minutes(minute)).toISOString();
  const first60 = log
    .slice(0, 60)
    .map(({ id }) => id)
    .reverse();
  expect(ids(await list('until: $at, first: 100', { at: instant(1) }))).toEqual(first60);
  expect(ids(await list('since: $at, first: 100', { at: instant(1) }))).toEqual(newest((_, at) => at >= 60));
  expect(ids(await list('since: $at, until: $to, first: 100', { at: instant(1), to: instant(2) }))).toEqual(
    newest((_, at) => at >= 60 && at < 76),
  );
  expect(ids(await list('since: $at, first: 100', { at: instant(3) }))).toEqual([]);
  expect(ids(await list('until: $at, first: 100', { at: instant(0) }))).toEqual([]);
  expect(ids(await list('since: $at, type: "accounts.actionRefused.v1", first: 100', { at: instant(1) }))).toEqual([]);
});

test('the log’s time does not run backwards, whatever a machine’s clock says', async () => {
  const [late] = world.story(4).slice(3);
  await world.append([late!], world.tenantId, { now: new Date(0) });
  log.push(late!);
  const { data } = await world.query(world.auditor, '{ auditEntries(first: 2) { edges { node { recordedAt } } } }');
  const [one, other] = (data as { auditEntries: { edges: { node: { recordedAt: string } }[] } }).auditEntries.edges.map(
    ({ node }) => node.recordedAt,
  );
  expect(one).toBe(other);
});

test('one entry tells who, what, why and what changed, and finds itself by any of its names', async () => {
  const actor = accountActor(world.tenantId, ['BUYER'], { userAgent: 'Firefox' });
  const subject = { type: 'account', id: actor.id };
  const data = { accountId: actor.id, sessionId: newId('session'), deviceId: newId('device'), newDevice: true };
  const decision = { effect: 'allow' as const, action: 'LogIn', policies: ['p'], policyVersion: 'v' };
  const event = envelopeOf({ actor, now: world.clock.now(), reason: 'To look.', decision }, loginSucceeded, {
    subject,
    data,
    change: { before: null, after: { seen: true } },
  });
  await world.append([event]);
  const text = `query ($id: ID!) { auditEntry(id: $id) { id index type source status subjectType subjectId actorKind actorId actor { id } requestId
    reason data change decision cause personal time recordedAt } }`;
  const answer = await world.query(world.auditor, text, { id: event.id });
  expect(answer.errors).toBeUndefined();
  const { auditEntry } = answer.data as { auditEntry: { id: string; index: string } };
  expect(auditEntry).toMatchObject({
    type: event.type,
    source: 'praetor/accounts',
    status: 'succeeded',
    subjectType: 'account',
    subjectId: actor.id,
    actorKind: 'account',
    actorId: actor.id,
    actor: { id: actor.id },
    requestId: actor.requestId,
    reason: 'To look.',
    data,
    change: { before: null, after: { seen: true } },
    decision,
    personal: { cause: { ip: '192.0.2.1', userAgent: 'Firefox', reason: 'To look.' } },
  });
  expect((await world.query(world.auditor, text, { id: auditEntry.id })).data).toEqual(answer.data);
  expect(
    (await world.query(world.auditor, text.replace('id: $id', `index: ${auditEntry.index}`).replace('($id: ID!)', ''))).data,
  ).toEqual(answer.data);
  expect((await world.query(world.auditor, text, { id: newId('event') })).data).toEqual({ auditEntry: null });
  expect((await world.query(world.auditor, text, { id: 'nonsense' })).data).toEqual({ auditEntry: null });
});

test('an account’s trail is what was done to it, or what it did', async () => {
  const account = log[3]!.praetorcause.actorId!;
  const text = `query ($id: ID!) { _entities(representations: [{ __typename: "Account", id: $id }]) { ... on Account {
    to: auditTrail(first: 100) { edges { node { eventId } } } by: auditTrail(side: ACTOR, first: 100) { edges { node { eventId actor { id } } } } } } }`;
  const { data, errors } = await world.query(world.auditor, text, { id: account });
  expect(errors).toBeUndefined();
  const [{ to, by }] = (data as { _entities: [{ to: Listed; by: Listed }] })._entities;
  expect(ids(to)).toEqual(newest((event) => event.subject === `account/${account}`));
  expect(ids(by)).toEqual(newest((event) => event.praetorcause.actorId === account));
  expect(ids(by).length).toBeGreaterThan(ids(to).length);
});
