import { describe, expect, test } from 'vitest';
import { graphOf, open } from './graph.ts';

const media = () =>
  graphOf({
    library: [
      `type Query { shelf: [Medium!]! ${open} found: [Found!]! ${open} }
       interface Medium { id: ID! title: String! }
       type Book implements Medium @key(fields: "id") { id: ID! title: String! pages: Int }
       type Film implements Medium @key(fields: "id") { id: ID! title: String! minutes: Int }
       type Author @key(fields: "name") { name: ID! }
       union Found = Book | Author`,
      {
        Query: {
          shelf: () => [
            { __typename: 'Book', id: 'b', title: 'Emma', pages: 400 },
            { __typename: 'Film', id: 'f', title: 'Heat', minutes: 170 },
          ],
          found: () => [
            { __typename: 'Author', name: 'Jane' },
            { __typename: 'Book', id: 'b', title: 'Emma' },
            { __typename: 'Film', id: 'x' },
          ],
        },
      },
    ],
    ratings: [
      `interface Medium { id: ID! stars: Int }
       type Book implements Medium @key(fields: "id") { id: ID! stars: Int }
       type Film implements Medium @key(fields: "id") { id: ID! stars: Int }
       type Author @key(fields: "name") { name: ID! fans: Int }`,
      { Book: { stars: () => 5 }, Film: { stars: () => 4 }, Author: { fans: () => 9 } },
    ],
  });

describe('interfaces and unions', () => {
  test('take each object’s fields from the subgraphs of its type', async () => {
    await using graph = await media();
    const { data } = await graph.see(
      '{ shelf { __typename title ... on Book { pages stars } ... on Film { length: minutes rating: stars } } }',
    );
    expect(data.shelf).toEqual([
      { __typename: 'Book', title: 'Emma', pages: 400, stars: 5 },
      { __typename: 'Film', title: 'Heat', length: 170, rating: 4 },
    ]);
  });

  test('have fields that only another subgraph knows, asked once for all types', async () => {
    await using graph = await media();
    expect((await graph.see('{ shelf { stars } }')).data.shelf).toEqual([{ stars: 5 }, { stars: 4 }]);
    expect(graph.subgraph('ratings').asked).toHaveLength(1);
  });

  test('answer for members alone; a stranger in a list is null, and said', async () => {
    await using graph = await media();
    const { data, errors } = await graph.see('{ found { __typename ... on Author { fans } ... on Medium { title } } }');
    expect([data, errors?.length]).toEqual([null, 1]);
  });

  test('are followed through nested and named fragments', async () => {
    await using graph = await media();
    const { data } = await graph.see(
      '{ shelf { ...m } } fragment m on Medium { ... on Medium { id ...b } } fragment b on Book { pages ... { stars } }',
    );
    expect(data.shelf).toEqual([{ id: 'b', pages: 400, stars: 5 }, { id: 'f' }]);
  });

  test('a fragment that matches nothing leaves empty objects', async () => {
    await using graph = await media();
    expect((await graph.see('{ shelf { ... on Film { minutes } } }')).data.shelf).toEqual([{}, { minutes: 170 }]);
  });
});

describe('@interfaceObject', () => {
  const things = () =>
    graphOf({
      things: [
        `type Query { things: [Thing!]! ${open} }
         interface Thing @key(fields: "id") { id: ID! name: String }
         type Lamp implements Thing @key(fields: "id") { id: ID! name: String watts: Int }
         type Rug implements Thing @key(fields: "id") { id: ID! name: String }`,
        {
          Query: {
            things: () => [
              { __typename: 'Lamp', id: 'l', name: 'Lamp', watts: 9 },
              { __typename: 'Rug', id: 'r', name: 'Rug' },
            ],
          },
          Thing: { __resolveReference: ({ id }) => ({ __typename: id === 'l' ? 'Lamp' : 'Rug', id, name: `again ${id}` }) },
        },
      ],
      notes: [
        `type Query { noted: [Thing!]! ${open} } type Thing @interfaceObject @key(fields: "id") { id: ID! notes: [String!]! }`,
        { Query: { noted: () => [{ id: 'r', notes: ['soft'] }] }, Thing: { notes: ({ id }) => [`note on ${id}`] } },
      ],
    });

  test('adds a field to every type of an interface it does not know', async () => {
    await using graph = await things();
    expect((await graph.see('{ things { name notes ... on Lamp { watts } } }')).data.things).toEqual([
      { name: 'Lamp', notes: ['note on l'], watts: 9 },
      { name: 'Rug', notes: ['note on r'] },
    ]);
  });

  test('that begins a path has its real type found by the interface’s owner', async () => {
    await using graph = await things();
    expect((await graph.see('{ noted { __typename name notes } }')).data.noted).toEqual([
      { __typename: 'Rug', name: 'again r', notes: ['note on r'] },
    ]);
  });
});
