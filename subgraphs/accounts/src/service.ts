import type { KeyObject } from 'node:crypto';
import { InvalidSettings } from '@praetor/kernel/settings';
import { createSubgraph, type RunningSubgraph, type SubgraphOptions } from '@praetor/subgraph/service';
import { createEvidenceKey } from './commands/evidence-key.ts';
import { createKeyring } from './db/keyring.ts';
import { store } from './db/orm.ts';
import { SealBroken } from './db/seal.ts';
import { schema } from './graphql/schema.ts';
import { createLoaders } from './queries/loaders.ts';
import { onFlags } from './workers/on-flags.ts';
import { onTraces } from './workers/on-traces.ts';
import { sweeps } from './workers/sweeps.ts';

export { foundTenant, newDemo, newPassword, type Founding } from './commands/found-tenant.ts';
export { store };

export interface AccountsOptions extends SubgraphOptions {
  /** Seals what is kept of signing keys: the same for every process of one installation, for good. */
  secret: string;
  /** Ed25519 private key of access tokens, when the operator keeps it; otherwise one is made at first start. */
  tokenKey?: KeyObject;
}

/** Accounts: who someone is, and what may be done in their name. The one place that wires it. */
export async function createAccountsService(options: AccountsOptions): Promise<RunningSubgraph> {
  const { secret, tokenKey, clock } = options;
  const keys = createKeyring({ secret, tokenKey, clock, orm: () => subgraph.orm });
  const subgraph = await createSubgraph(
    {
      name: 'accounts',
      schema,
      store,
      loaders: (room) => createLoaders(room, keys),
      // One consumer: each reads the whole stream of events.
      consumers: () => ({ events: [...onFlags, ...onTraces(createEvidenceKey(secret))] }),
      jobs: (parts) => sweeps(parts, keys),
    },
    options,
  );
  try {
    // Makes the first key, and finds a wrong secret now rather than at the first login.
    await keys.jwks();
  } catch (error) {
    await subgraph[Symbol.asyncDispose]();
    throw error instanceof SealBroken ? new InvalidSettings([`PRAETOR_SECRET: ${error.message}`]) : error;
  }
  return subgraph;
}
