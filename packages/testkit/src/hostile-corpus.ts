/** A request that a gateway must refuse, whatever its schema. */
export interface HostileRequest {
  readonly name: string;
  readonly init: {
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string | Uint8Array;
  };
  /** After the path, for GET. */
  readonly search: string;
  /** The code of the first error. */
  readonly code: string;
}

const json = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };

function posted(
  name: string,
  code: string,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = json,
): HostileRequest {
  return { name, code, search: '', init: { method: 'POST', headers, body } };
}
const operation = (name: string, code: string, query: string, variables?: string): HostileRequest =>
  posted(name, code, `{"query":${JSON.stringify(query)}${variables === undefined ? '' : `,"variables":${variables}`}}`);
const got = (name: string, code: string, search: string): HostileRequest => ({
  name,
  code,
  search,
  init: { method: 'GET', headers: { accept: 'application/graphql-response+json' } },
});

const many = (count: number, make: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => make(at)).join(' ');
const nested = (open: string, close: string, levels: number): string => open.repeat(levels) + close.repeat(levels);

/** Operations that are deep, wide, repeated, circular or no GraphQL at all. */
const operations: readonly HostileRequest[] = [
  operation('deep', 'GRAPHQL_DEPTH_LIMIT', `${'{ a '.repeat(1_000)}${'}'.repeat(1_000)}`),
  operation('deeper than any parser', 'GRAPHQL_LENGTH_LIMIT', `${'{ a '.repeat(100_000)}${'}'.repeat(100_000)}`),
  operation(
    'deep by fragments',
    'GRAPHQL_DEPTH_LIMIT',
    `{ ...f0 } ${many(300, (at) => `fragment f${at} on Query { a { ...f${at + 1} } }`)} fragment f300 on Query { a }`,
  ),
  operation('deep by inline fragments', 'GRAPHQL_DEPTH_LIMIT', `{ ${'... { '.repeat(900)} a ${'}'.repeat(900)} }`),
  operation('deep list value', 'GRAPHQL_DEPTH_LIMIT', `{ a(x: ${nested('[', ']', 1_900)}) }`),
  operation('deep object value', 'GRAPHQL_DEPTH_LIMIT', `{ a(x: ${'{ x: '.repeat(900)}1${'}'.repeat(900)}) }`),
  operation('deep variable type', 'GRAPHQL_DEPTH_LIMIT', `query ($x: ${'['.repeat(1_900)}Int${']'.repeat(1_900)}) { a }`),
  operation('wide at the root', 'GRAPHQL_ROOT_FIELD_LIMIT', `{ ${many(3_000, (at) => `a${at}`)} }`),
  operation('wide below', 'GRAPHQL_FIELD_LIMIT', `{ a { ${many(3_000, (at) => `a${at}`)} } }`),
  operation('wide beyond its tokens', 'GRAPHQL_LENGTH_LIMIT', `{ a { ${many(50_000, (at) => `a${at}`)} } }`),
  operation('aliased', 'GRAPHQL_ALIAS_LIMIT', `{ a { ${many(900, (at) => `a${at}: __typename`)} } }`),
  operation(
    'aliased by fragments',
    'GRAPHQL_ALIAS_LIMIT',
    `{ a { ${many(20, () => '...f')} } } fragment f on A { ${many(20, (at) => `a${at}: b`)} }`,
  ),
  operation(
    'doubling fragments',
    'GRAPHQL_FIELD_LIMIT',
    `{ a { ...f0 } } ${many(60, (at) => `fragment f${at} on A { ...f${at + 1} ...f${at + 1} }`)} fragment f60 on A { b }`,
  ),
  operation('a circular fragment', 'GRAPHQL_VALIDATION_FAILED', '{ ...f } fragment f on Query { ...f }'),
  operation(
    'circular fragments',
    'GRAPHQL_VALIDATION_FAILED',
    `{ ...f0 } ${many(180, (at) => `fragment f${at} on Query { ...f${(at + 1) % 180} ...f${(at * 7) % 180} }`)}`,
  ),
  operation(
    'a chain of fragments',
    'GRAPHQL_VALIDATION_FAILED',
    `{ ...f0 } ${many(470, (at) => `fragment f${at} on Query { ...f${at + 1} }`)} fragment f470 on Query { a }`,
  ),
  operation('directives', 'GRAPHQL_DIRECTIVE_LIMIT', `{ __typename ${'@skip(if: false) '.repeat(400)} }`),
  operation('unknown directives', 'GRAPHQL_DIRECTIVE_LIMIT', `{ __typename ${many(1_500, (at) => `@d${at}`)} }`),
  operation('deep within its length', 'GRAPHQL_DEPTH_LIMIT', `${'{ a '.repeat(15_000)}${'}'.repeat(15_000)}`),
  operation('wide within its length', 'GRAPHQL_TOKEN_LIMIT', `{ a { ${many(14_000, (at) => `a${at}`)} } }`),
  operation('comments within its length', 'GRAPHQL_VALIDATION_FAILED', `{ a ${'#\n'.repeat(45_000)} }`),
  operation('a long name', 'GRAPHQL_VALIDATION_FAILED', `{ ${'x'.repeat(90_000)} }`),
  operation(
    'many operations',
    'OPERATION_RESOLUTION_FAILURE',
    many(900, () => '{ a }'),
  ),
  operation('many variables', 'GRAPHQL_VALIDATION_FAILED', `query (${many(700, (at) => `$v${at}: Int`)}) { a }`),
  operation(
    'unknown fields to suggest for',
    'GRAPHQL_VALIDATION_FAILED',
    `{ __schema { ${many(1_900, (at) => `typeses${at}`)} } }`,
  ),
  operation(
    'circular introspection',
    'GRAPHQL_VALIDATION_FAILED',
    `{ __schema { types { ${'fields { type { '.repeat(12)} name ${'} }'.repeat(12)} } } }`,
  ),
  operation('an endless comment', 'GRAPHQL_LENGTH_LIMIT', `{ a #${'x'.repeat(900_000)}`),
  operation('comments', 'GRAPHQL_LENGTH_LIMIT', `{ a ${'#\n'.repeat(300_000)} }`),
  operation('an endless name', 'GRAPHQL_LENGTH_LIMIT', `{ ${'x'.repeat(900_000)} }`),
  operation('an unfinished string', 'GRAPHQL_LENGTH_LIMIT', `{ a(x: "${'x'.repeat(900_000)}`),
  operation('half a surrogate pair', 'GRAPHQL_PARSE_FAILED', '{ a(x: "\\uD800") }'),
  operation('control characters', 'GRAPHQL_PARSE_FAILED', '{ \u0000\u0001\u0007 }'),
  operation('nothing', 'GRAPHQL_PARSE_FAILED', ''),
];

const variables: readonly HostileRequest[] = [
  operation(
    'deep variables',
    'GRAPHQL_VARIABLE_LIMIT',
    'query ($v: Boolean!) { __typename @skip(if: $v) }',
    `{"v":${nested('[', ']', 100_000)}}`,
  ),
  operation(
    'huge variables',
    'GRAPHQL_VARIABLE_LIMIT',
    'query ($v: Boolean!) { __typename @skip(if: $v) }',
    `{"v":[${'1,'.repeat(400_000)}1]}`,
  ),
  operation(
    'variables nobody declared',
    'GRAPHQL_VARIABLE_LIMIT',
    '{ __typename }',
    `{${Array.from({ length: 60_000 }, (_, at) => `"v${at}":1`).join()}}`,
  ),
  operation(
    'variables of another kind',
    'BAD_USER_INPUT',
    'query ($v: Boolean!) { __typename @skip(if: $v) }',
    '{"v":{"__proto__":{"a":1},"constructor":[]}}',
  ),
  operation('variables that are a list', 'BAD_REQUEST', '{ __typename }', '[1]'),
];

const bodies: readonly HostileRequest[] = [
  posted(
    'malformed UTF-8',
    'BAD_REQUEST',
    Buffer.from([...Buffer.from('{"query":"{ __typename # '), 0xc3, 0x28, 0xff, 0xfe, ...Buffer.from('"}')]),
  ),
  posted(
    'overlong UTF-8',
    'BAD_REQUEST',
    Buffer.from([...Buffer.from('{"query":"{ __typename } # '), 0xc0, 0xaf, ...Buffer.from('"}')]),
  ),
  posted('UTF-16', 'BAD_REQUEST', Buffer.from('{"query":"{ __typename }"}', 'utf16le')),
  posted('half of a JSON', 'BAD_REQUEST', '{"query":"{ __typename'),
  posted('endless JSON lists', 'GRAPHQL_VARIABLE_LIMIT', '['.repeat(500_000)),
  posted('a number', 'BAD_REQUEST', '1e999'),
  posted('null', 'BAD_REQUEST', 'null'),
  posted('an operation that is no text', 'BAD_REQUEST', '{"query":{"a":1}}'),
  posted('nothing at all', 'BAD_REQUEST', ''),
  posted('a batch', 'BAD_REQUEST', JSON.stringify(Array.from({ length: 1_000 }, () => ({ query: '{ __typename }' })))),
  posted('an empty batch', 'BAD_REQUEST', '[]'),
  posted(
    'more than a mebibyte',
    'REQUEST_ENTITY_TOO_LARGE',
    `{"query":"{ __typename }","extensions":"${'x'.repeat(1_100_000)}"}`,
  ),
  posted('another media type', 'UNSUPPORTED_MEDIA_TYPE', '<query/>', { 'content-type': 'application/xml' }),
  posted('a form of another site', 'CSRF_PREVENTED', 'query=%7B__typename%7D', {
    'content-type': 'application/x-www-form-urlencoded',
  }),
  got('malformed UTF-8 in a URL', 'GRAPHQL_PARSE_FAILED', '?query=%7B%20%FF%FE%20%7D'),
  got('variables in a URL that are no JSON', 'BAD_REQUEST', '?query=%7B__typename%7D&variables=%7B'),
  got('a mutation in a URL', 'BAD_REQUEST', '?query=mutation%20%7B__typename%7D'),
  got('a deep operation in a URL', 'GRAPHQL_DEPTH_LIMIT', `?query=${encodeURIComponent('{a'.repeat(500) + '}'.repeat(500))}`),
];

/** What a gateway meets that is open to the world; each with the code it refuses it by. */
export const hostileCorpus: readonly HostileRequest[] = [...operations, ...variables, ...bodies];
