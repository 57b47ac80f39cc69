import fc from 'fast-check';
import {
  type GraphQLInputType,
  type GraphQLNamedInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLField,
  getNamedType,
  isAbstractType,
  type GraphQLSchema,
} from 'graphql';

/** Texts that break things: empty, long, NUL, lone surrogates, SQL, HTML, right-to-left, ids of wrong kinds. */
const nasty = fc.constantFrom(
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  "'; drop table account; --",
  '<script>alert(1)</script>',
  '‮desrever',
  'x'.repeat(70_000),
  'acc_',
  'dsp_00000000000000000000000000',
  '../../etc/passwd',
  '${jndi:ldap://x}',
  'null',
  '9'.repeat(40),
  '-1',
  '1e309',
);

/** JSON that a client might send for an input type: mostly of the right shape, with anything in it. */
export function jsonFor(type: GraphQLInputType, ids: readonly string[], depth = 0): fc.Arbitrary<unknown> {
  if (isNonNullType(type)) return jsonFor(type.ofType, ids, depth);
  const value = isListType(type)
    ? fc.array(jsonFor(type.ofType, ids, depth + 1), { maxLength: 4 })
    : named(type as GraphQLNamedInputType, ids, depth);
  return fc.oneof({ weight: 8, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) });
}

function named(type: GraphQLNamedInputType, ids: readonly string[], depth: number): fc.Arbitrary<unknown> {
  if (isEnumType(type))
    return fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...type.getValues().map(({ name }) => name)) },
      fc.constant('NO_SUCH'),
    );
  if (isInputObjectType(type)) {
    if (depth > 4) return fc.constant({});
    const fields = Object.values(type.getFields()).map((field) => [field.name, jsonFor(field.type, ids, depth + 1)] as const);
    return fc.record(Object.fromEntries(fields));
  }
  switch (type.name) {
    case 'Int':
      return fc.oneof(fc.integer(), fc.constantFrom(0, -1, 2 ** 31 - 1, 2 ** 31, 1.5));
    case 'Float':
      return fc.double({ noNaN: true });
    case 'Boolean':
      return fc.boolean();
    case 'BigInt':
      return fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n }).map(String), nasty);
    case 'DateTime':
      return fc.oneof(
        fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
        nasty,
      );
    case 'CurrencyCode':
      return fc.constantFrom('EUR', 'XXX', 'eur', '');
    case 'ID':
      return fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...ids) }, nasty, fc.string());
    case 'JSON':
      return fc.jsonValue();
    default:
      return fc.oneof(fc.string(), fc.string({ unit: 'binary', maxLength: 50 }), nasty);
  }
}

/** `query Name($a: T!) { field(a: $a) { __typename … } }` for any root field, refusals included. */
export function operationFor(schema: GraphQLSchema, kind: 'query' | 'mutation', field: GraphQLField<unknown, unknown>): string {
  const variables = field.args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const args = field.args.map(({ name }) => `${name}: $${name}`).join(', ');
  const type = getNamedType(field.type);
  const selection = isAbstractType(type)
    ? '{ __typename ... on UserError { code message } }'
    : 'getFields' in type
      ? '{ __typename }'
      : '';
  return `${kind} Generated${variables && `(${variables})`} { ${field.name}${args && `(${args})`} ${selection} }`;
}
