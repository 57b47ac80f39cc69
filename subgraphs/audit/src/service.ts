import { createSubgraph, type RunningSubgraph, type SubgraphOptions } from '@praetor/subgraph/service';
import { signCheckpoint } from './commands/sign-checkpoint.ts';
import { store } from './db/orm.ts';
import { schema } from './graphql/schema.ts';
import { createLoaders } from './queries/loaders.ts';
import { checkpointSigner } from './workers/checkpoint-signer.ts';
import { onErasures } from './workers/on-erasures.ts';
import { onExports } from './workers/on-exports.ts';
import { onEveryEvent } from './workers/on-every-event.ts';

export { verifyLog, type LogVerdict } from './commands/verify-log.ts';
export { loggedTenants, readLog } from './queries/read-log.ts';
export { store };

export interface AuditOptions extends SubgraphOptions {
  /** The deployment's secret: what encrypts the logs' signing keys at rest. */
  secret: string;
  /** Begins the origin of every log: a URL without its scheme. Cannot change once there are logs. */
  origin?: string;
}

/** The transparency log of what everybody announced: the one place that wires it. */
export function createAuditService({ secret, origin = 'praetor.local', ...options }: AuditOptions): Promise<RunningSubgraph> {
  return createSubgraph(
    {
      name: 'audit',
      schema,
      store,
      loaders: (room) =>
        createLoaders(room, () => signCheckpoint({ orm: room.orm, secret, now: room.clock() }, room.actor.tenantId)),
      consumers: ({ clock }) => ({ log: [...onEveryEvent({ clock, origin }), ...onErasures, ...onExports] }),
      jobs: (parts) => [checkpointSigner({ ...parts, secret })],
    },
    options,
  );
}
