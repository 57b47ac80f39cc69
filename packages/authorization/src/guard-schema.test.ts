import {
  createSourceEventStream,
  execute,
  GraphQLError,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  parse,
  subscribe,
} from 'graphql';
import type { ExecutionResult } from 'graphql';
import { beforeEach, describe, expect, test } from 'vitest';
import { accountsSchema, disputesSchema, resolved, viewerWith } from '../test/sample-graph.ts';
import { guardSchema } from './guard-schema.ts';
import { readRequirements } from './requirements.ts';
import { anonymousViewer } from './rules.ts';
import type { Viewer } from './rules.ts';

const accounts = guardSchema(accountsSchema(), readRequirements(accountsSchema()));
const disputes = guardSchema(disputesSchema(), readRequirements(disputesSchema()));

async function run(schema: GraphQLSchema, text: string, viewer: Viewer | null, variableValues = {}): Promise<ExecutionResult> {
  return execute({ schema, document: parse(text), contextValue: viewer ? { viewer } : {}, variableValues });
}
const codes = (result: ExecutionResult | void): unknown[] => (result?.errors ?? []).map(({ extensions }) => extensions['code']);

beforeEach(() => {
  resolved.length = 0;
});

describe('a guarded subgraph', () => {
  test('answers who may ask, and tells others what they lack', async () => {
    const text = '{ accounts { email } }';
    expect((await run(accounts, text, viewerWith('account:read'))).data).toEqual({
      accounts: [{ email: '1@example.org' }, { email: '2@example.org' }],
    });
    const forbidden = await run(accounts, text, viewerWith('trust:read'));
    expect(forbidden.errors?.[0]?.message).toBe(
      'Query.accounts needs permission account:read. None of your roles gives it: ask an administrator.',
    );
    expect(codes(forbidden)).toEqual(['FORBIDDEN']);
    expect(codes(await run(accounts, text, anonymousViewer))).toEqual(['UNAUTHENTICATED']);
    expect(codes(await run(accounts, text, null))).toEqual(['UNAUTHENTICATED']);
  });

  test('runs no denied mutation, and its allowed siblings', async () => {
    const result = await run(accounts, 'mutation { lockAccount logout }', anonymousViewer);
    expect(result.data).toEqual({ lockAccount: null, logout: true });
    expect(resolved).toEqual(['logout']);
  });

  const entities = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Account { name email phone } ... on Dispute { reason refund } } }`;
  test.each([
    [
      'Pothos',
      accounts,
      { of: [{ __typename: 'Account', id: '1' }] },
      { name: 'name of 1', email: null, phone: '1' },
      'Account.email',
    ],
    [
      'buildSubgraphSchema',
      disputes,
      { of: [{ __typename: 'Dispute', id: '7' }] },
      { reason: 'late', refund: null },
      'Dispute.refund',
    ],
  ])('resolves entities and guards their fields (%s)', async (_kind, schema, variables, data, denied) => {
    const present = Object.keys(data).join(' ');
    const text = entities.replace(/{ \.\.\. .*/, `{ ... on ${variables.of[0]?.__typename} { ${present} } } }`);
    const result = await run(schema, text, viewerWith(), variables);
    expect(result.data).toEqual({ _entities: [data] });
    expect(result.errors?.map(({ message }) => message.split(' ')[0])).toEqual([denied]);
  });

  test.each([
    ['Pothos', accounts],
    ['buildSubgraphSchema', disputes],
  ])('tells its SDL (%s)', async (_kind, schema) => {
    const result = await run(schema, '{ _service { sdl } }', null);
    expect(String(Object(result.data?.['_service']).sdl)).toContain('@requiresScopes');
  });

  test('resolves interfaces and unions as before', async () => {
    const text = '{ posts { __typename title } found { ... on Dispute { reason } ... on PrivatePost { title } } }';
    expect((await run(disputes, text, viewerWith())).data).toEqual({
      posts: [
        { __typename: 'PublicPost', title: 'open' },
        { __typename: 'PrivatePost', title: 'closed' },
      ],
      found: [{ reason: 'late' }, { title: 'closed' }],
    });
    expect(codes(await run(disputes, text, anonymousViewer))).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
  });

  test('lets staff that acts as someone else change only what says so', async () => {
    const text = 'mutation { touch { id } lockAccount note logout }';
    const acting = { ...viewerWith('account:lock'), impersonating: true };
    const result = await run(accounts, text, acting);
    expect(result.data).toEqual({ touch: null, lockAccount: null, note: true, logout: null });
    expect(new Set(codes(result))).toEqual(new Set(['IMPERSONATION_FORBIDDEN']));
    expect(resolved).toEqual(['note']);
    expect((await run(accounts, '{ me { id } }', acting)).data).toEqual({ me: { id: '1' } });
    expect(codes(await run(accounts, 'mutation { note }', anonymousViewer))).toEqual(['UNAUTHENTICATED']);
  });

  test('hands on what resolvers throw', async () => {
    const fails = new GraphQLError('No such dispute.', { extensions: { code: 'NOT_FOUND' } });
    const query = new GraphQLObjectType({
      name: 'Query',
      fields: { a: { type: GraphQLString, resolve: () => Promise.reject(fails) } },
    });
    const requirements = new Map([['Query.a', { authenticated: true, scopes: null, policies: null }]]);
    expect(codes(await run(guardSchema(new GraphQLSchema({ query }), requirements), '{ a }', viewerWith()))).toEqual([
      'NOT_FOUND',
    ]);
  });

  test('denies root fields that declare nothing, and nothing else', async () => {
    const thing = new GraphQLObjectType({ name: 'Thing', fields: { b: { type: GraphQLString } } });
    const query = new GraphQLObjectType({
      name: 'Query',
      fields: { a: { type: thing, resolve: () => ({ b: 'b' }) }, c: { type: thing, resolve: () => ({ b: 'b' }) } },
    });
    const requirements = new Map([['Query.a', { authenticated: false, scopes: null, policies: [['public']] }]]);
    const result = await run(guardSchema(new GraphQLSchema({ query }), requirements), '{ a { b } c { b } }', viewerWith());
    expect(result.data).toEqual({ a: { b: 'b' }, c: null });
    expect(codes(result)).toEqual(['FORBIDDEN']);
  });
});

describe('a guarded subscription', () => {
  const document = parse('subscription { accountChanged { id email } }');

  test('is refused before it opens', async () => {
    const refused = await createSourceEventStream({ schema: accounts, document, contextValue: { viewer: viewerWith() } });
    expect(codes(refused as ExecutionResult)).toEqual(['FORBIDDEN']);
    expect(resolved).toEqual([]);
  });

  test('streams, and is checked again at each event', async () => {
    const context: { viewer: Viewer } = { viewer: viewerWith('account:read') };
    const stream = await subscribe({ schema: accounts, document, contextValue: context });
    if (!(Symbol.asyncIterator in stream)) throw new Error('No stream.');
    const first = await stream.next();
    expect(first.value?.data).toEqual({ accountChanged: { id: '1', email: '1@example.org' } });
    context.viewer = viewerWith();
    const second = await stream.next();
    expect(second.value?.data).toEqual({ accountChanged: null });
    expect(codes(second.value)).toEqual(['FORBIDDEN']);
  });
});
