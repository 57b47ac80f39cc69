import { traced } from '@praetor/telemetry/tracing';
import type { DocumentNode } from 'graphql';
import type { Actor } from '@praetor/identity/actor';
import { type Answer, type CompiledOperation, compileOperation, type Workshop } from './compiled-operation.ts';

/** One allowed operation, to be planned and run. */
export interface PlannedOperation {
  readonly document: DocumentNode;
  readonly operationName?: string | null;
  /** As the client sent them. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** The same as the operation's definitions make of them. */
  readonly coerced: Readonly<Record<string, unknown>>;
  readonly actor: Actor;
}

/**
 * Runs operations on one supergraph. Each is planned and compiled once: a pruned document stands for its operation and its viewer's
 * rights, and what is compiled of it goes when it does.
 */
export function createExecution(workshop: Workshop): (operation: PlannedOperation) => Promise<Answer> {
  const compiled = new WeakMap<DocumentNode, Map<string | null, CompiledOperation>>();
  const compile = (document: DocumentNode, name: string | null): Promise<CompiledOperation> =>
    traced('gateway.plan', { kind: 'internal' }, async () => {
      const operation = compileOperation(workshop, document, name);
      const byName = compiled.get(document) ?? new Map<string | null, CompiledOperation>();
      compiled.set(document, byName.set(name, operation));
      return operation;
    });
  return async ({ document, operationName = null, variables, coerced, actor }) => {
    const operation = compiled.get(document)?.get(operationName) ?? (await compile(document, operationName));
    return operation.run(variables, coerced, actor);
  };
}
