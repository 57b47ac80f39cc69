import { expect, test } from 'vitest';
import { signIn } from './fixtures/records.ts';
import { gatewayWorld, type World } from './fixtures/world.ts';

/** Makes a subgraph wait until it is let go. */
function held(world: World) {
  const { execute } = world.disputes;
  let release: () => void = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  world.disputes.execute = async (...given) => {
    await released;
    return execute(...given);
  };
  return release;
}

async function resting({ url }: World): Promise<string[]> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return [...metrics.matchAll(/^praetor_subgraph_resting\{subgraph="(\w+)"\} (\d)$/gm)].map(
    ([, name, value]) => `${name} ${value}`,
  );
}

const query = '{ me { name disputes { title } } }';

test('a subgraph that misses its own deadline costs its own part of the answer', async () => {
  await using world = await gatewayWorld({ settings: { PRAETOR_SUBGRAPH_TIMEOUTS: 'disputes=50' } });
  const person = await signIn(world.records, ['BUYER']);
  const release = held(world);
  const { status, body } = await world.ask('{ me { name } dispute(id: "x") { title } }', person);
  release();
  expect([status, body.data]).toEqual([200, { me: { name: 'Person 1' }, dispute: null }]);
  expect(body.errors).toEqual([
    expect.objectContaining({ path: ['dispute'], extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'disputes' } }),
  ]);
});

test('a subgraph that keeps failing rests, is left alone meanwhile, and comes back', async () => {
  let now = Date.now();
  await using world = await gatewayWorld({ clock: () => new Date(now) });
  const person = await signIn(world.records, ['BUYER']);
  const { execute } = world.disputes;
  let asked = 0;
  world.disputes.execute = () => {
    asked += 1;
    throw new Error('gone');
  };
  for (let times = 0; times < 8; times++) expect((await world.ask(query, person)).body.errors).not.toBeUndefined();
  expect(asked).toBe(5);
  expect(await resting(world)).toEqual(['accounts 0', 'disputes 1', 'notifications 0']);
  world.disputes.execute = execute;
  expect((await world.ask(query, person)).body.errors).not.toBeUndefined();
  now += 1_000;
  expect((await world.ask(query, person)).body).toEqual({ data: { me: { name: 'Person 1', disputes: [] } } });
  expect(await resting(world)).toEqual(['accounts 0', 'disputes 0', 'notifications 0']);
  expect(world.log.filter((line) => /it rests|answers again/.test(line))).toHaveLength(2);
});

test('one person’s equal reads at once hardly reach a subgraph more than once', async () => {
  await using world = await gatewayWorld({ settings: { PRAETOR_BATCH_LIMIT: '20' } });
  const { headers } = await signIn(world.records, ['BUYER']);
  for (const subgraph of [world.accounts, world.disputes]) {
    const { execute } = subgraph;
    // As over a network: an answer comes in a later turn.
    subgraph.execute = async (...given) => {
      await new Promise((resolve) => setImmediate(resolve));
      return execute(...given);
    };
  }
  const response = await fetch(`${world.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(Array.from({ length: 20 }, () => ({ query }))),
  });
  expect(await response.json()).toEqual(Array.from({ length: 20 }, () => ({ data: { me: { name: 'Person 1', disputes: [] } } })));
  expect(world.accounts.asked.filter(({ query: text }) => text.includes('me{')).length).toBeLessThanOrEqual(3);
  expect(world.disputes.asked.length).toBeLessThanOrEqual(3);
});
