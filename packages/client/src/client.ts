import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';

export interface ClientOptions {
  /** Where Praetor answers: `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Access token or API key. */
  readonly token?: string | null;
  readonly timeoutMilliseconds?: number;
  /**
   * Send the hash of an operation in the place of its text, as keys for registered operations must. The build's manifest
   * (`persisted-documents.json`) is registered beforehand, with the mutation `registerOperations`.
   */
  readonly registered?: boolean;
}

/** One thing that an operation could not do: `extensions.code` says what kind. */
export interface OperationError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** The operation was not answered, or not wholly. */
export class OperationFailed extends Error {
  override readonly name = 'OperationFailed';
  readonly errors: readonly OperationError[];
  constructor(message: string, errors: readonly OperationError[] = []) {
    super(message);
    this.errors = errors;
  }
}

export interface Client {
  /** The data of one typed operation. Throws {@link OperationFailed} when there are errors, or no answer at all. */
  request<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables?: Variables): Promise<Data>;
}

/** A client of Praetor's endpoint (GraphQL over HTTP). Keeps nothing between requests. */
export function createClient({ url, token = null, timeoutMilliseconds = 30_000, registered = false }: ClientOptions): Client {
  const endpoint = new URL('graphql', url.endsWith('/') ? url : `${url}/`);
  const headers = {
    'content-type': 'application/json',
    accept: 'application/graphql-response+json, application/json',
    ...(token && { authorization: `Bearer ${token}` }),
  };
  return {
    async request(document, variables) {
      const operation = registered ? { documentId: hashOf(document) } : { query: print(document) };
      const body = JSON.stringify({ ...operation, variables });
      const signal = AbortSignal.timeout(timeoutMilliseconds);
      const response = await fetch(endpoint, { method: 'POST', headers, body, redirect: 'manual', signal }).catch(unreachable);
      const answer: unknown = await response.json().catch(() => null);
      return dataOf(answer, response.status);
    },
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
  if (errors?.length) throw new OperationFailed(errors.map(({ message }) => message).join(' '), errors);
  if (!data) throw new OperationFailed(`The answer holds no data (HTTP ${status}).`);
  return data;
}
