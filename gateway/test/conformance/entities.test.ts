import { describe, expect, test } from 'vitest';
import { graphOf, open } from './graph.ts';

describe('entities', () => {
  test('are followed from subgraph to subgraph, each with one request for all', async () => {
    await using graph = await graphOf({
      orders: [
        `type Query { orders: [Order!]! ${open} } type Order @key(fields: "id") { id: ID! }`,
        { Query: { orders: () => [{ id: '1' }, { id: '2' }] } },
      ],
      shipping: [
        'type Order @key(fields: "id") { id: ID! parcel: Parcel } type Parcel @key(fields: "code") { code: ID! }',
        { Order: { parcel: ({ id }) => ({ code: `p${id}` }) } },
      ],
      carriers: [
        'type Parcel @key(fields: "code") { code: ID! carrier: Carrier } type Carrier @key(fields: "name") { name: ID! }',
        { Parcel: { carrier: () => ({ name: 'Post' }) } },
      ],
      phones: [
        'type Carrier @key(fields: "name") { name: ID! phone: String }',
        { Carrier: { phone: ({ name }) => `${name}-112` } },
      ],
    });
    const carrier = { name: 'Post', phone: 'Post-112' };
    expect(await graph.see('{ orders { id parcel { code carrier { name phone } } } }')).toEqual({
      data: {
        orders: [
          { id: '1', parcel: { code: 'p1', carrier } },
          { id: '2', parcel: { code: 'p2', carrier } },
        ],
      },
    });
    for (const name of ['shipping', 'carriers', 'phones']) expect(graph.subgraph(name).asked).toHaveLength(1);
  });

  test('are found by composite keys', async () => {
    await using graph = await graphOf({
      shelves: [
        `type Query { shelf: Shelf ${open} } type Shelf @key(fields: "hall row") { hall: ID! row: Int! }`,
        { Query: { shelf: () => ({ hall: 'A', row: 7 }) } },
      ],
      stock: [
        'type Shelf @key(fields: "hall row") { hall: ID! row: Int! count: Int! }',
        { Shelf: { count: ({ hall, row }) => (hall === 'A' ? row * 10 : 0) } },
      ],
    });
    expect(await graph.see('{ shelf { count } }')).toEqual({ data: { shelf: { count: 70 } } });
    expect(graph.subgraph('stock').asked[0]?.variables).toEqual({
      representations: [{ __typename: 'Shelf', hall: 'A', row: 7 }],
    });
  });

  test('are found by keys within keys', async () => {
    await using graph = await graphOf({
      teams: [
        `type Query { seats: [Seat!] ${open} } type Seat @key(fields: "team { id league { code } } number") { team: Team! number: Int! }
         type Team @shareable { id: ID! league: League! } type League @shareable { code: String! }`,
        { Query: { seats: () => [1, 2].map((number) => ({ number, team: { id: 't', league: { code: 'L' } } })) } },
      ],
      people: [
        `type Seat @key(fields: "team { id league { code } } number") { team: Team! number: Int! holder: String }
         type Team @shareable { id: ID! league: League! } type League @shareable { code: String! }`,
        { Seat: { holder: ({ team, number }) => `${team.league.code}/${team.id}/${number}` } },
      ],
    });
    expect(await graph.see('{ seats { holder } }')).toEqual({ data: { seats: [{ holder: 'L/t/1' }, { holder: 'L/t/2' }] } });
  });

  test('with several keys are reached through a subgraph that knows two', async () => {
    await using graph = await graphOf({
      shop: [
        `type Query { item: Item ${open} } type Item @key(fields: "sku") { sku: ID! }`,
        { Query: { item: () => ({ sku: 's1' }) } },
      ],
      catalog: [
        'type Item @key(fields: "sku") @key(fields: "upc") { sku: ID! upc: ID! }',
        { Item: { __resolveReference: ({ sku, upc }) => ({ sku: sku ?? 's1', upc: upc ?? 'u1' }) } },
      ],
      reviews: [
        'type Item @key(fields: "upc") { upc: ID! stars: Int }',
        { Item: { stars: ({ upc }) => (upc === 'u1' ? 5 : 0) } },
      ],
    });
    expect(await graph.see('{ item { stars } }')).toEqual({ data: { item: { stars: 5 } } });
  });

  const holed = (key: string) =>
    graphOf({
      orders: [
        `type Query { order: Order ${open} orders: [Order] ${open} } type Order @key(fields: "id") { id: ID! buyer: Buyer } type Buyer @key(fields: "code") { code: ${key} }`,
        {
          Query: {
            order: () => ({ id: '1', buyer: { code: null } }),
            orders: () => [
              { id: '1', buyer: { code: 'b1' } },
              null,
              { id: '2', buyer: null },
              { id: '3', buyer: { code: 'gone' } },
            ],
          },
        },
      ],
      buyers: [
        `type Buyer @key(fields: "code") { code: ${key} name: String! }`,
        { Buyer: { __resolveReference: ({ code }) => (code === 'b1' ? { code, name: 'Ada' } : null) } },
      ],
    });

  test('that are absent, or no longer known elsewhere, leave the rest of a list as it is', async () => {
    await using graph = await holed('ID!');
    const { data, errors } = await graph.see('{ orders { id buyer { name } } }');
    expect(data.orders).toEqual([{ id: '1', buyer: { name: 'Ada' } }, null, { id: '2', buyer: null }, { id: '3', buyer: null }]);
    expect(errors).toEqual(['INVALID_SUBGRAPH_VALUE orders.3.buyer.name']);
    expect(graph.subgraph('buyers').asked[0]?.variables['representations']).toHaveLength(2);
  });

  test('whose key is null are asked of nobody, or of their subgraph, and are null', async () => {
    await using graph = await holed('ID');
    const { data } = await graph.see('{ order { id buyer { name } } }');
    expect(data).toEqual({ order: { id: '1', buyer: null } });
  });

  test('that fail one by one fail at their own place', async () => {
    await using graph = await graphOf({
      orders: [
        `type Query { orders: [Order!]! ${open} } type Order @key(fields: "id") { id: ID! }`,
        { Query: { orders: () => [{ id: '1' }, { id: '2' }] } },
      ],
      totals: [
        'type Order @key(fields: "id") { id: ID! total: Int }',
        {
          Order: {
            total({ id }) {
              if (id === '2') throw new Error('at /srv/secret.ts:1');
              return 5;
            },
          },
        },
      ],
    });
    expect(await graph.see('{ orders { id total } }')).toEqual({
      data: {
        orders: [
          { id: '1', total: 5 },
          { id: '2', total: null },
        ],
      },
      errors: ['INTERNAL_SERVER_ERROR orders.1.total'],
    });
  });
});
