import { foundTenant, newPassword } from '@praetor/accounts/service';
import { systemClock } from '@praetor/kernel/clock';
import { readEnv } from './env.ts';
import { accounts } from './subgraphs.ts';
import { withSubgraph } from './with-subgraph.ts';

export interface TenantOptions {
  /** E-mail addresses. */
  readonly admin: readonly string[];
  readonly name?: string;
}

/** `praetor tenant create`: a marketplace and its first administrators, whose passwords are shown this once. Staff roles take two people: name two. */
export async function createTenantCommand(slug: string, { admin, name = slug }: TenantOptions): Promise<void> {
  const logins = admin.map((email) => ({ role: 'ADMIN' as const, email, password: newPassword() }));
  const tenantId = await withSubgraph(readEnv(), accounts, (running) =>
    foundTenant(running, systemClock, { slug, name, logins }),
  );
  const lines = logins.map(
    ({ email, password }) => `Administrator ${email}, password ${password} unless the account existed before.`,
  );
  console.log([`Tenant ${slug} (${tenantId}).`, ...lines].join('\n'));
}
