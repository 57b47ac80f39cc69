import type { Id } from '@praetor/kernel/id';
import { latencyBucketOf } from '@praetor/kernel/latency-sketch';
import type { Logger } from 'pino';
import type { Accounts, OperationUsage } from '../accounts.ts';

/** Counts how registered operations are used, and reports sums: never one by one. */
export interface UsageReporter extends AsyncDisposable {
  record(operation: { id: Id<'operation'>; tenantId: Id<'tenant'> }, run: Run): void;
}

/** How one run of an operation went. */
export interface Run {
  readonly milliseconds: number;
  readonly failed: boolean;
  /** What it uses of the schema that is deprecated. */
  readonly deprecatedUses: readonly string[];
}

/** What is not reported yet of so many operations; beyond, the oldest is given up. */
const mostOperations = 10_000;
const mostAtOnce = 1_000;

export function createUsageReporter(
  accounts: Pick<Accounts, 'reportOperationUsage'>,
  everyMs: number,
  logger: Logger,
): UsageReporter {
  const waiting = new Map<string, OperationUsage>();
  let reporting: Promise<void> = Promise.resolve();

  const report = async (): Promise<void> => {
    const usages = [...waiting.values()].slice(0, mostAtOnce);
    if (usages.length === 0) return;
    for (const { operationId } of usages) waiting.delete(operationId);
    try {
      await accounts.reportOperationUsage(usages);
    } catch (error) {
      logger.warn({ err: error }, 'The use of operations could not be reported. It is kept for the next report.');
      for (const usage of usages) add(waiting, usage);
      return;
    }
    await report();
  };
  const timer = setInterval(() => {
    reporting = reporting.then(report);
  }, everyMs);
  timer.unref();

  return {
    record({ id, tenantId }, { milliseconds, failed, deprecatedUses }) {
      const bucket = latencyBucketOf(milliseconds);
      const latencies = Array.from({ length: bucket + 1 }, (_, at) => (at === bucket ? 1 : 0));
      add(waiting, { tenantId, operationId: id, uses: 1, errors: failed ? 1 : 0, latencies, deprecatedUses });
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await reporting;
      await report();
    },
  };
}

function add(waiting: Map<string, OperationUsage>, usage: OperationUsage): void {
  const known = waiting.get(usage.operationId);
  if (known) waiting.set(usage.operationId, sumOf(known, usage));
  else {
    const [oldest] = waiting.size >= mostOperations ? waiting.keys() : [];
    if (oldest !== undefined) waiting.delete(oldest);
    waiting.set(usage.operationId, usage);
  }
}

function sumOf(left: OperationUsage, right: OperationUsage): OperationUsage {
  const length = Math.max(left.latencies.length, right.latencies.length);
  const latencies = Array.from({ length }, (_, at) => (left.latencies[at] ?? 0) + (right.latencies[at] ?? 0));
  return {
    ...left,
    deprecatedUses: right.deprecatedUses,
    uses: left.uses + right.uses,
    errors: left.errors + right.errors,
    latencies,
  };
}
