import { GraphQLError } from 'graphql';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DocumentLimits, parseWithinLimits } from './document-limits.ts';

const limits: DocumentLimits = { characters: 2_000, tokens: 200, depth: 3, aliases: 2, rootFields: 3, directives: 3, fields: 20 };

function codeOf(source: string): unknown {
  try {
    parseWithinLimits(source, limits);
    return null;
  } catch (error) {
    return error instanceof GraphQLError ? error.extensions['code'] : error;
  }
}

describe('an operation', () => {
  test.each([
    ['{ a { b { c } } }', null],
    ['{ a { b { c { d } } } }', 'GRAPHQL_DEPTH_LIMIT'],
    ['{ ...f } fragment f on Query { a { ...g } } fragment g on A { b { c { d } } }', 'GRAPHQL_DEPTH_LIMIT'],
    ['{ ... { a { ... on A { b { c { d } } } } } }', 'GRAPHQL_DEPTH_LIMIT'],
    ['{ x: a y: b }', null],
    ['{ x: a y: b z: c }', 'GRAPHQL_ALIAS_LIMIT'],
    ['{ a { ...f } b { ...f } c { ...f } } fragment f on A { x: d }', 'GRAPHQL_ALIAS_LIMIT'],
    ['{ a b c }', null],
    ['{ a b ...f } fragment f on Query { c d }', 'GRAPHQL_ROOT_FIELD_LIMIT'],
    [
      '{ a { ...f ...f } } fragment f on A { ...g ...g } fragment g on A { ...h ...h ...h } fragment h on A { d e }',
      'GRAPHQL_FIELD_LIMIT',
    ],
    [`{ a(x: ${'['.repeat(90)}${']'.repeat(90)}) }`, null],
    [`{ a(x: ${'['.repeat(99)}${']'.repeat(99)}) }`, 'GRAPHQL_DEPTH_LIMIT'],
    ['{ a } fragment f on A { a b c d }', null],
    ['{ a } fragment f on A { a { b { c { d } } } }', 'GRAPHQL_DEPTH_LIMIT'],
    ['{ a @x @y ... @z { b } }', null],
    ['{ a @x @y { b @z ...f @x } }', 'GRAPHQL_DIRECTIVE_LIMIT'],
    ['{ a { ...f } b { ...f } } fragment f on A { c @x ... @y { d } }', 'GRAPHQL_DIRECTIVE_LIMIT'],
    ['{ __schema { types { fields { type { ofType { name } } } } } }', null],
    [`{ a(x: [${'1 '.repeat(300)}]) }`, 'GRAPHQL_TOKEN_LIMIT'],
    [`{ a } #${'x'.repeat(2_000)}`, 'GRAPHQL_LENGTH_LIMIT'],
    ['{ a { }', 'GRAPHQL_PARSE_FAILED'],
    ['subscription { a @skip(if: true) }', 'GRAPHQL_CONDITIONAL_SUBSCRIPTION'],
    ['subscription { ... @include(if: $x) { a } }', 'GRAPHQL_CONDITIONAL_SUBSCRIPTION'],
    ['subscription { ...f } fragment f on Subscription { a @include(if: $x) { b } }', 'GRAPHQL_CONDITIONAL_SUBSCRIPTION'],
    ['subscription { a { b @skip(if: $x) } }', null],
  ])('%s → %s', (source, code) => expect(codeOf(source)).toBe(code));

  test('with circular fragments is refused as validation would, also when nothing spreads them', () => {
    for (const source of [
      '{ ...f } fragment f on Query { a { ...g } } fragment g on A { b { ...f } }',
      'subscription { ...f } fragment f on Subscription { ...f a }',
      '{ a } fragment f on Query { ...f }',
    ])
      expect(codeOf(source)).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  test('of nested fragments is measured in time that does not double with each', () => {
    const chain = Array.from({ length: 24 }, (_, at) => `fragment f${at} on A { ...f${at + 1} ...f${at + 1} }`).join(' ');
    expect(() => parseWithinLimits(`{ r { ...f0 } } ${chain} fragment f24 on A { a }`)).toThrow('2000 fields');
  });

  test('of any text is parsed, or refused with a code', () => {
    const token = fc.constantFrom(
      '{',
      '}',
      'a',
      '...',
      'f',
      'fragment f on A',
      'subscription',
      '@skip(if: true)',
      'x:',
      '"',
      '\u0000',
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 60 }), (tokens) => {
        const code = codeOf(tokens.join(' '));
        return code === null || (typeof code === 'string' && /^GRAPHQL_[A-Z_]+$/.test(code));
      }),
    );
  });
});
