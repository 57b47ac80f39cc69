import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { issueKey, signIn } from './fixtures/records.ts';
import { overSocket, untilStreams } from './fixtures/streams.ts';
import { gatewayWorld, type Form, type World } from './fixtures/world.ts';

/** Longer than live state may look fresh. */
const longEnoughMs = 120;

/** Runs `during` while the first dispute of an operation is being opened. */
function duringTheFirst(world: World, during: () => void): void {
  const { execute } = world.disputes;
  let isFirst = true;
  world.disputes.execute = async (asked, actor) => {
    const result = await execute(asked, actor);
    if (asked.query.includes('openDispute') && isFirst) {
      isFirst = false;
      during();
      await sleep(longEnoughMs);
    }
    return result;
  };
}

const three =
  'mutation { one: openDispute(title: "1") { title } rename(name: "X") { name } two: openDispute(title: "2") { title } }';

test.each<Form>(['embedded', 'distributed'])(
  'each step of an operation is taken with the rights of its moment: a lock ends it halfway (%s)',
  async (form) => {
    await using world = await gatewayWorld({ form });
    const person = await signIn(world.records, ['BUYER']);
    duringTheFirst(world, () => void (person.session.active = false));
    const { body } = await world.ask(three, person);
    expect(body.data.one).toEqual({ title: '1' });
    expect(world.records.disputes.size).toBe(1);
    expect(world.records.accounts.get(person.accountId)?.name).not.toBe('X');
    expect(new Set(body.errors?.map(({ extensions }) => extensions.code))).toEqual(new Set(['UNAUTHENTICATED']));
  },
);

test('a lost role is not there at the next step', async () => {
  await using world = await gatewayWorld();
  const person = await signIn(world.records, ['MODERATOR', 'BUYER']);
  duringTheFirst(world, () => void (person.session.roles = ['BUYER']));
  await world.ask(three, person);
  const [first, ...others] = world.disputes.asked.filter(({ query }) => query.includes('mutation'));
  expect(first?.actor.roles).toEqual(['MODERATOR', 'BUYER']);
  for (const { actor } of others) expect(actor.roles).toEqual(['BUYER']);
  expect(world.accounts.asked.find(({ query }) => query.includes('rename'))?.actor.roles).toEqual(['BUYER']);
});

test('what cannot be read any more halfway ends it, too', async () => {
  await using world = await gatewayWorld();
  const person = await signIn(world.records, ['BUYER']);
  duringTheFirst(world, () => void (world.accounts.down = true));
  const { body } = await world.ask('mutation { one: openDispute(title: "1") { title } rename(name: "X") { name } }', person);
  expect(body.errors?.map(({ extensions }) => extensions.code)).toEqual(['UNAVAILABLE']);
});

test('events that were begun with a key and come to their end after it was revoked are refused', async () => {
  await using world = await gatewayWorld();
  const { state, headers } = issueKey(world.records, ['PARTNER']);
  const event = {
    specversion: '1.0',
    id: 'late',
    source: 'https://market.example',
    type: 'marketplace.serviceDown.v1',
    data: { service: 'search', detail: null },
  };
  const sent = request(`${world.url}/events`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/cloudevents+json' },
  });
  const json = JSON.stringify(event);
  sent.write(json.slice(0, 20));
  while (!world.accounts.asked.some(({ query }) => query.includes('apiKeyState'))) await sleep(5);
  state.active = false;
  await sleep(longEnoughMs);
  sent.end(json.slice(20));
  const [response] = await once(sent, 'response');
  expect([response.statusCode, JSON.parse(await text(response)).code]).toEqual([401, 'UNAUTHENTICATED']);
  expect(world.records.ingested.size).toBe(0);
});

test('an open socket is closed when the end of its session is announced, without waiting for the next round', async () => {
  await using world = await gatewayWorld({ overrides: { recheckMs: 3_600_000 } });
  const person = await signIn(world.records, ['SUPPORT']);
  const socket = overSocket(world, person.headers);
  const stream = socket.subscribe('subscription { alertRaised { id } }');
  await untilStreams(world, 1);
  person.session.active = false;
  const { accountId, sessionId } = person;
  world.transport.announce(world.records.tenantId, 'accounts.sessionRevoked.v1', { accountId, sessionId, why: 'logout' });
  expect((await socket.closed).code).toBe(4401);
  await stream.next().catch(() => undefined);
});
