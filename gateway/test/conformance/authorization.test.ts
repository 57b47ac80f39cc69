import { describe, expect, test } from 'vitest';
import { supergraphOf } from '../fixtures/compose.ts';
import { signIn } from '../fixtures/records.ts';
import { overSocket } from '../fixtures/streams.ts';
import { graphOf, open } from './graph.ts';

const staff = '@requiresScopes(scopes: [["dispute:read"]])';

/** What Apollo Router documents of its authorization directives, each over two subgraphs. */
const guarded = (settings: Record<string, string> = {}) =>
  graphOf(
    {
      library: [
        `type Query { works: [Work!]! ${open} nullable: [Work] ${open} found: [Found!] ${open} one: Work ${open} vault: Vault ${open} books: [Book] ${open} }
         type Mutation { lend: Boolean ${open} burn: Boolean ${staff} shred: Boolean ${staff} }
         interface Work { id: ID! title: String margin: Int }
         type Book implements Work @key(fields: "id") { id: ID! title: String margin: Int pages: Int ${staff} weight: Int ${staff} }
         type Draft implements Work @key(fields: "id") ${staff} { id: ID! title: String margin: Int }
         type Vault @key(fields: "code") { code: ID! ${staff} label: String }
         type Person { name: String }
         union Found = Book | Draft | Person`,
        {
          Query: {
            works: () => works,
            nullable: () => works,
            books: () => [works[0]],
            found: () => [...works, { __typename: 'Person', name: 'Ada' }],
            one: () => works[0],
            vault: () => ({ code: 'x9', label: 'deep' }),
          },
          Mutation: { lend: () => true, burn: () => true, shred: () => true },
        },
      ],
      post: [
        `type Book @key(fields: "id") { id: ID! weight: Int @external postage: Int @requires(fields: "weight") ${staff} }
         type Vault @key(fields: "code") { code: ID! guards: Int }`,
        { Book: { postage: ({ weight }) => weight + 1 }, Vault: { guards: ({ code }) => (code === 'x9' ? 2 : 0) } },
      ],
    },
    { settings },
  );
const works = [
  { __typename: 'Book', id: 'b', title: 'Emma', margin: 1, pages: 400, weight: 7 },
  { __typename: 'Draft', id: 'd', title: 'Untold', margin: 2 },
];
const denied = (path: string): string => `UNAUTHORIZED_FIELD_OR_TYPE ${path}`;

describe('what is denied is taken out', () => {
  test.each<[string, string, unknown, string[]]>([
    [
      'fields of an interface one of whose types is denied',
      '{ nullable { title } one { id } }',
      { nullable: null, one: null },
      [denied('nullable'), denied('one')],
    ],
    [
      'fragments on a denied type',
      '{ nullable { __typename ... on Book { title } ... on Draft { title } } }',
      {
        nullable: [
          { __typename: 'Book', title: 'Emma' },
          { __typename: 'Draft', title: null },
        ],
      },
      [denied('nullable')],
    ],
    [
      'members of a union',
      '{ found { ... on Book { title pages } ... on Draft { title } ... on Person { name } } }',
      { found: [{ title: 'Emma', pages: null }, { title: null }, { name: 'Ada' }] },
      [denied('found'), denied('found')],
    ],
    [
      'named fragments',
      '{ books { ...b } } fragment b on Book { title pages }',
      { books: [{ title: 'Emma', pages: null }] },
      [denied('books')],
    ],
    [
      'aliases',
      '{ books { a: title b: pages pages: title } }',
      { books: [{ a: 'Emma', b: null, pages: 'Emma' }] },
      [denied('books')],
    ],
    [
      '__typename of an object whose fields are denied',
      '{ books { __typename pages } }',
      { books: [{ __typename: 'Book', pages: null }] },
      [denied('books')],
    ],
    ['all of a selection', '{ books { pages } vault { code } }', null, [denied('books'), denied('vault.code')]],
  ])('%s', async (_, query, data, errors) => {
    await using graph = await guarded();
    expect(await graph.see(query)).toEqual({ data: data ?? { books: [{ pages: null }], vault: null }, errors });
    expect(graph.sent('library')).not.toMatch(/pages(?!:)|code|Draft/);
  });

  test('only where it is asked for: @skip and @include silence the error, and change nothing else', async () => {
    await using graph = await guarded();
    const query = 'query ($on: Boolean!) { books { title pages @include(if: $on) ... @skip(if: $on) { weight } } }';
    expect(await graph.see(query, { variables: { on: true } })).toEqual({
      data: { books: [{ title: 'Emma', pages: null }] },
      errors: [denied('books')],
    });
    expect(await graph.see(query, { variables: { on: false } })).toEqual({
      data: { books: [{ title: 'Emma', weight: null }] },
      errors: [denied('books')],
    });
    expect(await graph.see('{ books { title pages @skip(if: true) } }')).toEqual({ data: { books: [{ title: 'Emma' }] } });
  });

  test('but a key that may not be read still joins', async () => {
    await using graph = await guarded();
    expect(await graph.see('{ vault { label guards } }')).toEqual({ data: { vault: { label: 'deep', guards: 2 } } });
    expect(await graph.see('{ vault { code guards } }')).toEqual({ data: { vault: null }, errors: [denied('vault.code')] });
  });

  test('and a field computed from what may not be read is no way around: it composes only if it requires as much', async () => {
    await using graph = await guarded();
    expect(await graph.see('{ books { title postage } }')).toEqual({
      data: { books: [{ title: 'Emma', postage: null }] },
      errors: [denied('books')],
    });
    const moderator = await signIn(graph.records, ['MODERATOR']);
    expect(await graph.see('{ books { postage } }', moderator)).toEqual({ data: { books: [{ postage: 8 }] } });
    const { sdl } = graph.subgraph('post');
    const careless = [graph.accounts, graph.subgraph('library'), { name: 'post', sdl: sdl.replace(staff, '') }];
    expect(() => supergraphOf(careless)).toThrow('does not specify necessary @authenticated, @requiresScopes');
  });

  test('mutations that are denied do not run; those beside them do', async () => {
    await using graph = await guarded();
    expect(await graph.see('mutation { lend burn again: lend shred }')).toEqual({
      data: { lend: true, burn: null, again: true, shred: null },
      errors: [denied('burn'), denied('shred')],
    });
    expect(graph.sent('library')).not.toMatch(/burn|shred/);
  });

  test('and nothing is taken from who may read all of it', async () => {
    await using graph = await guarded();
    const moderator = await signIn(graph.records, ['MODERATOR']);
    expect(await graph.see('{ works { title ... on Book { pages } } vault { code } }', moderator)).toEqual({
      data: { works: [{ title: 'Emma', pages: 400 }, { title: 'Untold' }], vault: { code: 'x9' } },
    });
  });
});

describe('mode', () => {
  const query = '{ books { title pages } }';

  test('reject refuses the whole operation, over HTTP and sockets', async () => {
    await using graph = await guarded({ PRAETOR_AUTHORIZATION: 'reject' });
    const { status, body } = await graph.ask(query);
    expect([status, body.data, body.errors?.[0].extensions.code]).toEqual([403, undefined, 'UNAUTHORIZED_FIELD_OR_TYPE']);
    await using socket = overSocket(graph);
    const event = await socket.subscribe(query).next();
    expect([event?.data, event?.errors?.[0].extensions]).toEqual([
      undefined,
      expect.objectContaining({ coordinate: 'Book.pages' }),
    ]);
    expect(graph.subgraph('library').asked).toEqual([]);
    expect((await graph.ask('{ books { title } }')).body.data).toEqual({ books: [{ title: 'Emma' }] });
  });

  test('dry run denies nothing, and logs what it would have denied', async () => {
    await using graph = await guarded({ PRAETOR_AUTHORIZATION: 'dry-run' });
    expect(await graph.see(query)).toEqual({ data: { books: [{ title: 'Emma', pages: 400 }] } });
    expect(graph.log.join()).toContain('Authorization is a dry run');
    const line = graph.log.find((one) => one.includes('Would be denied.'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({ denied: [{ coordinate: 'Book.pages', path: ['books'] }] });
    const before = graph.log.length;
    await graph.see('{ books { title } }');
    expect(graph.log.slice(before).join()).not.toContain('Would be denied.');
  });
});
