import { createHash } from 'node:crypto';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { newId } from '@praetor/kernel/id';
import { Client, fetchExchange } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';
import { describe, expect, test } from 'vitest';
import { issueKey, signIn } from './fixtures/records.ts';
import { gatewayWorld, type World } from './fixtures/world.ts';

const query = gql`
  query Disputes {
    disputes {
      id
    }
  }
`;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
/** As Apollo's and urql's builds write the operation down. */
const body = 'query Disputes {\n  disputes {\n    id\n    __typename\n  }\n}';
const hash = sha256(body);

async function worldWithPartner({ registered }: { registered: boolean }) {
  const world = await gatewayWorld();
  const partner = issueKey(world.records, ['PARTNER'], true);
  world.records.disputes.set('dsp_1', { id: 'dsp_1', title: 'Late', claimant: { id: 'nobody' } });
  if (registered) world.records.operations.set(`${partner.state.id} ${hash}`, { id: newId('operation'), body });
  return { world, partner };
}

/** `fetch` that keeps what went out. */
function recording(): { sent: string[]; fetch: typeof fetch } {
  const sent: string[] = [];
  return {
    sent,
    fetch: (input, init) => {
      sent.push(typeof init?.body === 'string' ? init.body : String(input instanceof Request ? input.url : input));
      return fetch(input, init);
    },
  };
}

function apollo(world: World, headers: Record<string, string>, options: { useGETForHashedQueries?: boolean } = {}) {
  const { sent, fetch } = recording();
  const persisted = new PersistedQueryLink({ generateHash: () => hash, ...options });
  const http = new HttpLink({ uri: `${world.url}/graphql`, headers, fetch });
  return { sent, client: new ApolloClient({ link: persisted.concat(http), cache: new InMemoryCache() }) };
}

function urql(world: World, headers: Record<string, string>, preferGet: boolean) {
  const { sent, fetch } = recording();
  const persisted = persistedExchange({
    enforcePersistedQueries: true,
    preferGetForPersistedQueries: preferGet,
    generateHash: () => Promise.resolve(hash),
  });
  const exchanges = [persisted, fetchExchange];
  return { sent, client: new Client({ url: `${world.url}/graphql`, exchanges, fetch, fetchOptions: { headers } }) };
}

const found = { disputes: [{ id: 'dsp_1' }] };

describe('Apollo Client', () => {
  test.each([false, true])('runs a registered operation by its hash alone, GET: %s', async (useGETForHashedQueries) => {
    const { world, partner } = await worldWithPartner({ registered: true });
    await using _ = world;
    const { client, sent } = apollo(world, partner.headers, { useGETForHashedQueries });
    expect((await client.query({ query })).data).toMatchObject(found);
    expect(sent).toEqual([expect.stringContaining(hash)]);
    expect(sent[0]).not.toContain('disputes');
  });

  test('of a partner registers nothing by sending its text', async () => {
    const { world, partner } = await worldWithPartner({ registered: false });
    await using _ = world;
    const { client, sent } = apollo(world, partner.headers);
    const error: unknown = await client.query({ query }).catch((reason: unknown) => reason);
    expect(String(error)).toContain('registered operations only');
    expect(sent).toHaveLength(2);
    expect(world.records.operations.size).toBe(0);
  });

  test('of a dashboard falls back to the text', async () => {
    const { world } = await worldWithPartner({ registered: false });
    await using _ = world;
    const { client, sent } = apollo(world, (await signIn(world.records, ['MODERATOR'])).headers);
    expect((await client.query({ query })).data).toMatchObject(found);
    expect(sent).toHaveLength(2);
  });
});

describe('urql', () => {
  test.each([false, true])('runs a registered operation by its hash alone, GET: %s', async (preferGet) => {
    const { world, partner } = await worldWithPartner({ registered: true });
    await using _ = world;
    const { client, sent } = urql(world, partner.headers, preferGet);
    const { data, error } = await client.query(query, {}).toPromise();
    expect([error, data]).toMatchObject([undefined, found]);
    expect(sent).toEqual([expect.stringContaining(hash)]);
    expect(sent[0]).not.toContain('disputes');
  });

  test('tells of an operation that is not registered', async () => {
    const { world, partner } = await worldWithPartner({ registered: false });
    await using _ = world;
    const { error } = await urql(world, partner.headers, false).client.query(query, {}).toPromise();
    expect(error?.graphQLErrors[0]?.extensions['code']).toBe('PERSISTED_QUERY_NOT_FOUND');
  });
});
