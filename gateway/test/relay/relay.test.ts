import { readFileSync } from 'node:fs';
import { createClient } from 'graphql-ws';
import {
  commitMutation,
  type ConcreteRequest,
  Environment,
  fetchQuery,
  type GraphQLResponse,
  Network,
  Observable,
  RecordSource,
  requestSubscription,
  type RequestParameters,
  Store,
} from 'relay-runtime';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { issueKey, signIn } from '../fixtures/records.ts';
import { untilStreams } from '../fixtures/streams.ts';
import { gatewayWorld, type World } from '../fixtures/world.ts';
import changes from './generated/partnerChangesSubscription.graphql.ts';
import disputeOf from './generated/partnerDisputeQuery.graphql.ts';
import disputes from './generated/partnerDisputesQuery.graphql.ts';
import open from './generated/partnerOpenMutation.graphql.ts';

const manifest = JSON.parse(readFileSync(new URL('generated/persisted.json', import.meta.url), 'utf8')) as Record<string, string>;
const artifacts: ConcreteRequest[] = [changes, disputeOf, disputes, open];

/** A partner whose build's map was registered by staff, through the door. */
async function worldOfPartner() {
  const world = await gatewayWorld();
  const partner = issueKey(world.records, ['PARTNER', 'MODERATOR'], true);
  const { headers } = await signIn(world.records, ['ADMIN']);
  const text = 'mutation ($input: RegisterOperationsInput!) { registerOperations(input: $input) }';
  const { body } = await world.ask(text, { headers, variables: { input: { apiKeyId: partner.state.id, manifest } } });
  expect([body.errors, body.data?.registerOperations]).toEqual([undefined, Object.keys(manifest)]);
  return { world, partner };
}

/** As Relay's guide to persisted queries writes the network layer; `name` is what it calls the operation by. */
function environmentOf(world: World, { headers, key }: { headers: object; key: string }, name: string) {
  const sent: string[] = [];
  const sockets = createClient({
    url: `${world.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${key}` },
    retryAttempts: 0,
  });
  const ask = async ({ id }: RequestParameters, variables: object): Promise<GraphQLResponse> => {
    const body = JSON.stringify({ [name]: id, variables });
    sent.push(body);
    const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body };
    return (await (await fetch(`${world.url}/graphql`, init)).json()) as GraphQLResponse;
  };
  const follow = ({ id }: RequestParameters, variables: Record<string, unknown>) =>
    Observable.create<GraphQLResponse>((sink) =>
      sockets.subscribe(
        { query: '', [name]: id, variables },
        {
          next: (result: unknown) => sink.next(result as GraphQLResponse),
          error: (reason: unknown) => sink.error(reason instanceof Error ? reason : new Error(JSON.stringify(reason))),
          complete: () => sink.complete(),
        },
      ),
    );
  const environment = new Environment({ network: Network.create(ask, follow), store: new Store(new RecordSource()) });
  return { environment, sent, [Symbol.asyncDispose]: async () => sockets.dispose() };
}

test('the artifacts are those of the map, and hold no text', () => {
  expect(new Set(artifacts.map(({ params }) => params.id))).toEqual(new Set(Object.keys(manifest)));
  expect(artifacts.map(({ params }) => params.text)).toEqual(artifacts.map(() => null));
});

test.each(['doc_id', 'id', 'documentId'])(
  'a Relay environment queries, changes and follows by %s, and its store is kept up to date by all three',
  async (name) => {
    const { world, partner } = await worldOfPartner();
    await using _ = world;
    await using relay = environmentOf(world, partner, name);
    const { environment, sent } = relay;
    expect(await fetchQuery(environment, disputes, {}).toPromise()).toEqual({ disputes: [] });

    const opened = await new Promise((onCompleted, onError) => {
      commitMutation(environment, {
        mutation: open,
        variables: { title: 'Late' },
        onCompleted: (response, errors) => (errors?.length ? onError(errors) : onCompleted(response)),
        onError,
      });
    });
    expect(opened).toEqual({ openDispute: { id: 'dsp_1', title: 'Late' } });

    const pushed = Promise.withResolvers<unknown>();
    const following = requestSubscription(environment, {
      subscription: changes,
      variables: {},
      onNext: (response) => pushed.resolve(response),
      onError: (error) => pushed.reject(error),
    });
    await untilStreams(world, 1);
    world.records.disputes.get('dsp_1')!.title = 'Later';
    world.transport.announce(world.records.tenantId, 'disputes.decided.v1', { disputeId: 'dsp_1' });
    expect(await pushed.promise).toEqual({ disputeChanged: { id: 'dsp_1', title: 'Later' } });
    // Normalised: who renders this dispute from the mutation's answer sees the event.
    expect(environment.getStore().getSource().get('dsp_1')).toMatchObject({ title: 'Later' });
    following.dispose();
    await untilStreams(world, 0);
    expect(sent.every((body) => /^\{"\w+":"[0-9a-f]{64}","variables":/.test(body))).toBe(true);
  },
);

test('an operation that is not registered, and one that was removed, reach Relay as errors', async () => {
  const { world, partner } = await worldOfPartner();
  await using _ = world;
  await using relay = environmentOf(world, partner, 'doc_id');
  const variables = { id: 'dsp_1' };
  world.records.operations.delete(`${partner.state.id} ${disputeOf.params.id}`);
  await expect(fetchQuery(relay.environment, disputeOf, variables).toPromise()).rejects.toThrow('PersistedQueryNotFound');
  world.records.operations.clear();
  const failed = Promise.withResolvers<Error>();
  requestSubscription(relay.environment, { subscription: changes, variables: {}, onError: failed.resolve });
  expect(String(await failed.promise)).toContain('PersistedQueryNotFound');
});
