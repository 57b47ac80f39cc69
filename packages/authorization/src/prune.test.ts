import { buildSchema, parse, print, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { viewerWith } from '../test/sample-graph.ts';
import { shopSdl } from '../test/shop-schema.ts';
import { createPruner } from './prune.ts';
import { readRequirements } from './requirements.ts';
import { anonymousViewer } from './rules.ts';
import type { Viewer } from './rules.ts';
import { typeTag } from './type-tag.ts';

const schema = buildSchema(shopSdl);
const requirements = readRequirements(shopSdl);
const pruner = createPruner(schema, requirements);

interface Seen {
  left: string | null;
  errors: string[];
}

async function see(text: string, viewer: Viewer, variables = {}, operationName: string | null = null): Promise<Seen> {
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  const pruned = await pruner.prune(document, operationName, viewer, variables);
  expect(pruned.document ? validate(schema, pruned.document) : []).toEqual([]);
  const left = pruned.document && print(pruned.document).replaceAll(/\s+/g, ' ').replaceAll(`${typeTag}: __typename`, '*');
  return { left, errors: pruned.errors.map(({ path, extensions }) => `${path?.join('.')} ${String(extensions['coordinate'])}`) };
}

describe('pruning', () => {
  test('gives the very document back to who may read all of it', async () => {
    const document = parse('{ me { id name } }');
    const { document: left, errors } = await pruner.prune(document, null, viewerWith(), {});
    expect(left).toBe(document);
    expect(errors).toEqual([]);
  });

  test('takes out what is denied, and says where and why', async () => {
    const document = parse(
      'query($t: String) { hello: shop { name secret items(tag: $t) { price cost(in: "EUR") } } me { name } }',
    );
    const { document: left, errors } = await pruner.prune(document, undefined, anonymousViewer, null);
    expect(left && print(left)).toBe(
      'query ($t: String) {\n  hello: shop {\n    name\n    items(tag: $t) {\n      price\n    }\n  }\n}',
    );
    expect(errors.map((error) => error.toJSON())).toEqual([
      {
        message: 'Shop.secret needs a signed-in caller. Sign in first.',
        locations: [{ line: 1, column: 40 }],
        path: ['hello', 'secret'],
        extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE', coordinate: 'Shop.secret', reason: 'UNAUTHENTICATED' },
      },
      expect.objectContaining({ path: ['hello', 'items'], extensions: expect.objectContaining({ coordinate: 'Item.cost' }) }),
      expect.objectContaining({ path: ['me'] }),
    ]);
  });

  test.each<[string, string, Viewer, Seen]>([
    [
      'aliases',
      '{ a: shop { b: secret c: name } }',
      anonymousViewer,
      { left: '{ a: shop { c: name } }', errors: ['a.b Shop.secret'] },
    ],
    ['types of enums', '{ shop { kind name } }', viewerWith(), { left: '{ shop { name } }', errors: ['shop.kind Shop.kind'] }],
    ['emptied objects', '{ shop { secret } }', anonymousViewer, { left: '{ shop { * } }', errors: ['shop.secret Shop.secret'] }],
    ['nothing left', '{ me { name } }', anonymousViewer, { left: null, errors: ['me Query.me'] }],
    [
      'introspection',
      '{ __typename __schema { queryType { name } } me { name } }',
      anonymousViewer,
      { left: '{ __typename __schema { queryType { name } } }', errors: ['me Query.me'] },
    ],
    ['mutations', 'mutation { ban(id: 1) ping }', viewerWith(), { left: 'mutation { ping }', errors: ['ban Mutation.ban'] }],
    ['subscriptions', 'subscription { banned { name } }', viewerWith(), { left: null, errors: ['banned Subscription.banned'] }],
    [
      'subscriptions below the root',
      'subscription { banned { name email } }',
      viewerWith('ban'),
      { left: 'subscription { banned { name } }', errors: ['banned.email User.email'] },
    ],
    [
      'lists of lists',
      '{ wall { text title } posts { title } }',
      anonymousViewer,
      { left: '{ wall { text title } }', errors: ['posts Post'] },
    ],
    [
      'untyped fragments',
      '{ shop { ... { secret } ... @include(if: true) { name } } }',
      anonymousViewer,
      { left: '{ shop { ... @include(if: true) { name } } }', errors: ['shop.secret Shop.secret'] },
    ],
  ])('%s', async (_case, text, viewer, seen) => {
    expect(await see(text, viewer)).toEqual(seen);
  });

  test('drops fragments and variables that are no longer used, and other operations', async () => {
    const text = `query One($a: String, $b: Int, $c: Boolean!) { shop { ...S items(first: $b) { ...I } } }
      query Two { me { ...U } }
      fragment S on Shop { name secret @include(if: $c) owner { ...U } }
      fragment I on Item { cost(in: $a) }
      fragment U on User { email }`;
    expect(await see(text, viewerWith(), { c: true }, 'One')).toEqual({
      left: 'query One($b: Int, $c: Boolean!) { shop { ...S items(first: $b) { * } } } fragment S on Shop { name secret @include(if: $c) owner { * } }',
      errors: ['shop.owner.email User.email', 'shop.items Item.cost'],
    });
  });

  test('of an interface shows what all its types allow', async () => {
    expect(await see('{ posts { title } shop { name } }', anonymousViewer)).toEqual({
      left: '{ shop { name } }',
      errors: ['posts Post'],
    });
    expect(await see('{ posts { __typename ... on Public { title } ... on Private { title } } }', anonymousViewer)).toEqual({
      left: '{ posts { __typename ... on Public { title } * } }',
      errors: ['posts Private'],
    });
    expect(await see('{ posts { ... on Post { title } } }', anonymousViewer)).toEqual({
      left: '{ posts { * } }',
      errors: ['posts Post'],
    });
    expect(
      await see('{ posts { ... on Post { ... on Public { title } ...Q } } } fragment Q on Post { __typename }', anonymousViewer),
    ).toEqual({
      left: '{ posts { ... on Post { ... on Public { title } ...Q } } } fragment Q on Post { __typename }',
      errors: [],
    });
    expect((await see('{ posts { title likes } }', viewerWith())).errors).toEqual([]);
  });

  test('of a union shows the types that are allowed', async () => {
    const text = '{ found { ...P ... on Public { text } ... on User { name id } } } fragment P on Private { text }';
    expect(await see(text, anonymousViewer)).toEqual({
      left: '{ found { ... on Public { text } ... on User { name } * } }',
      errors: ['found Private', 'found User.id'],
    });
  });

  test('does not depend on variables; its errors speak only of what was asked for', async () => {
    const text =
      'query($yes: Boolean!, $no: Boolean = false) { shop { name secret @include(if: $yes) ... @skip(if: $yes) { code } other: secret @include(if: $no) } }';
    const left = 'query { shop { name } }';
    expect(await see(text, anonymousViewer, { yes: true })).toEqual({
      left: '{ shop { name } }',
      errors: ['shop.secret Shop.secret'],
    });
    expect(await see(text, anonymousViewer, { yes: false, no: true })).toEqual({
      left: left.replace('query ', ''),
      errors: ['shop.code Shop.code', 'shop.other Shop.secret'],
    });
  });

  test('refuses an operation it cannot find', async () => {
    const { document, errors } = await pruner.prune(parse('query A { me { id } } query B { me { id } }'), null, viewerWith(), {});
    expect(document).toBeNull();
    expect(errors[0]?.extensions['code']).toBe('OPERATION_RESOLUTION_FAILURE');
  });

  test('answers deeply doubled fragments at once', async () => {
    const levels = Array.from(
      { length: 40 },
      (_, n) => `fragment F${n} on User { a: friend { ...F${n + 1} } b: friend { ...F${n + 1} } }`,
    );
    const document = parse(`{ shop { owner { ...F0 } } } ${levels.join(' ')} fragment F40 on User { name email }`);
    const { document: left, errors } = await pruner.prune(document, null, anonymousViewer, {});
    expect(left && print(left)).not.toContain('email');
    expect(errors.length).toBe(1_000);
  });
});

describe('remembering', () => {
  test('is per document, operation and what the viewer holds of the schema’s permissions', async () => {
    const document = parse('{ shop { secret } }');
    const first = await pruner.prune(document, null, anonymousViewer, {});
    expect(
      (
        await pruner.prune(
          document,
          null,
          { authenticated: false, permissions: new Set(['unheard-of']), impersonating: false },
          {},
        )
      ).document,
    ).toBe(first.document);
    expect((await pruner.prune(document, null, viewerWith(), {})).document).toBe(document);
    expect(pruner.signature(viewerWith('email', 'x'))).toBe(pruner.signature(viewerWith('email')));
    expect(
      new Set([anonymousViewer, viewerWith(), viewerWith('ban'), viewerWith('email')].map((one) => pruner.signature(one))).size,
    ).toBe(4);
  });

  test('is bounded for each document', async () => {
    const bounded = createPruner(schema, requirements, { remembered: 2 });
    const document = parse('query A { shop { secret } } query B { shop { name secret } } query C { shop { name code } }');
    const prune = async (name: string) => (await bounded.prune(document, name, viewerWith('email'), {})).document;
    const pruneOpen = async (name: string) => (await bounded.prune(document, name, anonymousViewer, {})).document;
    const first = await pruneOpen('B');
    await pruneOpen('C');
    expect(await pruneOpen('B')).toBe(first);
    await prune('A');
    expect(await pruneOpen('B')).toBe(first);
    await pruneOpen('C');
    await prune('A');
    expect(await pruneOpen('B')).not.toBe(first);
  });
});
