import { GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped, type ValueNode } from 'graphql';

export type Scalars = {
  ID: { Input: string; Output: string };
  DateTime: { Input: Date; Output: Date };
  BigInt: { Input: bigint; Output: bigint };
  CurrencyCode: { Input: string; Output: string };
  JSON: { Input: unknown; Output: unknown };
};

const invalid = (message: string): GraphQLError => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });

/** RFC 3339 with an offset, as ISO 8601 in UTC when answered. */
const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'An instant: RFC 3339 with an offset, answered in UTC.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time.html',
  serialize: (value) => (value instanceof Date ? value : new Date(String(value))).toISOString(),
  parseValue: instant,
  parseLiteral: (node) => instant(node.kind === Kind.STRING ? node.value : null),
});

function instant(value: unknown): Date {
  const text = typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i.test(value) ? value : '';
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw invalid('Expected an instant such as "2026-11-20T08:00:00Z".');
  return date;
}

const int64 = 2n ** 63n;

/** A 64-bit signed integer. Answered as a string, since JSON numbers lose precision beyond 2^53. */
const BigIntScalar = new GraphQLScalarType<bigint, string>({
  name: 'BigInt',
  description: 'A 64-bit signed integer, answered as a string of decimal digits.',
  serialize: (value) => String(value),
  parseValue: integer,
  parseLiteral: (node) => integer(node.kind === Kind.INT || node.kind === Kind.STRING ? node.value : null),
});

function integer(value: unknown): bigint {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : typeof value === 'string' ? value : '';
  if (!/^-?\d{1,19}$/.test(text)) throw invalid('Expected a whole number of at most 19 digits.');
  const result = BigInt(text);
  if (result >= int64 || result < -int64) throw invalid('Expected a 64-bit whole number.');
  return result;
}

const CurrencyCode = new GraphQLScalarType<string, string>({
  name: 'CurrencyCode',
  description: 'An ISO 4217 code of three capital letters.',
  serialize: String,
  parseValue: currency,
  parseLiteral: (node) => currency(node.kind === Kind.STRING ? node.value : null),
});

function currency(value: unknown): string {
  if (typeof value !== 'string' || !/^[A-Z]{3}$/.test(value)) throw invalid('Expected an ISO 4217 code such as "EUR".');
  return value;
}

const Json = new GraphQLScalarType({
  name: 'JSON',
  description: 'Any JSON value.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
  parseValue: (value) => value,
  parseLiteral: (node: ValueNode, variables) => valueFromASTUntyped(node, variables),
});

/** Adds the shared scalars to a builder. */
export function scalars(builder: { addScalarType: (name: never, scalar: never, options: never) => unknown }): void {
  for (const scalar of [DateTime, BigIntScalar, CurrencyCode, Json])
    builder.addScalarType(scalar.name as never, scalar as never, {} as never);
}
