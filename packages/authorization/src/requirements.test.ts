import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { accountsSchema, disputesSchema, subgraphSdl, supergraphSdl } from '../test/sample-graph.ts';
import { both, normalized, requirementText } from './requirement.ts';
import { readRequirements, undeclaredRootFields } from './requirements.ts';

const link = 'https://specs.apollo.dev';

function texts(source: Parameters<typeof readRequirements>[0]): Record<string, string> {
  return Object.fromEntries(
    [...readRequirements(source)].map(([coordinate, requirement]) => [coordinate, requirementText(requirement)]),
  );
}

describe('where requirements are read from', () => {
  test('a Pothos schema, its SDL and the supergraph say the same', () => {
    const fromSchema = texts(accountsSchema());
    expect(fromSchema).toMatchObject({
      'Query.me': 'a signed-in caller',
      'Account.note': 'permission account:read and trust:read, or audit:read',
      'Subscription.accountChanged': 'permission account:read',
    });
    expect(texts(subgraphSdl('accounts'))).toEqual(fromSchema);
    expect(texts(supergraphSdl())).toMatchObject(fromSchema);
  });

  test('a schema of buildSubgraphSchema and the supergraph say the same', () => {
    expect(texts(supergraphSdl())).toMatchObject(texts(disputesSchema()));
  });

  test.each([
    [
      'imported under another name',
      `@link(url: "${link}/federation/v2.6", import: [{ name: "@requiresScopes", as: "@needs" }])`,
      '@needs',
    ],
    ['not imported', `@link(url: "${link}/federation/v2.6")`, '@federation__requiresScopes'],
    ['not imported from a renamed federation', `@link(url: "${link}/federation/v2.6", as: "fed")`, '@fed__requiresScopes'],
    ['a feature of its own', `@link(url: "${link}/requiresScopes/v0.1", for: SECURITY)`, '@requiresScopes'],
    ['a renamed feature', `@link(url: "${link}/requiresScopes/v0.1", as: "needs", for: SECURITY)`, '@needs'],
    [
      'a feature that imports under another name',
      `@link(url: "${link}/requiresScopes/v0.1", import: [{ name: "@requiresScopes", as: "@needs" }])`,
      '@needs',
    ],
    ['no link at all', '', '@requiresScopes'],
  ])('%s', (_case, links, directive) => {
    const sdl = `schema ${links} { query: Root } type Root { a: Int ${directive}(scopes: [["x"]]) } `;
    expect(texts(sdl)).toEqual({ 'Root.a': 'permission x' });
  });

  test('a directive of that name from elsewhere means nothing', () => {
    const sdl = `extend schema @link(url: "${link}/federation/v2.6", import: [{ name: "@policy", as: "@ours" }]) type Query { a: Int @policy(policies: [["x"]]) }`;
    expect(undeclaredRootFields(sdl)).toEqual(['Query.a']);
  });
});

describe('what bears on a field', () => {
  const sdl = /* GraphQL */ `
    type Query {
      one: Thing @authenticated
      kind: Kind @policy(policies: [["public"]])
      when: [When!]! @requiresScopes(scopes: [["t"]])
    }
    type Thing @requiresScopes(scopes: [["thing"]]) {
      id: ID!
      size: Int @requiresScopes(scopes: [["size"], ["thing"]])
    }
    extend type Thing {
      late: Int @authenticated
    }
    enum Kind @requiresScopes(scopes: [["kind"]]) {
      A
    }
    scalar When @authenticated
  `;

  test('its own declaration, its type’s and the returned type’s together', () => {
    expect(texts(sdl)).toEqual({
      'Query.one': 'a signed-in caller; permission thing',
      'Query.kind': 'permission kind; policy public',
      'Query.when': 'a signed-in caller; permission t',
      Thing: 'permission thing',
      'Thing.id': 'permission thing',
      'Thing.size': 'permission thing',
      'Thing.late': 'a signed-in caller; permission thing',
      Kind: 'permission kind',
      When: 'a signed-in caller',
    });
  });

  test('an interface that is declared itself guards the fields that return it; a composed one does not', () => {
    const types = (onInterface: string): string => `
      type Query { node: Node @policy(policies: [["public"]]) }
      interface Node ${onInterface} { id: ID }
      type A implements Node @authenticated { id: ID }
      type B implements Node @requiresScopes(scopes: [["b"]]) { id: ID }`;
    const composed = texts(types('@authenticated @requiresScopes(scopes: [["b"]])'));
    expect(composed['Query.node']).toBe('policy public');
    expect(composed['Node.id']).toBe('a signed-in caller; permission b');
    expect(texts(types('')).Node).toBe('a signed-in caller; permission b');
    expect(texts(types('@requiresScopes(scopes: [["node"]])'))['Query.node']).toBe('permission node; policy public');
  });

  test('malformed or empty arguments are fulfilled by nobody', () => {
    expect(
      texts('type Query { a: Int @requiresScopes(scopes: ["x"]), b: Int @policy, c: Int @requiresScopes(scopes: []) }'),
    ).toEqual({
      'Query.a': 'permission that nobody has',
      'Query.b': 'policy that nobody has',
      'Query.c': 'permission that nobody has',
    });
  });
});

describe('root fields without a declaration', () => {
  test('are listed, of whatever operation and name', () => {
    const sdl = `schema { query: Root mutation: Change } type Root { a: Int b: Thing _service: Int } type Change { c: Int @authenticated d: Int } type Thing @authenticated { e: Int }`;
    expect(undeclaredRootFields(sdl)).toEqual(['Root.a', 'Root.b', 'Change.d']);
    expect(undeclaredRootFields(parse('type Query @authenticated { a: Int }'))).toEqual([]);
  });

  test('have no requirement that could be fulfilled', () => {
    expect([...readRequirements('type Query { b: Thing } type Thing @authenticated { e: Int }').keys()]).toEqual([
      'Thing',
      'Thing.e',
    ]);
  });

  test('do not exist in the sample', () => {
    for (const schema of [accountsSchema(), disputesSchema(), supergraphSdl()]) expect(undeclaredRootFields(schema)).toEqual([]);
  });
});

test('alternatives have one normal form', () => {
  expect(normalized([['b', 'a', 'b'], ['a'], ['c', 'b'], ['b', 'c'], ['a']])).toEqual([['a'], ['b', 'c']]);
  const scopes = (...alternatives: string[][]) => ({ authenticated: false, scopes: alternatives, policies: null });
  expect(both(scopes(['profile', 'users'], ['admin']), scopes(['admin']))).toEqual(scopes(['admin']));
});
