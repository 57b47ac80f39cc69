import { loggedTenants, readLog } from '@praetor/audit/service';
import { systemClock, type Clock } from '@praetor/kernel/clock';
import { StartProblem } from '@praetor/postgres/embedded';
import { rebuildProjection } from '@praetor/subgraph/rebuild';
import type { RunningSubgraph } from '@praetor/subgraph/service';
import { readEnv } from './env.ts';
import { subgraphs } from './subgraphs.ts';
import { withSubgraph } from './with-subgraph.ts';

/** `praetor rebuild`: read models of one subgraph, or of all, learned anew from the audit log, while everything runs. */
export async function rebuildCommand(name: string): Promise<void> {
  const env = readEnv();
  const wanted = subgraphs.filter(({ store }) => name === 'all' || store.schema === name);
  if (!wanted.length)
    throw new StartProblem(
      `There is no subgraph ${name}: say all, or one of ${subgraphs.map(({ store }) => store.schema).join(', ')}.`,
    );
  const audit = subgraphs.find(({ store }) => store.schema === 'audit')!;
  await withSubgraph(env, audit, async (log) => {
    for (const parts of wanted) await withSubgraph(env, parts, (subgraph) => rebuildAll(subgraph, log, console.log));
  });
}

/** Every projection of a subgraph, of every tenant. */
export async function rebuildAll(
  subgraph: RunningSubgraph,
  audit: RunningSubgraph,
  say: (line: string) => void,
  clock: Clock = systemClock,
): Promise<void> {
  if (!subgraph.projections.length) return say(`${subgraph.name}: keeps nothing that only follows from events.`);
  const log = { read: readLog.bind(null, audit.orm) };
  for (const projection of subgraph.projections) {
    for (const tenantId of await loggedTenants(audit.orm)) {
      const events = await rebuildProjection({ orm: subgraph.orm, clock }, projection, tenantId, log);
      say(`${projection.tables.join(', ')}: ${tenantId} learned anew from ${events} events.`);
    }
  }
}
