import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema, printSubgraphSchema } from '@apollo/subgraph';
import SchemaBuilder from '@pothos/core';
import DirectivePlugin from '@pothos/plugin-directives';
import FederationPlugin from '@pothos/plugin-federation';
import { GraphQLScalarType, parse } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import type { Viewer } from '../src/rules.ts';

/** Two small subgraphs that use every kind of declaration, one of them built as ours are. */
interface Account {
  id: string;
  name: string;
}

/** What resolvers did, to see what a wall let through. */
export const resolved: string[] = [];

export function accountsSchema(): GraphQLSchema {
  const builder = new SchemaBuilder<{ Context: { viewer: Viewer } }>({ plugins: [DirectivePlugin, FederationPlugin] });
  const account = builder.objectRef<Account>('Account').implement({
    fields: (t) => ({
      id: t.exposeID('id'),
      name: t.exposeString('name', { nullable: true }),
      email: t.string({ nullable: true, requiresScopes: [['account:read']], resolve: ({ id }) => `${id}@example.org` }),
      note: t.string({ nullable: true, requiresScopes: [['account:read', 'trust:read'], ['audit:read']], resolve: () => 'note' }),
      phone: t.string({ authenticated: true, resolve: () => '1' }),
      sealed: t.string({ nullable: true, policy: [['never']], resolve: () => 'sealed' }),
    }),
  });
  builder.asEntity(account, {
    key: builder.selection<{ id: string }>('id'),
    resolveReference: ({ id }) => ({ id, name: `name of ${id}` }),
  });
  const one = { id: '1', name: 'Ada' };
  builder.queryType({
    fields: (t) => ({
      me: t.field({ type: account, nullable: true, authenticated: true, resolve: () => one }),
      account: t.field({ type: account, policy: [['public']], resolve: () => one }),
      accounts: t.field({ type: [account], requiresScopes: [['account:read']], resolve: () => [one, { id: '2', name: 'Bo' }] }),
      people: t.field({ type: [account], policy: [['public']], resolve: () => [one, { id: '2', name: 'Bo' }] }),
    }),
  });
  builder.mutationType({
    fields: (t) => ({
      lockAccount: t.boolean({
        nullable: true,
        requiresScopes: [['account:lock']],
        resolve: () => resolved.push('lockAccount') > 0,
      }),
      logout: t.boolean({ nullable: true, policy: [['public']], resolve: () => resolved.push('logout') > 0 }),
      note: t.boolean({
        nullable: true,
        authenticated: true,
        policy: [['impersonable']],
        resolve: () => resolved.push('note') > 0,
      }),
      touch: t.field({
        type: account,
        nullable: true,
        policy: [['public']],
        resolve: () => (resolved.push('touch') ? one : null),
      }),
    }),
  });
  builder.subscriptionType({
    fields: (t) => ({
      accountChanged: t.field({
        type: account,
        nullable: true,
        requiresScopes: [['account:read']],
        subscribe: async function* () {
          resolved.push('subscribed');
          yield one;
          yield { id: '2', name: 'Bo' };
        },
        resolve: (event) => event as Account,
      }),
    }),
  });
  return builder.toSubGraphSchema({});
}

const disputesSdl = /* GraphQL */ `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated", "@requiresScopes", "@policy"])
  type Query {
    dispute: Dispute @policy(policies: [["public"]])
    disputes: [Dispute!]! @requiresScopes(scopes: [["dispute:read"]])
    posts: [Post!] @policy(policies: [["public"]])
    found: [Found!]! @policy(policies: [["public"]])
    strict: Post! @policy(policies: [["public"]])
  }
  type Dispute @key(fields: "id") {
    id: ID!
    reason: String!
    refund: Int @requiresScopes(scopes: [["dispute:decide"]])
    internal: Internal
    stage: Stage
    claimant: Account!
  }
  type Account @key(fields: "id") {
    id: ID!
    disputes: [Dispute!]! @requiresScopes(scopes: [["dispute:read"]])
    rating: Int
  }
  interface Post {
    id: ID!
    title: String!
    likes: Int
  }
  type PublicPost implements Post {
    id: ID!
    title: String!
    likes: Int @requiresScopes(scopes: [["account:read"]])
  }
  type PrivatePost implements Post @authenticated {
    id: ID!
    title: String!
    likes: Int
  }
  union Found = Dispute | PrivatePost
  scalar Internal @requiresScopes(scopes: [["audit:read"]])
  enum Stage @authenticated {
    OPEN
    CLOSED
  }
`;

export function disputesSchema(): GraphQLSchema {
  const dispute = {
    __typename: 'Dispute',
    id: '7',
    reason: 'late',
    refund: 5,
    internal: 'i',
    stage: 'OPEN',
    claimant: { id: '1' },
  };
  const posts = [
    { __typename: 'PublicPost', id: 'p1', title: 'open', likes: 3 },
    { __typename: 'PrivatePost', id: 'p2', title: 'closed', likes: 4 },
  ];
  const resolvers = {
    Query: {
      dispute: () => dispute,
      disputes: () => [dispute],
      posts: () => posts,
      found: () => [dispute, posts[1]],
      strict: () => posts[0],
    },
    Dispute: { __resolveReference: ({ id }: { id: string }) => ({ ...dispute, id }), refund: () => 5 },
    Account: { __resolveReference: ({ id }: { id: string }) => ({ id }), disputes: () => [dispute], rating: () => 4 },
    Internal: new GraphQLScalarType({ name: 'Internal' }),
  };
  return buildSubgraphSchema({ typeDefs: parse(disputesSdl), resolvers });
}

/** SDL of a subgraph as it goes into composition. */
export function subgraphSdl(name: 'accounts' | 'disputes'): string {
  return name === 'accounts' ? printSubgraphSchema(accountsSchema()) : disputesSdl;
}

export function supergraphSdl(): string {
  const { supergraphSdl: sdl, errors } = composeServices(
    (['accounts', 'disputes'] as const).map((name) => ({ name, url: `http://${name}`, typeDefs: parse(subgraphSdl(name)) })),
  );
  if (!sdl) throw new AggregateError(errors ?? [], errors?.map(String).join('\n'));
  return sdl;
}

export function viewerWith(...permissions: string[]): Viewer {
  return { authenticated: true, permissions: new Set(permissions), impersonating: false };
}
