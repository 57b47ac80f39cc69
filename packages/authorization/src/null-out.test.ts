import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { shopSdl } from '../test/shop-schema.ts';
import { nullOut } from './null-out.ts';
import { typeTag } from './type-tag.ts';

const schema = buildSchema(shopSdl);

describe('putting pruned fields back as null', () => {
  test.each<[string, string, object | null, object | null]>([
    [
      'in the client’s order',
      '{ shop { secret name } me { id } }',
      { shop: { name: 'n' } },
      { shop: { secret: null, name: 'n' }, me: null },
    ],
    ['up to where null is allowed', '{ shop { name code } me { id } }', { shop: { name: 'n' } }, { shop: null, me: null }],
    ['up to the root', 'mutation { ping must }', { ping: true }, null],
    ['of nothing at all', '{ me { id } a: me { name } }', {}, { me: null, a: null }],
    ['of a root that allows none', '{ must { id } }', {}, null],
    [
      'in lists',
      '{ shop { items { price cost } } }',
      { shop: { items: [{ price: 1 }, { price: 2 }] } },
      {
        shop: {
          items: [
            { price: 1, cost: null },
            { price: 2, cost: null },
          ],
        },
      },
    ],
    [
      'per type',
      '{ posts { __typename ... on Public { text } ... on Private { text } } }',
      { posts: [{ [typeTag]: 'Public', __typename: 'Public', text: 't' }, { [typeTag]: 'Private' }] },
      {
        posts: [
          { __typename: 'Public', text: 't' },
          { __typename: 'Private', text: null },
        ],
      },
    ],
    [
      'per type, up to the list',
      '{ found { ... on Public { title } ... on Private { title } } posts { __typename } }',
      { found: [{ [typeTag]: 'Public', title: 't' }, { [typeTag]: 'Private' }], posts: null },
      null,
    ],
    [
      'in nested lists',
      '{ wall { title likes } }',
      { wall: [[{ title: 'a', likes: 1 }, null, {}], []] },
      { wall: [[{ title: 'a', likes: 1 }, null, null], []] },
    ],
    [
      'merging selections',
      '{ shop { name } shop { secret } ...S } fragment S on Query { shop { owner { name } } }',
      { shop: { name: 'n', owner: { name: 'o' } } },
      { shop: { name: 'n', secret: null, owner: { name: 'o' } } },
    ],
    [
      'not what is skipped',
      'query($no: Boolean = false) { shop { name secret @include(if: $no) code @skip(if: true) } }',
      { shop: { name: 'n' } },
      { shop: { name: 'n' } },
    ],
    ['nowhere in a failed result', '{ shop { name } }', null, null],
  ])('%s', (_case, text, given, shaped) => {
    const document = parse(text);
    expect(validate(schema, document)).toEqual([]);
    const data = nullOut({ schema, document }, given as Record<string, unknown> | null);
    expect(JSON.stringify(data)).toBe(JSON.stringify(shaped));
  });
});
