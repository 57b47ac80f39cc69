import { GraphQLError, type GraphQLErrorExtensions, type GraphQLFormattedError } from 'graphql';

/** What an error carries to the HTTP response, beside its place in `errors[]`. */
interface HttpFacts {
  readonly status: number;
  readonly headers?: Record<string, string>;
  /** False: this status in every media type, where GraphQL over HTTP would answer `application/json` with 200. */
  readonly spec?: boolean;
}

/** An error a client is meant to read: a stable code with a page in the handbook, and what to do about it. */
export function coded(
  code: string,
  message: string,
  options: { http?: HttpFacts; extensions?: GraphQLErrorExtensions } = {},
): GraphQLError {
  const { http, extensions } = options;
  return new GraphQLError(message, { extensions: { code, ...extensions, ...(http && { http: { ...http } }) } });
}

export const unauthenticated = (message: string): GraphQLError =>
  coded('UNAUTHENTICATED', message, {
    http: { status: 401, headers: { 'www-authenticate': 'Bearer realm="praetor", error="invalid_token"' } },
  });

/** Live state cannot be read, so nobody can be let in. */
export const unavailable = (): GraphQLError =>
  coded('UNAVAILABLE', 'Your access cannot be checked at the moment. Try again shortly.', {
    http: { status: 503, headers: { 'retry-after': '1' } },
  });

export const subgraphUnavailable = (subgraph: string, why: string): GraphQLError =>
  coded('SUBGRAPH_UNAVAILABLE', `${subgraph} ${why} What depends on it is missing from this answer.`, {
    extensions: { subgraph },
  });

// What Apollo's executor calls an error that came without a code, and what a subgraph calls its own bugs.
const unexpectedCodes: ReadonlySet<unknown> = new Set([undefined, null, '', 'INTERNAL_SERVER_ERROR', 'DOWNSTREAM_SERVICE_ERROR']);
const inwardExtensions: ReadonlySet<string> = new Set(['stacktrace', 'exception', 'serviceName', 'originalError']);
const masked = new WeakSet<GraphQLError>();

export type ReportError = (error: unknown, requestId: string | null) => void;

/**
 * What a client may see of an error: a coded one as it is, less anything that tells of our inside; of any other
 * only that something went wrong and the request id under which `report` wrote it to the log.
 */
export function maskError(error: unknown, requestId: string | null, report: ReportError): GraphQLError {
  if (error instanceof GraphQLError && masked.has(error)) return error;
  const shown = isForClients(error) ? outward(error) : hidden(error, requestId);
  if (!isForClients(error)) report(error, requestId);
  masked.add(shown);
  return shown;
}

function isForClients(error: unknown): error is GraphQLError {
  if (!(error instanceof GraphQLError)) return false;
  return !unexpectedCodes.has(error.extensions['code']) || isBadRequest(error);
}

/** Yoga's own refusals of a request carry a status, and not always a code. */
function isBadRequest({ extensions }: GraphQLError): boolean {
  const status = extensions['serviceName'] === undefined ? extensions.http?.status : undefined;
  return extensions['code'] === undefined && status !== undefined && status >= 400 && status < 500;
}

function outward(error: GraphQLError): GraphQLError {
  // A subgraph decides what went wrong, not the status of our response.
  const hiddenKeys = error.extensions['serviceName'] === undefined ? inwardExtensions : new Set([...inwardExtensions, 'http']);
  const extensions = Object.fromEntries(Object.entries(error.extensions).filter(([key]) => !hiddenKeys.has(key)));
  // Yoga marks a body it could not read so; unlike an operation that is wrong, it has a status in every media type.
  const isUnread = error.extensions['originalError'] !== undefined && extensions['http'] !== undefined;
  const withStatus = isUnread && { http: { ...(extensions['http'] as HttpFacts), spec: false } };
  return rebuilt(error, shortened(error.message), { code: 'BAD_REQUEST', ...extensions, ...withStatus });
}

function hidden(error: unknown, requestId: string | null): GraphQLError {
  // `unexpected` never leaves: it tells Yoga to answer 500 where there is no data to answer with.
  const extensions = { code: 'INTERNAL_SERVER_ERROR', unexpected: true, ...(requestId && { requestId }) };
  const message = 'Something went wrong on our side. Quote the request id when you report it.';
  if (error instanceof GraphQLError) return rebuilt(error, message, extensions);
  return new GraphQLError(message, { extensions });
}

const maxMessage = 500;

/** An answer is no echo: what a message quotes of a request may be as long as the request. */
export const shortened = (message: string): string =>
  message.length > maxMessage ? `${message.slice(0, maxMessage)}…` : message;

function rebuilt(
  { nodes, source, positions, path }: GraphQLError,
  message: string,
  extensions: GraphQLErrorExtensions,
): GraphQLError {
  return new GraphQLError(message, {
    extensions,
    ...(nodes && { nodes }),
    ...(source && { source }),
    ...(positions && { positions }),
    ...(path && { path }),
  });
}

/** As it goes over a socket, where there is no status to set. */
export function formatted(error: GraphQLError): GraphQLFormattedError {
  const { extensions, ...rest } = error.toJSON();
  const { http: _http, unexpected: _unexpected, ...shown } = extensions ?? {};
  return { ...rest, ...(Object.keys(shown).length > 0 && { extensions: shown }) };
}
