import type { Id } from '@praetor/kernel/id';
import type { Deprecation } from './deprecation.ts';

/** A registered operation that a request runs. */
export interface RunOperation {
  readonly id: Id<'operation'>;
  readonly tenantId: Id<'tenant'>;
  readonly deprecation: Deprecation | null;
  /** Throws PERSISTED_QUERY_NOT_FOUND once it was removed. */
  assertHolds(): Promise<void>;
}
