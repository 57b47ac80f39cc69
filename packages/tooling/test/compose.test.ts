import { expect, test } from 'vitest';
import { compose } from '../src/compose.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@external", "@requires", "@shareable", "@requiresScopes", "@authenticated", "@policy", "@context", "@fromContext"])`;
const people = {
  name: 'accounts',
  sdl: `${link}
    type Query { me: Account @authenticated }
    type Account @key(fields: "id") { id: ID! email: String! @requiresScopes(scopes: [["account:read"]]) height(unit: Unit): Int! }
    enum Unit { CM }`,
};
const quarrels = {
  name: 'disputes',
  sdl: `${link}
    type Query { disputes: [Dispute!]! @requiresScopes(scopes: [["dispute:read"]]) }
    type Dispute { id: ID! openedBy: Account! }
    type Account @key(fields: "id") { id: ID! disputes: [Dispute!]! }`,
};

test('subgraphs compose to a supergraph that keeps declarations and an api that hides them', () => {
  const { supergraph, api } = compose([people, quarrels]);
  expect(supergraph).toContain('disputes: [Dispute!]! @join__field(graph: DISPUTES) @requiresScopes(scopes: [["dispute:read"]])');
  expect(supergraph).toContain('ACCOUNTS @join__graph(name: "accounts", url: "http://accounts:4001/graphql")');
  expect(api).toContain('disputes: [Dispute!]!');
  expect(api).not.toMatch(/@requiresScopes|@authenticated|join__/);
});

test.each([
  [`type Query { secret: Int }`, 'disputes: Query.secret does not say who may ask'],
  [`extend type Mutation { open: Int }`, 'disputes: Mutation.open does not say who may ask'],
  [`type Subscription { changed: Int }`, 'disputes: Subscription.changed does not say who may ask'],
  [
    `type Account @key(fields: "id") { id: ID! height(unit: Unit): Int! @external tall: Boolean! @requires(fields: "height(unit: CM)") } enum Unit { CM }`,
    'disputes: Account.tall uses @requires on a field with arguments',
  ],
  [
    `type Account @key(fields: "id") @context(name: "account") { id: ID! child: Child! }
     type Child @key(fields: "id") { id: ID! of(account: String @fromContext(field: "$account { id }")): Int! }`,
    'disputes: Child.of uses @fromContext',
  ],
  [`type Account @key(fields: "id") { id: ID! email: Int! }`, 'do not compose'],
])('%s is refused', (sdl, problem) => {
  expect(() => compose([people, { name: 'disputes', sdl: `${link}\n${sdl}` }])).toThrow(problem);
});
