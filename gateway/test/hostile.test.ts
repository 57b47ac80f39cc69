import { hostileCorpus } from '@praetor/testkit/hostile-corpus';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from './fixtures/json.ts';
import { overSocket } from './fixtures/streams.ts';
import { gatewayWorld, type World } from './fixtures/world.ts';

let world: World;
beforeAll(async () => {
  world = await gatewayWorld();
});
afterAll(async () => world[Symbol.asyncDispose]());

describe('a hostile request is refused with a code, and nothing is asked of a subgraph', () => {
  test.each(hostileCorpus.map((one) => [one.name, one] as const))('%s', async (_, { init, search, code }) => {
    const response = await fetch(`${world.url}/graphql${search}`, init as RequestInit);
    const text = await response.text();
    const body: Json = JSON.parse(text);
    expect([code, response.status]).toEqual([code, expect.toSatisfy((status: number) => status >= 400 && status < 500)]);
    expect(body).toEqual({ errors: expect.any(Array) });
    expect(body.errors[0].extensions.code).toBe(code);
    expect(text.length).toBeLessThan(50_000);
    const asked = [...world.disputes.asked, ...world.notifications.asked, ...world.accounts.asked];
    expect(asked.filter(({ query }) => !query.includes('Gateway'))).toEqual([]);
  });

  test('over a socket too, which stays', async () => {
    await using socket = overSocket(world);
    for (const { init, code, name } of hostileCorpus) {
      if (typeof init.body !== 'string' || !init.body.startsWith('{"query":"') || !code.startsWith('GRAPHQL_')) continue;
      const { query, variables } = JSON.parse(init.body) as { query: string; variables?: Record<string, unknown> };
      const event = await socket.subscribe(query, variables).next();
      expect([name, event?.errors?.[0].extensions?.code]).toEqual([name, code]);
    }
    expect((await socket.subscribe('{ __typename }').next())?.data).toEqual({ __typename: 'Query' });
  });
});
