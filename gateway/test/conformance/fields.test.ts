import { describe, expect, test } from 'vitest';
import { supergraphOf } from '../fixtures/compose.ts';
import { graphOf, open } from './graph.ts';

describe('@shareable', () => {
  test('fields are read where the rest of the selection is', async () => {
    const product = '@key(fields: "id") { id: ID! name: String @shareable';
    await using graph = await graphOf({
      catalog: [
        `type Query { product: Product ${open} } type Product ${product} }`,
        { Query: { product: () => ({ id: '1', name: 'Lamp' }) } },
      ],
      stock: [
        `type Query { stocked: Product ${open} } type Product ${product} count: Int }`,
        { Query: { stocked: () => ({ id: '1', name: 'Lamp', count: 3 }) } },
      ],
    });
    expect(await graph.see('{ stocked { name count } }')).toEqual({ data: { stocked: { name: 'Lamp', count: 3 } } });
    expect(graph.subgraph('catalog').asked).toEqual([]);
    expect(await graph.see('{ product { name } }')).toEqual({ data: { product: { name: 'Lamp' } } });
    expect(graph.subgraph('stock').asked).toHaveLength(1);
  });

  test('value types are merged field by field', async () => {
    const money = 'type Money @shareable { minor: Int! currency: String! }';
    await using graph = await graphOf({
      orders: [`type Query { paid: Money ${open} } ${money}`, { Query: { paid: () => ({ minor: 1, currency: 'EUR' }) } }],
      refunds: [`type Query { owed: Money ${open} } ${money}`, { Query: { owed: () => ({ minor: 2, currency: 'USD' }) } }],
    });
    expect(await graph.see('{ paid { ...m } owed { ...m } } fragment m on Money { minor currency }')).toEqual({
      data: { paid: { minor: 1, currency: 'EUR' }, owed: { minor: 2, currency: 'USD' } },
    });
  });
});

test('@provides saves the way to the owner, on that path alone', async () => {
  await using graph = await graphOf({
    people: [
      'type Person @key(fields: "id") { id: ID! name: String @shareable }',
      { Person: { __resolveReference: ({ id }) => ({ id, name: `owner says ${id}` }) } },
    ],
    posts: [
      `type Query { post: Post ${open} bare: Post ${open} }
       type Post { author: Person @provides(fields: "name") editor: Person }
       type Person @key(fields: "id") { id: ID! name: String @external }`,
      { Query: { post: () => ({ author: { id: '1', name: 'Ada' }, editor: { id: '2', name: 'not promised' } }) } },
    ],
  });
  expect(await graph.see('{ post { author { name } } }')).toEqual({ data: { post: { author: { name: 'Ada' } } } });
  expect(graph.subgraph('people').asked).toEqual([]);
  expect(await graph.see('{ post { editor { name } } }')).toEqual({ data: { post: { editor: { name: 'owner says 2' } } } });
});

describe('@requires', () => {
  const graphWith = (weight: number | null) =>
    graphOf({
      catalog: [
        `type Query { items: [Item!]! ${open} }
         type Item @key(fields: "id") { id: ID! weight(unit: String = "g"): Int size: Size fragile: Int broken: Int } type Size @shareable { width: Int height: Int }`,
        {
          Query: { items: () => ['1', '2'].map((id) => ({ id, size: { width: 2, height: 3 } })) },
          Item: {
            weight: (_, { unit }) => (unit === 'lb' && weight !== null ? weight * 2 : weight),
            broken() {
              throw new Error('at /srv/secret.ts:1');
            },
          },
        },
      ],
      shipping: [
        `type Item @key(fields: "id") {
           id: ID! weight(unit: String = "g"): Int @external size: Size @external
           postage: Int @requires(fields: "weight size { width height }")
           label: String @requires(fields: "weight")
         }
         type Size @shareable { width: Int height: Int }`,
        {
          Item: {
            postage: ({ weight, size }) => (weight === null ? null : weight * size.width * size.height),
            label: ({ weight }) => `${weight} g`,
          },
        },
      ],
      insurance: [
        'type Item @key(fields: "id") { id: ID! postage: Int @external premium: Int @requires(fields: "postage") }',
        { Item: { premium: ({ postage }) => postage + 1 } },
      ],
    });

  test('inputs are fetched though nobody asked for them, and are not shown', async () => {
    await using graph = await graphWith(10);
    const { data } = await graph.see('{ items { postage } }');
    expect(data).toEqual({ items: [{ postage: 60 }, { postage: 60 }] });
    expect(graph.sent('catalog')).toContain('weight');
  });

  test('may rest on what another subgraph computed from its own inputs', async () => {
    await using graph = await graphWith(10);
    expect(await graph.see('{ items { id premium } }')).toEqual({
      data: {
        items: [
          { id: '1', premium: 61 },
          { id: '2', premium: 61 },
        ],
      },
    });
  });

  test('hands null on as null', async () => {
    await using graph = await graphWith(null);
    expect((await graph.see('{ items { postage label } }')).data.items[0]).toEqual({ postage: null, label: 'null g' });
  });

  test('are fetched for what is asked, also beside a condition that takes another computed field away', async () => {
    await using graph = await graphWith(10);
    const query =
      'query ($with: Boolean!) { items { label postage @include(if: $with) ...more @skip(if: $with) } } fragment more on Item { id }';
    const items = async (withPostage: boolean) => (await graph.see(query, { variables: { with: withPostage } })).data.items[0];
    expect([await items(false), await items(true)]).toEqual([
      { label: '10 g', id: '1' },
      { label: '10 g', postage: 60 },
    ]);
    expect((await graph.see(query.replace('label', ''), { variables: { with: false } })).data.items[0]).toEqual({ id: '1' });
  });

  test('and keys are not confused with what the client gave their names to', async () => {
    await using graph = await graphWith(10);
    expect(await graph.see('{ items { weight: id grams: weight postage } }')).toEqual({
      data: { items: ['1', '2'].map((id) => ({ weight: id, grams: 10, postage: 60 })) },
    });
    expect(
      (await graph.see('{ items { ...a ...b } } fragment a on Item { id: weight } fragment b on Item { postage }')).data.items,
    ).toEqual(['1', '2'].map(() => ({ id: 10, postage: 60 })));
    expect(
      (await graph.see('{ items { __typename: id kind: __typename size { width: height height: width } postage } }')).data
        .items[0],
    ).toEqual({
      __typename: '1',
      kind: 'Item',
      size: { width: 3, height: 2 },
      postage: 60,
    });
    expect((await graph.see('{ items { weight: fragile praetorAlias_weight: id } }')).data.items[0]).toEqual({
      weight: null,
      praetorAlias_weight: '1',
    });
  });

  test('that take arguments get the value of those arguments, whatever the client asks of the same field', async () => {
    await using graph = await graphWith(10);
    const { sdl } = graph.subgraph('shipping');
    const inPounds = { name: 'shipping', sdl: sdl.replaceAll('"weight', '"weight(unit: \\"lb\\")') };
    const others = [graph.accounts, graph.subgraph('catalog'), graph.subgraph('insurance')];
    await graph.gateway.swap(supergraphOf([...others, inPounds]));
    expect((await graph.see('{ items { postage } }')).data.items[0]).toEqual({ postage: 120 });
    expect((await graph.see('{ items { weight postage label grams: weight(unit: "g") } }')).data.items[0]).toEqual({
      weight: 10,
      postage: 120,
      label: '20 g',
      grams: 10,
    });
  });

  test('that take differing arguments are refused with the supergraph, and the present one stays', async () => {
    await using graph = await graphWith(10);
    const { sdl } = graph.subgraph('shipping');
    const careless = { name: 'shipping', sdl: sdl.replace('"weight size', '"weight(unit: \\"lb\\") size') };
    const supergraph = supergraphOf([graph.accounts, graph.subgraph('catalog'), careless, graph.subgraph('insurance')]);
    await expect(graph.gateway.swap(supergraph)).rejects.toThrow('is required with other arguments');
    expect((await graph.see('{ items { postage } }')).data.items[0]).toEqual({ postage: 60 });
  });

  test('are not confused with the same field asked with arguments; errors keep the client’s names', async () => {
    await using graph = await graphWith(10);
    const { data, errors } = await graph.see('{ items { weight(unit: "lb") postage size: broken } }');
    expect(data.items[0]).toEqual({ weight: 20, postage: 60, size: null });
    expect(errors).toEqual(['INTERNAL_SERVER_ERROR items.0.size', 'INTERNAL_SERVER_ERROR items.1.size']);
  });
});

test('@fromContext, which Apollo plans but does not run, is refused with the supergraph', async () => {
  const parts = (types: string): Parameters<typeof graphOf>[0] => ({
    shop: [types, {}],
    ads: ['type Shop @key(fields: "id") { id: ID! }', {}],
  });
  const types = `type Query { shop: Shop ${open} } type Shop @key(fields: "id") @context(name: "shop") { id: ID! currency: String items: [Item] }
    type Item @key(fields: "id") { id: ID! price(in: String @fromContext(field: "$shop { currency }")): Int }`;
  await expect(graphOf(parts(types))).rejects.toThrow('@fromContext');
});

test('@override takes a field over, and its former owner is not asked', async () => {
  await using graph = await graphOf({
    old: [
      `type Query { bill: Bill ${open} } type Bill @key(fields: "id") { id: ID! total: Int note: String }`,
      { Query: { bill: () => ({ id: '1', total: 1, note: 'old' }) } },
    ],
    fresh: ['type Bill @key(fields: "id") { id: ID! total: Int @override(from: "old") }', { Bill: { total: () => 2 } }],
  });
  expect(await graph.see('{ bill { total note } }')).toEqual({ data: { bill: { total: 2, note: 'old' } } });
  expect(graph.sent('old')).not.toContain('total');
});

describe('@inaccessible', () => {
  const secretive = () =>
    graphOf({
      catalog: [
        `type Query { item: Item ${open} find(by: By): Item ${open} }
         type Item @key(fields: "id") { id: ID! cost: Int @inaccessible hidden: Hidden @inaccessible }
         type Hidden @inaccessible { a: Int } input By { id: ID secret: String @inaccessible }
         enum Kind { OPEN CLOSED @inaccessible }`,
        { Query: { item: () => ({ id: '1', cost: 4 }), find: () => ({ id: '1' }) } },
      ],
      pricing: [
        'type Item @key(fields: "id") { id: ID! cost: Int @external price: Int @requires(fields: "cost") }',
        { Item: { price: ({ cost }) => cost * 2 } },
      ],
    });

  test('elements are in nobody’s schema, and cannot be named', async () => {
    await using graph = await secretive();
    for (const query of ['{ item { cost } }', '{ find(by: { secret: "x" }) { id } }', '{ item { hidden { a } } }']) {
      expect((await graph.see(query)).errors).toEqual([expect.stringContaining('GRAPHQL_VALIDATION_FAILED')]);
    }
    const { data } = await graph.see('{ __schema { types { name fields { name } inputFields { name } } } }');
    const text = JSON.stringify(data);
    for (const name of ['"cost"', '"Hidden"', '"secret"', '"sessionStates"']) expect(text).not.toContain(name);
    expect(graph.subgraph('catalog').asked).toEqual([]);
  });

  test('elements may still be what others are computed from', async () => {
    await using graph = await secretive();
    expect(await graph.see('{ item { price } }')).toEqual({ data: { item: { price: 8 } } });
  });
});
