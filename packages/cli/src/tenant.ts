import { foundTenant, newSetUpToken, setUpHours } from '@praetor/accounts/service';
import { systemClock } from '@praetor/kernel/clock';
import { readEnv } from './env.ts';
import { accounts } from './subgraphs.ts';
import { withSubgraph } from './with-subgraph.ts';

export interface TenantOptions {
  /** E-mail addresses. */
  readonly admin: readonly string[];
  readonly name?: string;
}

/**
 * `praetor tenant create`: a marketplace and its first administrators. Nobody gets a password: each sets their own with what is
 * shown this once. Staff roles take two people: name two.
 */
export async function createTenantCommand(slug: string, { admin, name = slug }: TenantOptions): Promise<void> {
  const administrators = admin.map((email) => ({ email, token: newSetUpToken() }));
  const tenantId = await withSubgraph(readEnv(), accounts, (running) =>
    foundTenant(running, systemClock, { slug, name, logins: [], administrators }),
  );
  const lines = administrators.map(
    ({ email, token }) =>
      `Administrator ${email}: unless the account existed before, give them this token. With it they set their password (resetPassword), once, within ${setUpHours} hours: ${token}`,
  );
  console.log([`Tenant ${slug} (${tenantId}).`, ...lines].join('\n'));
}
