import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { graphOf, open } from './conformance/graph.ts';
import { bothOver } from './differential/both.ts';
import { graphs } from './differential/graphs.ts';

/** The same box twice, and the thing in it as each of two places wants it. */
const boxes = () =>
  graphOf({
    boxes: [
      `type Query { first: Box ${open} second: Box ${open} many: [Box] ${open} holed: [Box] ${open} } type Box @key(fields: "id") { id: ID! }`,
      {
        Query: {
          first: () => ({ id: '1' }),
          second: () => ({ id: '1' }),
          many: () => ['1', '2', '1', '1'].map((id) => ({ id })),
          holed: () => ['1', '3'].map((id) => ({ id })),
        },
      },
    ],
    contents: [
      `type Box @key(fields: "id") { id: ID! thing: Thing } type Thing @key(fields: "id") { id: ID! }`,
      { Box: { thing: ({ id }) => ({ id: `t${id}` }) } },
    ],
    labels: [
      `type Thing @key(fields: "id") { id: ID! label(lang: String = "en"): String weight: Int must: Int! }
       type Box @key(fields: "id") { id: ID! label(lang: String = "en"): String }`,
      {
        Thing: {
          __resolveReference: ({ id }) => (id === 't3' ? null : { id }),
          must: () => 1,
          label: ({ id }, { lang }) => `${lang} ${id}`,
          weight({ id }) {
            if (id === 't1') throw new Error('no');
            return 7;
          },
        },
        Box: { label: ({ id }, { lang }) => `${lang} ${id}` },
      },
    ],
  });

describe('entities', () => {
  test('that stand in several places are asked for once, and are each place’s own', async () => {
    await using graph = await boxes();
    expect(await graph.see('{ first { thing { label(lang: "en") } } second { thing { label(lang: "de") } } }')).toEqual({
      data: { first: { thing: { label: 'en t1' } }, second: { thing: { label: 'de t1' } } },
    });
    const { asked } = graph.subgraph('contents');
    expect(asked.map(({ variables }) => variables)).toEqual([{ representations: [{ __typename: 'Box', id: '1' }] }]);
    expect(graph.subgraph('labels').asked).toHaveLength(1);
  });

  test('of one list are sent once each, and their errors come to every place', async () => {
    await using graph = await boxes();
    const thing = (weight: number | null) => ({ thing: { weight } });
    expect(await graph.see('{ many { thing { weight } } }')).toEqual({
      data: { many: [thing(null), thing(7), thing(null), thing(null)] },
      errors: [0, 2, 3].map((at) => `INTERNAL_SERVER_ERROR many.${at}.thing.weight`),
    });
    expect(graph.subgraph('labels').asked[0]?.variables['representations']).toHaveLength(2);
  });

  test('that nothing waits for go with a later request to their subgraph', async () => {
    await using graph = await boxes();
    expect((await graph.see('{ first { label thing { label } } }')).data).toEqual({
      first: { label: 'en 1', thing: { label: 'en t1' } },
    });
    expect(graph.subgraph('labels').asked).toHaveLength(1);
  });

  test('that are not there are told where a value is promised, beside the errors of others', async () => {
    await using graph = await boxes();
    expect(await graph.see('{ holed { thing { must weight } } }')).toEqual({
      data: { holed: [{ thing: { must: 1, weight: null } }, { thing: null }] },
      errors: ['INTERNAL_SERVER_ERROR holed.0.thing.weight', 'INVALID_SUBGRAPH_VALUE holed.1.thing.must'],
    });
  });

  test('whose subgraph says why they are not there are not told twice', async () => {
    await using graph = await boxes();
    graph.subgraph('labels').down = true;
    expect(await graph.see('{ first { thing { must } } }')).toEqual({
      data: { first: { thing: null } },
      errors: ['SUBGRAPH_UNAVAILABLE first.thing'],
    });
  });

  test('of a subgraph that is down are told at each place that misses them', async () => {
    await using graph = await boxes();
    graph.subgraph('contents').down = true;
    expect(await graph.see('{ many { thing { id } } }')).toEqual({
      data: { many: [0, 1, 2, 3].map(() => ({ thing: null })) },
      errors: [0, 1, 2, 3].map((at) => `SUBGRAPH_UNAVAILABLE many.${at}`),
    });
  });
});

test('a subgraph whose fetches are not to be merged gets a request for each question', async () => {
  const [graph] = graphs.filter(({ name }) => name.startsWith('entities along chains'));
  const document = parse('{ orders { parcel { code } phone lines { item { title maker { phone } } } } }');
  const both = await bothOver(graph!);
  const [few, many] = [await both.run(document, {}), await both.run(document, {}, { merges: false })];
  expect(many.ours.data).toEqual(few.ours.data);
  expect(many.requests.ours.count).toBe(many.requests.apollo.count);
  expect(few.requests.ours.count).toBeLessThan(many.requests.ours.count);
});
