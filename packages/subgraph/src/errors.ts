import { InvalidInput, Refusal } from '@praetor/kernel/refusal';
import { GraphQLError, type ExecutionResult } from 'graphql';
import type { Logger } from 'pino';

/** Postgres error class 22 (data exception): the caller's value cannot be stored or compared. */
const dataException = /^22/;

/**
 * What leaves a subgraph: coded errors as they are, refusals of queries (mutations answer them as data) by their code,
 * and anything else masked, with the whole of it in the log under the request's id.
 */
export function maskErrors(result: ExecutionResult, log: Logger, requestId: string | null): ExecutionResult {
  if (!result.errors?.length) return result;
  return { ...result, errors: result.errors.map((error) => mask(error, log, requestId)) };
}

function mask(error: GraphQLError, log: Logger, requestId: string | null): GraphQLError {
  const cause = error.originalError;
  const { nodes = null, path = null } = error;
  const as = (message: string, extensions: Record<string, unknown>): GraphQLError =>
    new GraphQLError(message, { nodes, path, extensions });
  // graphql-js's own errors (parsing, validation, coercion of variables) have no cause and are the caller's.
  // Some of them wrap another: a variable whose value does not fit its type.
  if (!cause || cause instanceof GraphQLError)
    return error.extensions.code ? error : as(error.message, { code: cause ? 'BAD_USER_INPUT' : 'GRAPHQL_VALIDATION_FAILED' });
  if (cause instanceof InvalidInput) return as(cause.message, { code: 'BAD_USER_INPUT', issues: cause.issues });
  if (cause instanceof Refusal) return as(cause.message, { code: cause.code });
  if (dataException.test(String((cause as { code?: unknown }).code))) {
    return as('The input holds a value that cannot be stored or compared. Correct it.', { code: 'BAD_USER_INPUT' });
  }
  log.error({ err: cause, path, requestId }, 'unexpected error');
  return as('Something went wrong on our side. Quote the request id when you report it.', {
    code: 'INTERNAL_SERVER_ERROR',
    requestId,
  });
}
