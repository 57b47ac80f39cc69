import { foundTenant, newPassword } from '@praetor/accounts/service';
import { systemClock } from '@praetor/kernel/clock';
import { readEnv } from './env.ts';
import { accounts } from './subgraphs.ts';
import { withSubgraph } from './with-subgraph.ts';

export interface TenantOptions {
  readonly admin: string;
  readonly name?: string;
}

/** `praetor tenant create`: a marketplace and its first administrator, whose password is shown this once. */
export async function createTenantCommand(slug: string, { admin, name = slug }: TenantOptions): Promise<void> {
  const password = newPassword();
  const logins = [{ role: 'ADMIN' as const, email: admin, password }];
  const tenantId = await withSubgraph(readEnv(), accounts, (running) =>
    foundTenant(running, systemClock, { slug, name, logins }),
  );
  console.log(`Tenant ${slug} (${tenantId}).\nAdministrator ${admin}, password ${password} unless the account existed before.`);
}
