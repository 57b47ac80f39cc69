import { expect, test, vi } from 'vitest';
import { signIn } from './fixtures/records.ts';
import { type Form, gatewayWorld, type World } from './fixtures/world.ts';

/** Makes disputes wait until it is let go. */
function held(world: World): () => void {
  const { execute } = world.disputes;
  const { promise, resolve } = Promise.withResolvers<void>();
  world.disputes.execute = async (...given) => {
    const answer = execute(...given);
    await promise;
    return answer;
  };
  return () => {
    resolve();
    world.disputes.execute = execute;
  };
}

/** Requests to GraphQL that the gateway is done with: answered, or gone away from. */
async function ended({ url }: World): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return [...metrics.matchAll(/^praetor_http_requests_total\{route="\/graphql".*\} (\d+)$/gm)].reduce(
    (sum, [, n]) => sum + Number(n),
    0,
  );
}

/** Asks, and goes away as soon as `begun` holds. The gateway knows when this resolves. */
async function askAndGo(world: World, headers: Record<string, string>, query: string, begun: () => void): Promise<void> {
  const leaving = new AbortController();
  const before = await ended(world);
  const answer = fetch(`${world.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
    signal: leaving.signal,
  });
  await vi.waitFor(begun);
  leaving.abort();
  await expect(answer).rejects.toThrow('abort');
  await vi.waitFor(async () => expect(await ended(world)).toBeGreaterThan(before));
}

const deep = '{ disputes { claimant { name } } }';

test('the fetches of a client who goes away are given up, and those that would follow are not begun', async () => {
  await using world = await gatewayWorld({ form: 'distributed' });
  const { headers } = await signIn(world.records, ['MODERATOR']);
  world.records.disputes.set('dsp_1', { id: 'dsp_1', title: 'Late', claimant: { id: [...world.records.accounts.keys()][0]! } });
  const release = held(world);
  const names = (): number => world.accounts.asked.filter(({ query }) => query.includes('name')).length;
  const before = [world.disputes.asked.length, names()] as const;
  // More often than a breaker has patience: the first on the whole way, the others early.
  for (let times = 1; times <= 6; times += 1) {
    await askAndGo(world, headers, deep, () => expect(world.disputes.asked).toHaveLength(before[0] + times));
    await vi.waitFor(() => expect(world.disputes.givenUp).toBe(times));
  }
  release();
  expect((await world.ask('{ disputes { title } }', { headers })).body).toEqual({ data: { disputes: [{ title: 'Late' }] } });
  expect(names()).toBe(before[1]);
  expect((await world.ask(deep, { headers })).body.data).toEqual({ disputes: [{ claimant: { name: 'Person 1' } }] });
  expect(world.log.filter((line) => /did not answer|it rests|Unexpected/.test(line))).toEqual([]);
});

test.each<Form>(['embedded', 'distributed'])('a mutation runs to its end although nobody waits (%s)', async (form) => {
  await using world = await gatewayWorld({ form });
  const { headers } = await signIn(world.records, ['BUYER']);
  const release = held(world);
  const both = 'mutation { openDispute(title: "Late") { title } rename(name: "Ada") { name } }';
  await askAndGo(world, headers, both, () => expect(world.disputes.asked).toHaveLength(1));
  release();
  await vi.waitFor(() => expect([...world.records.accounts.values()][0]?.name).toBe('Ada'));
  expect([...world.records.disputes.values()].map(({ title }) => title)).toEqual(['Late']);
  expect(world.disputes.givenUp).toBe(0);
});
