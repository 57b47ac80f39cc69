import { createAccountsService } from '@praetor/accounts/service';
import { createPostgresTransport } from '@praetor/events/postgres-transport';
import { systemClock } from '@praetor/kernel/clock';
import { InvalidSettings } from '@praetor/kernel/settings';
import { roleOf, urlFor } from '@praetor/postgres/database';
import type { RunningSubgraph } from '@praetor/subgraph/service';
import type { PraetorEnv } from './env.ts';
import { secretOf } from './home.ts';
import { passwordsOf } from './installation.ts';

/** Runs `work` on accounts alone, over a prepared database; whatever it announces is published when a Praetor runs. */
export async function withAccounts<T>(env: PraetorEnv, work: (accounts: RunningSubgraph) => Promise<T>): Promise<T> {
  const { databaseUrl: adminUrl } = env;
  if (!adminUrl) throw new InvalidSettings(['DATABASE_URL: write the URL of an administrator of the prepared database.']);
  const secret = secretOf(env);
  const databaseUrl = urlFor(adminUrl, roleOf('accounts'), passwordsOf(secret, env)('accounts'));
  const transport = createPostgresTransport({ url: databaseUrl });
  try {
    await using accounts = await createAccountsService({ databaseUrl, transport, clock: systemClock, secret });
    return await work(accounts);
  } finally {
    await transport.close();
  }
}
