import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { describe, expect, test } from 'vitest';
import { signIn } from './fixtures/records.ts';
import { untilStreams } from './fixtures/streams.ts';
import { gatewayWorld } from './fixtures/world.ts';

/** As the page that we serve sends them: see its executor in @graphql-yoga/render-graphiql. */
const fromPage = { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' };
const accept = 'application/graphql-response+json, application/json, multipart/mixed';

describe('GraphiQL, in development', () => {
  test('is told to subscribe by server-sent events, at the endpoint that serves it', async () => {
    await using world = await gatewayWorld();
    const page = await (await fetch(`${world.url}/graphql`, { headers: { accept: 'text/html' } })).text();
    expect(page).toContain('"subscriptionsProtocol":"SSE"');
  });

  test('reads the schema before anybody signs in', async () => {
    await using world = await gatewayWorld();
    const query = getIntrospectionQuery({ inputValueDeprecation: true, schemaDescription: true, specifiedByUrl: true });
    const response = await fetch(`${world.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept, ...fromPage },
      body: JSON.stringify({ query, operationName: 'IntrospectionQuery' }),
    });
    const { data, errors } = (await response.json()) as { data: IntrospectionQuery; errors?: unknown };
    expect(errors).toBeUndefined();
    expect(buildClientSchema(data).getSubscriptionType()?.getFields()).toHaveProperty('disputeChanged');
  });

  test('follows a subscription, with the headers of its editor, and stops when it is stopped', async () => {
    await using world = await gatewayWorld();
    const { headers } = await signIn(world.records, ['MODERATOR']);
    const parameters = new URLSearchParams({
      query: 'subscription Changes($id: ID) { disputeChanged(disputeId: $id) { id title } }',
      variables: JSON.stringify({ id: 'dsp_1' }),
      operationName: 'Changes',
    });
    const abort = new AbortController();
    const response = await fetch(`${world.url}/graphql?${parameters}`, {
      headers: { accept: 'text/event-stream', ...fromPage, ...headers },
      signal: abort.signal,
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/event-stream')]);
    await untilStreams(world, 1);
    world.records.disputes.set('dsp_1', { id: 'dsp_1', title: 'Late', claimant: { id: 'nobody' } });
    world.transport.announce(world.records.tenantId, 'disputes.opened.v1', { disputeId: 'dsp_1' });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let read = '';
    while (!read.includes('"title":"Late"')) read += (await reader.read()).value ?? '';
    abort.abort();
    await untilStreams(world, 0);
  });
});
