import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';

/** Asked before a bench keeps itself to some of them. */
const cores = availableParallelism();

/** What the figures were measured on: without it they say nothing. */
export function machine(postgres: string | undefined): string {
  const load = loadavg()[0] ?? 0;
  return [
    `${cores} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB`,
    `${type()} ${release()}`,
    `Node ${process.versions.node}`,
    ...(postgres ? [`PostgreSQL ${postgres}`] : []),
    `load ${load.toFixed(1)}`,
  ].join(' · ');
}
