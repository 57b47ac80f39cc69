import type { Id } from '@praetor/kernel/id';

/** A registered operation that a request runs. */
export interface RunOperation {
  readonly id: Id<'operation'>;
  readonly tenantId: Id<'tenant'>;
  /** Throws PERSISTED_QUERY_NOT_FOUND once it was removed. */
  assertHolds(): Promise<void>;
}
