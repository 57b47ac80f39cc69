import { ApolloGateway, LocalGraphQLDataSource } from '@apollo/gateway';
import fc from 'fast-check';
import { execute, getNamedType, isCompositeType, isObjectType, parse, validate } from 'graphql';
import type { GraphQLField, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accountsSchema, disputesSchema, resolved, supergraphSdl, viewerWith } from '../test/sample-graph.ts';
import { guardSchema } from './guard-schema.ts';
import { nullOut } from './null-out.ts';
import { createPruner } from './prune.ts';
import type { Pruner } from './prune.ts';
import { federationRootFields, readRequirements } from './requirements.ts';
import { anonymousViewer } from './rules.ts';
import type { Viewer } from './rules.ts';
import { stripSecurityLinks } from './security-links.ts';

const subgraphs: Record<string, GraphQLSchema> = {
  accounts: guardSchema(accountsSchema(), readRequirements(accountsSchema())),
  disputes: guardSchema(disputesSchema(), readRequirements(disputesSchema())),
};
const permissions = ['account:read', 'account:lock', 'trust:read', 'audit:read', 'dispute:read', 'dispute:decide'];
const viewers: Viewer[] = [
  anonymousViewer,
  viewerWith(),
  ...permissions.map((permission) => viewerWith(permission)),
  viewerWith('account:read', 'trust:read'),
  viewerWith(...permissions),
  { ...viewerWith(...permissions), impersonating: true },
];
/** Public ways to an object of each type: at the gateway, and in a subgraph by its key or the same way. */
const ways: Record<string, string> = {
  Account: '{ account { @ } }',
  Dispute: '{ dispute { @ } }',
  PublicPost: '{ posts { ... on PublicPost { @ } } }',
  PrivatePost: '{ posts { ... on PrivatePost { @ } } }',
};

/** `@apollo/gateway` in front of the guarded subgraphs, called as ours will be. */
let gateway: ApolloGateway;
let api: GraphQLSchema;
let pruner: Pruner;
let executor: Awaited<ReturnType<ApolloGateway['load']>>['executor'];
let sent: string[] = [];

beforeAll(async () => {
  const sdl = supergraphSdl();
  gateway = new ApolloGateway({
    supergraphSdl: stripSecurityLinks(sdl),
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    buildService: ({ name }) => {
      const local = new LocalGraphQLDataSource(subgraphs[name] as GraphQLSchema);
      return {
        process: (options) => {
          sent.push(options.request.query ?? '');
          return local.process(options);
        },
      };
    },
  });
  ({ schema: api, executor } = await gateway.load());
  pruner = createPruner(api, readRequirements(sdl));
});
afterAll(() => gateway.stop());
beforeEach(() => {
  sent = [];
  resolved.length = 0;
});

async function run(text: string, viewer: Viewer, prune = true): Promise<{ data: unknown; errors: string[] }> {
  const document = parse(text);
  expect(validate(api, document)).toEqual([]);
  const pruned = prune ? await pruner.prune(document, null, viewer, {}) : { document, errors: [] };
  if (!pruned.document)
    return { data: nullOut({ schema: api, document }, {}), errors: pruned.errors.map(({ message }) => message) };
  const result = await executor({
    document: pruned.document,
    request: { query: text, variables: {} },
    context: { viewer },
    queryHash: `${pruner.signature(viewer)}${text}`,
    operationName: null,
    schema: api,
    metrics: {},
    source: text,
    operation: {},
    logger: console,
    overallCachePolicy: {},
    cache: {},
  } as unknown as Parameters<typeof executor>[0]);
  const data = pruned.document === document ? result.data : nullOut({ schema: api, document }, result.data);
  return {
    data: JSON.parse(JSON.stringify(data)),
    errors: [...pruned.errors, ...(result.errors ?? [])].map(({ message }) => message),
  };
}

function selectionOf(field: GraphQLField<unknown, unknown>): string {
  return isCompositeType(getNamedType(field.type)) ? `${field.name} { __typename }` : field.name;
}

async function atGateway(type: GraphQLObjectType, field: string, viewer: Viewer): Promise<boolean> {
  const operation = (ways[type.name] ?? `${type.name.toLowerCase()} { @ }`).replace('@', field);
  const { errors } = await pruner.prune(parse(operation), null, viewer, {});
  return errors.length === 0;
}

async function atSubgraph(schema: GraphQLSchema, type: GraphQLObjectType, field: string, viewer: Viewer): Promise<boolean> {
  const isEntity = type.name === 'Account' || type.name === 'Dispute';
  const way = isEntity
    ? `{ _entities(representations: [{ __typename: "${type.name}", id: "1" }]) { ... on ${type.name} { @ } } }`
    : (ways[type.name] ?? `${type.name.toLowerCase()} { @ }`);
  const document = parse(way.replace('@', field));
  if (type.name === 'Subscription') {
    const stream = await Promise.resolve(
      schema
        .getSubscriptionType()
        ?.getFields()
        ['accountChanged']?.subscribe?.({}, {}, { viewer }, {
          parentType: type,
          fieldName: 'accountChanged',
        } as never),
    );
    return !(stream instanceof Error);
  }
  const { errors = [] } = await execute({ schema, document, contextValue: { viewer } });
  expect(
    errors.filter(
      ({ extensions }) => !['FORBIDDEN', 'IMPERSONATION_FORBIDDEN', 'UNAUTHENTICATED'].includes(String(extensions['code'])),
    ),
  ).toEqual([]);
  return errors.length === 0;
}

describe('both walls', () => {
  test('say the same of every field to every viewer', async () => {
    let compared = 0;
    const differing: string[] = [];
    for (const schema of Object.values(subgraphs)) {
      const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !type.name.startsWith('_'));
      for (const type of types as GraphQLObjectType[]) {
        for (const field of Object.values(type.getFields()).filter(({ name }) => !federationRootFields.has(name))) {
          for (const [at, viewer] of viewers.entries()) {
            const first = await atGateway(type, selectionOf(field), viewer);
            const second = await atSubgraph(schema, type, selectionOf(field), viewer);
            if (first !== second) differing.push(`${type.name}.${field.name} viewer ${at}: gateway ${first}, subgraph ${second}`);
            compared++;
          }
        }
      }
    }
    expect(differing).toEqual([]);
    expect(compared).toBeGreaterThan(250);
  });

  test('any query: pruned or not, a viewer reads the same, and pruned operations meet no refusal in a subgraph', async () => {
    const leaf = fc.constantFrom('name', 'email', 'note', 'sealed', 'rating', 'alias: email', '... on Account { note }');
    const selection = fc.uniqueArray(leaf, { minLength: 1, maxLength: 4 }).map((fields) => fields.join(' '));
    const disputed = fc
      .tuple(selection, fc.boolean())
      .map(([fields, deep]) => `id refund internal stage ${deep ? `claimant { ${fields} }` : ''}`);
    const root = fc.oneof(
      selection.map((fields) => `account { id ${fields} }`),
      selection.map((fields) => `people { ${fields} }`),
      fc.tuple(selection, disputed).map(([fields, below]) => `me { ${fields} }  account { disputes { ${below} } }`),
      disputed.map((below) => `dispute { ${below} }`),
      fc.constantFrom(
        'posts { __typename ... on PublicPost { id likes } ... on PrivatePost { __typename } }',
        'found { __typename ... on Dispute { reason refund } }',
      ),
    );
    const held = fc.record({ authenticated: fc.boolean(), permissions: fc.subarray(permissions) });
    await fc.assert(
      fc.asyncProperty(root, held, async (fields, { authenticated, permissions: some }) => {
        const viewer = { authenticated, permissions: new Set(authenticated ? some : []), impersonating: false };
        const text = `{ ${fields} }`;
        const guarded = await run(text, viewer, false);
        const pruned = await run(text, viewer);
        expect(pruned.data).toEqual(guarded.data);
        expect(pruned.errors.length > 0).toBe(guarded.errors.length > 0);
      }),
      { numRuns: 60 },
    );
  });
});

describe('in front of @apollo/gateway', () => {
  test('what is denied reaches no subgraph', async () => {
    const { data, errors } = await run('{ account { name email disputes { id } } me { name } }', anonymousViewer);
    expect(data).toEqual({ account: null, me: null });
    expect(errors).toHaveLength(3);
    expect(sent.join()).not.toMatch(/email|disputes|\bme\b/);
  });

  test('a denied mutation does not run, its allowed siblings do', async () => {
    expect((await run('mutation { lockAccount logout touch { email name } }', viewerWith())).data).toEqual({
      lockAccount: null,
      logout: true,
      touch: { email: null, name: 'Ada' },
    });
    expect(resolved).toEqual(['logout', 'touch']);
  });

  test('a key is used for joins even where the caller sees little', async () => {
    expect(await run('{ dispute { claimant { name } refund } }', anonymousViewer)).toEqual({
      data: { dispute: { claimant: { name: 'name of 1' }, refund: null } },
      errors: ['Dispute.refund needs permission dispute:decide. Sign in first.'],
    });
  });

  test('types of an interface are told apart without being asked for', async () => {
    expect(
      (await run('{ posts { ... on PublicPost { title likes } ... on PrivatePost { likes } } }', anonymousViewer)).data,
    ).toEqual({
      posts: [{ title: 'open', likes: null }, { likes: null }],
    });
  });
});
