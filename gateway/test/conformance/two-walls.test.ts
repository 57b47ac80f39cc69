import { describe, expect, test } from 'vitest';
import { signIn } from '../fixtures/records.ts';
import { graphOf, open } from './graph.ts';

const staff = '@requiresScopes(scopes: [["dispute:read"]])';

/** As in production: the subgraphs refuse by themselves what the gateway should have taken out. */
const walled = () =>
  graphOf(
    {
      library: [
        `type Query { books: [Book] ${open} vaults: [Vault] ${open} }
         type Book @key(fields: "id") { id: ID! title: String weight: Int ${staff} maker: Maker ${staff} }
         type Maker { rate: Int }
         type Vault @key(fields: "id") @key(fields: "code") { id: ID! code: ID! ${staff} label: String }`,
        {
          Query: {
            books: () => [{ id: 'b', title: 'Emma', weight: 7, maker: { rate: 3 } }],
            vaults: () => [{ id: 'v', code: 'x9', label: 'deep' }],
          },
        },
      ],
      post: [
        `type Book @key(fields: "id") {
           id: ID! weight: Int @external maker: Maker @external
           postage: Int @requires(fields: "weight") ${staff}
           fee: Int @requires(fields: "maker { rate }") ${staff}
           shelf: String
         }
         type Maker { rate: Int @external }
         type Vault @key(fields: "id") { id: ID! guards: Int }`,
        {
          Book: {
            postage: ({ weight }) => weight + 1,
            fee: ({ maker }) => maker.rate * 2,
            shelf: ({ id }) => `shelf of ${id}`,
          },
          Vault: { guards: ({ id }) => (id === 'v' ? 2 : 0) },
        },
      ],
      guard: [`type Vault @key(fields: "code") { code: ID! alarm: Boolean }`, { Vault: { alarm: ({ code }) => code === 'x9' } }],
    },
    { secondWall: true },
  );
const denied = (path: string): string => `UNAUTHORIZED_FIELD_OR_TYPE ${path}`;

describe('with both walls up', () => {
  test('who may read a computed field gets it, and its inputs pass both', async () => {
    await using graph = await walled();
    const moderator = await signIn(graph.records, ['MODERATOR']);
    expect(await graph.see('{ books { title postage fee } }', moderator)).toEqual({
      data: { books: [{ title: 'Emma', postage: 8, fee: 6 }] },
    });
    expect(graph.sent('library')).toContain('weight');
  });

  test('who may not gets null for it; neither it nor its inputs are asked of anybody', async () => {
    await using graph = await walled();
    expect(await graph.see('{ books { title postage shelf fee } }')).toEqual({
      data: { books: [{ title: 'Emma', postage: null, shelf: 'shelf of b', fee: null }] },
      errors: [denied('books'), denied('books')],
    });
    expect(graph.sent('library')).not.toMatch(/weight|maker/);
    expect(graph.sent('post')).not.toMatch(/postage|fee/);
  });

  test('a join by a key that is open works beside one that is not', async () => {
    await using graph = await walled();
    expect(await graph.see('{ vaults { label guards code } }')).toEqual({
      data: { vaults: [null] },
      errors: [denied('vaults')],
    });
    expect(await graph.see('{ vaults { label guards } }')).toEqual({ data: { vaults: [{ label: 'deep', guards: 2 }] } });
    expect(graph.sent('library')).not.toContain('code');
  });

  test('a join that has only a guarded key is refused by the second wall: never wrong data, and `npm run schema` forbids it', async () => {
    await using graph = await walled();
    const { data, errors = [] } = await graph.see('{ vaults { label alarm } }');
    expect(data).toEqual({ vaults: [null] });
    expect(errors).toHaveLength(1);
    const moderator = await signIn(graph.records, ['MODERATOR']);
    expect(await graph.see('{ vaults { alarm } }', moderator)).toEqual({ data: { vaults: [{ alarm: true }] } });
  });
});
