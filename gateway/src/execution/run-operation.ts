import { nullOut } from '@praetor/authorization/null-out';
import { type DocumentNode, type ExecutionResult, getOperationAST, getVariableValues, type GraphQLError } from 'graphql';
import { Rejected } from '../authorization-mode.ts';
import { coded, maskError, type ReportError } from '../errors.ts';
import type { Leaving } from '../leaving.ts';
import { assertVariablesWithin } from '../limits/variable-limits.ts';
import { withStepUpChallenge } from '../step-up-challenge.ts';
import type { Supergraph } from '../supergraph.ts';
import type { GatewayContext } from '../viewer.ts';

/** One valid operation as a client asked for it. */
export interface AskedOperation {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly context: GatewayContext;
  /** Of a subscription: the cursor of the last event that the client saw. */
  readonly after?: string | null;
  /** Of the client's request; a mutation runs to its end although they go. */
  readonly leaving?: Leaving | null;
}

/**
 * Runs a query or mutation as far as the viewer may: what is denied is taken out before planning, and comes back as null
 * with an error at its path. Never throws: every error is in the result, fit for clients.
 */
export async function runOperation(supergraph: Supergraph, asked: AskedOperation, report: ReportError): Promise<ExecutionResult> {
  const { requestId } = asked.context.caller;
  const told = (errors: readonly unknown[]) => withStepUpChallenge(errors.map((error) => maskError(error, requestId, report)));
  try {
    const { errors, ...result } = await allowedPart(supergraph, asked);
    return { ...(errors.length > 0 && { errors: told(errors) }), ...result };
  } catch (error) {
    const errors = error instanceof Rejected ? error.errors : [error];
    return { errors: told(errors) };
  }
}

type Answer = Omit<ExecutionResult, 'errors'> & { errors: readonly GraphQLError[] };

async function allowedPart({ apiSchema, pruner, assertAffordable, execute }: Supergraph, asked: AskedOperation): Promise<Answer> {
  const { document, operationName = null, context, leaving = null } = asked;
  const variables = asked.variables ?? {};
  const coerced = coercedVariables(apiSchema, asked);
  const pruned = await pruner.prune(document, operationName, context.viewer, variables);
  const shape = { schema: apiSchema, document, operationName, variables };
  if (!pruned.document) return { data: nullOut(shape, {}), errors: pruned.errors };
  assertAffordable({ document: pruned.document, operationName, variables: coerced }, context.viewer);
  const operation = { document: pruned.document, operationName, variables, coerced, actor: context.viewer.actor };
  const isRead = getOperationAST(pruned.document, operationName)?.operation === 'query';
  const result = await execute({ ...operation, leaving: isRead ? leaving : null });
  const errors = pruned.errors.length > 0 ? [...pruned.errors, ...result.errors] : result.errors;
  return { data: pruned.document === document ? result.data : nullOut(shape, result.data), errors };
}

/** Throws GRAPHQL_VARIABLE_LIMIT, or BAD_USER_INPUT: Apollo's executor checks variables too, but answers without a code. */
export function coercedVariables(
  schema: Supergraph['apiSchema'],
  { document, operationName, variables }: AskedOperation,
): Readonly<Record<string, unknown>> {
  assertVariablesWithin(variables ?? {});
  const definitions = getOperationAST(document, operationName)?.variableDefinitions;
  if (!definitions?.length) return {};
  const { errors, coerced } = getVariableValues(schema, definitions, variables ?? {}, { maxErrors: 20 });
  if (coerced) return coerced;
  throw coded('BAD_USER_INPUT', errors.map(({ message }) => message).join(' '), { http: { status: 400 } });
}
