import { describe, expect, test } from 'vitest';
import { graphOf, open } from './graph.ts';

const shop = (settings = {}) => {
  const done: string[] = [];
  const doing = (what: string) => async () => {
    done.push(`${what} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    if (what === 'third') throw new Error('no');
    done.push(`${what} ends`);
    return what;
  };
  const parts = {
    orders: [
      `type Query { order: Order ${open} orders: [Order!]! ${open} strict: Order! ${open} }
       type Mutation { first: String ${open} third: String ${open} }
       type Order @key(fields: "id") { id: ID! state: String }`,
      {
        Query: {
          order: () => ({ id: '1', state: 'paid' }),
          orders: () => [{ id: '1', state: 'paid' }, { id: '2' }],
          strict: () => ({ id: '1' }),
        },
        Mutation: { first: doing('first'), third: doing('third') },
      },
    ],
    shipping: [
      `type Query { carriers: [String!] ${open} } type Mutation { second: String ${open} fourth: String ${open} }
       type Order @key(fields: "id") { id: ID! parcel: Parcel weight: Int! } type Parcel @key(fields: "id") { id: ID! }`,
      {
        Query: { carriers: () => ['Post'] },
        Mutation: { second: doing('second'), fourth: doing('fourth') },
        Order: { parcel: ({ id }: { id: string }) => ({ id }), weight: ({ id }: { id: string }) => (id === '2' ? null : 3) },
      },
    ],
    tracking: ['type Parcel @key(fields: "id") { id: ID! place: String }', { Parcel: { place: () => 'Bonn' } }],
  } satisfies Parameters<typeof graphOf>[0];
  return { done, opening: graphOf(parts, { settings }) };
};

describe('a subgraph that is down', () => {
  test('costs its own part of the answer, and says so', async () => {
    await using graph = await shop().opening;
    graph.subgraph('shipping').down = true;
    const { data, errors } = await graph.see('{ order { id state parcel { id } } carriers }');
    expect(data).toEqual({ order: { id: '1', state: 'paid', parcel: null }, carriers: null });
    expect(errors).toContain('SUBGRAPH_UNAVAILABLE carriers');
    expect(new Set(errors?.map((one) => one.split(' ')[0]))).toEqual(new Set(['SUBGRAPH_UNAVAILABLE']));
  });

  test('in the middle of a chain keeps what came before, and what hangs on it is not asked', async () => {
    await using graph = await shop().opening;
    graph.subgraph('shipping').down = true;
    expect((await graph.see('{ orders { id parcel { place } } }')).data).toEqual({
      orders: [
        { id: '1', parcel: null },
        { id: '2', parcel: null },
      ],
    });
    expect(graph.subgraph('tracking').asked).toEqual([]);
  });

  test('at the end of a chain keeps the whole chain', async () => {
    await using graph = await shop().opening;
    graph.subgraph('tracking').down = true;
    const { data, errors } = await graph.see('{ order { parcel { id place } } }');
    expect(data).toEqual({ order: { parcel: { id: '1', place: null } } });
    expect(errors?.length).toBeGreaterThan(0);
  });

  test('and that is again, is asked again', async () => {
    await using graph = await shop().opening;
    graph.subgraph('shipping').down = true;
    await graph.see('{ carriers }');
    graph.subgraph('shipping').down = false;
    expect(await graph.see('{ carriers }')).toEqual({ data: { carriers: ['Post'] } });
  });

  test('takes with it what must not be null', async () => {
    await using graph = await shop().opening;
    graph.subgraph('orders').down = true;
    expect((await graph.see('{ strict { id } carriers }')).data).toBeNull();
  });
});

test('a null where none is allowed takes its object, not the list beside it', async () => {
  await using graph = await shop().opening;
  const { data, errors } = await graph.see('{ order { weight } orders { id } }');
  expect([data, errors]).toEqual([{ order: { weight: 3 }, orders: [{ id: '1' }, { id: '2' }] }, undefined]);
  expect((await graph.see('{ orders { weight } }')).data).toBeNull();
});

describe('mutations', () => {
  test('run one after another in the order they were written, across subgraphs', async () => {
    const { done, opening } = shop();
    await using graph = await opening;
    expect((await graph.see('mutation { second fourth first again: second }')).data).toEqual({
      second: 'second',
      fourth: 'fourth',
      first: 'first',
      again: 'second',
    });
    expect(done).toEqual(['second', 'fourth', 'first', 'second'].flatMap((name) => [`${name} begins`, `${name} ends`]));
  });

  test('go on after one that failed', async () => {
    const { done, opening } = shop();
    await using graph = await opening;
    expect(await graph.see('mutation { first third fourth }')).toEqual({
      data: { first: 'first', third: null, fourth: 'fourth' },
      errors: ['INTERNAL_SERVER_ERROR third'],
    });
    expect(done.at(-1)).toBe('fourth ends');
  });
});
