import type { ExecutionResult } from 'graphql';

/** That partners should use another operation: from when, from when this one may end, and where to read more. */
export interface Deprecation {
  readonly deprecatedAt: Date;
  readonly sunsetAt: Date | null;
  /** A URL as `URL.href` writes it, so nothing in it can end a header's value. */
  readonly documentation: string | null;
}

/**
 * `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and the links of both (RFC 8288), as names and values. Of a batch, which has one
 * answer for several operations, the earliest times and every page.
 */
export function deprecationHeaders(deprecations: readonly Deprecation[]): [name: string, value: string][] {
  if (deprecations.length === 0) return [];
  const earliest = (times: readonly (Date | null)[]): number =>
    Math.min(...times.map((time) => time?.getTime() ?? Number.POSITIVE_INFINITY));
  const sunset = earliest(deprecations.map(({ sunsetAt }) => sunsetAt));
  const pages = new Set(deprecations.flatMap(({ documentation }) => documentation ?? []));
  return [
    ['deprecation', `@${Math.floor(earliest(deprecations.map(({ deprecatedAt }) => deprecatedAt)) / 1_000)}`],
    ...(Number.isFinite(sunset) ? [['sunset', new Date(sunset).toUTCString()] as [string, string]] : []),
    ...[...pages].map((page): [string, string] => ['link', linkTo(page, Number.isFinite(sunset))]),
  ];
}

function linkTo(page: string, ends: boolean): string {
  return `<${page}>; rel="${ends ? 'deprecation sunset' : 'deprecation'}"; type="text/html"`;
}

/** The same, in a result: where several operations share a connection, its headers are sent before any of them. */
export function withNotice<Result extends Pick<ExecutionResult, 'extensions'>>(
  result: Result,
  deprecation: Deprecation | null | undefined,
): Result {
  return deprecation ? { ...result, extensions: { ...result.extensions, deprecation } } : result;
}

/** The same, in a result that is written already: shared with those who run it unregistered, so it is read again. */
export function textWithNotice(text: string, deprecation: Deprecation | null | undefined): string {
  return deprecation ? JSON.stringify(withNotice(JSON.parse(text) as ExecutionResult, deprecation)) : text;
}
