import { createPostgresTransport } from '@praetor/events/postgres-transport';
import { systemClock } from '@praetor/kernel/clock';
import { roleOf, urlFor } from '@praetor/postgres/database';
import type { RunningSubgraph } from '@praetor/subgraph/service';
import type { PraetorEnv } from './env.ts';
import { secretOf } from './home.ts';
import { installedDatabase } from './installed-database.ts';
import { passwordsOf } from './installation.ts';
import type { SubgraphParts } from './subgraphs.ts';

/** Runs `work` on one subgraph, over a prepared database; whatever it announces is published when a Praetor runs. */
export async function withSubgraph<T>(
  env: PraetorEnv,
  { store, create }: SubgraphParts,
  work: (subgraph: RunningSubgraph) => Promise<T>,
): Promise<T> {
  const secret = secretOf(env);
  const databaseUrl = urlFor(installedDatabase(env), roleOf(store.schema), passwordsOf(secret, env)(store.schema));
  const transport = createPostgresTransport({ url: databaseUrl });
  try {
    await using subgraph = await create({ databaseUrl, transport, clock: systemClock, secret });
    return await work(subgraph);
  } finally {
    await transport.close();
  }
}
