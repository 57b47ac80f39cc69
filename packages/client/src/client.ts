import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { type DocumentNode, Kind, print } from 'graphql';
import { type OperationError, OperationFailed } from './failure.ts';
import { follow, type LiveEvent, type LiveOptions } from './live.ts';

export { OperationFailed };

export interface ClientOptions {
  /** Where Praetor answers: `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Access token or API key. */
  readonly token?: string | null | undefined;
  readonly timeoutMilliseconds?: number;
  /**
   * Send the hash of an operation in the place of its text, as keys for registered operations must. The build's manifest
   * (`persisted-documents.json`) is registered beforehand, with the mutation `registerOperations`.
   */
  readonly registered?: boolean;
  /** Told of every answer of an operation that will end. Unless set, it is written to the console once an operation. */
  readonly onDeprecated?: (deprecation: OperationDeprecation) => void;
}

/** That an operation should no longer be used (RFC 9745). */
export interface OperationDeprecation {
  readonly operation: string;
  readonly deprecatedAt: Date;
  /** From when it may end (RFC 8594). */
  readonly sunsetAt: Date | null;
  /** Where to read what to use instead. */
  readonly documentation: string | null;
}

export interface Client {
  /** The data of one typed operation. Throws {@link OperationFailed} when there are errors, or no answer at all. */
  request<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables?: Variables): Promise<Data>;
  /**
   * The events of one typed subscription, over server-sent events, in order and once, until the server completes it or the loop
   * is left. What breaks is opened again, from the last event on. Throws {@link OperationFailed} as `request` does.
   */
  subscribe<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables?: Variables,
    options?: LiveOptions,
  ): AsyncGenerator<LiveEvent<Data>, void>;
}

/** A client of Praetor's endpoint (GraphQL over HTTP). Keeps nothing between requests. */
export function createClient({
  url,
  token = null,
  timeoutMilliseconds = 30_000,
  registered = false,
  onDeprecated = warnedOnce(),
}: ClientOptions): Client {
  const endpoint = new URL('graphql', url.endsWith('/') ? url : `${url}/`);
  const ask = async (document: DocumentNode, more: object, accept: string, signal: AbortSignal): Promise<Response> => {
    const operation = registered ? { documentId: hashOf(document) } : { query: print(document) };
    const headers = { 'content-type': 'application/json', accept, ...(token && { authorization: `Bearer ${token}` }) };
    const body = JSON.stringify({ ...operation, ...more });
    const response = await fetch(endpoint, { method: 'POST', headers, body, redirect: 'manual', signal }).catch(unreachable);
    const deprecation = deprecationOf(nameOf(document), response.headers);
    if (deprecation) onDeprecated(deprecation);
    return response;
  };
  return {
    async request(document, variables) {
      const accept = 'application/graphql-response+json, application/json';
      const response = await ask(document, { variables }, accept, AbortSignal.timeout(timeoutMilliseconds));
      const answer: unknown = await response.json().catch(() => null);
      return dataOf(answer, response.status);
    },
    subscribe: (document, variables, options = {}) =>
      follow(
        (after, signal) =>
          ask(document, { variables, ...(after !== null && { extensions: { after } }) }, 'text/event-stream', signal),
        options,
      ),
  };
}

function nameOf({ definitions }: DocumentNode): string {
  const [named] = definitions.flatMap((one) => (one.kind === Kind.OPERATION_DEFINITION ? (one.name?.value ?? []) : []));
  return named ?? 'anonymous';
}

/** What the headers of an answer say, or null. */
function deprecationOf(operation: string, headers: Headers): OperationDeprecation | null {
  const [, seconds] = /^@(-?\d{1,12})$/.exec(headers.get('deprecation') ?? '') ?? [];
  if (seconds === undefined) return null;
  const sunsetAt = new Date(headers.get('sunset') ?? '');
  const [, documentation = null] = /<([^>]*)>; rel="deprecation/.exec(headers.get('link') ?? '') ?? [];
  return {
    operation,
    deprecatedAt: new Date(Number(seconds) * 1_000),
    sunsetAt: Number.isNaN(sunsetAt.getTime()) ? null : sunsetAt,
    documentation,
  };
}

function warnedOnce(): (deprecation: OperationDeprecation) => void {
  const warned = new Set<string>();
  return ({ operation, sunsetAt, documentation }) => {
    if (warned.has(operation)) return;
    warned.add(operation);
    const until = sunsetAt ? ` and may end on ${sunsetAt.toISOString()}` : '';
    console.warn(`The operation ${operation} is deprecated${until}.${documentation ? ` See ${documentation}` : ''}`);
  };
}

/** The hash that codegen wrote into a document, by which it stands in the manifest. */
function hashOf(document: object): string {
  const { __meta__: meta } = document as { __meta__?: { hash?: string } };
  if (meta?.hash) return meta.hash;
  throw new OperationFailed('This document has no hash. Generate it with codegen’s persistedDocuments.');
}

function unreachable(error: unknown): never {
  const { cause, message } = error as Error;
  throw new OperationFailed(`Nothing answers: ${cause instanceof Error && cause.message ? cause.message : message}.`);
}

function dataOf<Data>(answer: unknown, status: number): Data {
  if (typeof answer !== 'object' || answer === null) throw new OperationFailed(`The answer is no GraphQL (HTTP ${status}).`);
  const { data, errors } = answer as { data?: Data; errors?: OperationError[] };
  if (errors?.length) throw new OperationFailed(errors.map(({ message }) => message).join(' '), errors, data ?? null);
  if (!data) throw new OperationFailed(`The answer holds no data (HTTP ${status}).`);
  return data;
}
