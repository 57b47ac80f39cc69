import { Gauge, type Registry } from 'prom-client';

/** A subgraph whose backlog can be asked for. */
export interface BacklogSource {
  readonly name: string;
  backlog(): Promise<{ readonly unpublishedSeconds: number; readonly failed: number; readonly waiting: number }>;
}

/**
 * Shows at each scrape how far each subgraph's events are behind. One whose database does not answer has no value then:
 * the rest of the metrics is wanted most at such a time.
 */
export function showBacklogs(register: Registry, sources: readonly BacklogSource[]): void {
  const registers = [register];
  const lag = new Gauge({
    name: 'praetor_outbox_lag_seconds',
    help: 'Age of the oldest event that is announced and not published.',
    labelNames: ['subgraph'],
    registers,
    collect: () => read(),
  });
  const failures = new Gauge({
    name: 'praetor_inbox_failures',
    help: 'Events that a consumer could not handle, and those that wait behind one. `praetor failures` tells which.',
    labelNames: ['subgraph', 'state'],
    registers,
    collect: () => read(),
  });
  const readOne = async ({ name: subgraph, backlog }: BacklogSource): Promise<void> => {
    try {
      const { unpublishedSeconds, failed, waiting } = await backlog();
      lag.set({ subgraph }, unpublishedSeconds);
      failures.set({ subgraph, state: 'failed' }, failed);
      failures.set({ subgraph, state: 'waiting' }, waiting);
    } catch {
      lag.remove({ subgraph });
      for (const state of ['failed', 'waiting']) failures.remove({ subgraph, state });
    }
  };
  let reading: Promise<void> | null = null;
  // Both gauges are collected at once: one reading serves them.
  const read = (): Promise<void> =>
    (reading ??= Promise.all(sources.map(readOne)).then(() => {
      reading = null;
    }));
}
