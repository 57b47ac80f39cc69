import { traced } from '@praetor/telemetry/tracing';
import type { DocumentNode } from 'graphql';
import { type Answer, type CompiledOperation, compileOperation, type Workshop } from './compiled-operation.ts';
import type { Asked } from './run.ts';

/** One allowed operation, to be planned and run. */
export interface PlannedOperation extends Asked {
  readonly document: DocumentNode;
  readonly operationName?: string | null;
  /** The variables as the operation's definitions make of them. */
  readonly coerced: Readonly<Record<string, unknown>>;
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
  return async ({ document, operationName = null, coerced, ...asked }) => {
    const operation = compiled.get(document)?.get(operationName) ?? (await compile(document, operationName));
    return operation.run(asked, coerced);
  };
}
