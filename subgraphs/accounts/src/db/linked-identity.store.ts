import type { EntityManager } from '@mikro-orm/postgresql';
import type { Id } from '@praetor/kernel/id';
import { sql } from '@praetor/postgres/sql';
import { LinkedIdentityRow } from './linked-identity.entity.ts';

export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

export const identityOf = (em: EntityManager, { issuer, subject }: Identity): Promise<LinkedIdentityRow | null> =>
  em.findOne(LinkedIdentityRow, { issuer, subject }, { refresh: true });

export const identitiesOf = (em: EntityManager, accountId: Id<'account'>): Promise<LinkedIdentityRow[]> =>
  em.find(LinkedIdentityRow, { accountId }, { orderBy: { id: 'asc' } });

/** One at a time for one identity of one tenant, whether it is linked yet or not. Until the transaction ends. */
export async function lockIdentity(tx: EntityManager, tenantId: Id<'tenant'>, { issuer, subject }: Identity): Promise<void> {
  const key = `accounts.identity/${tenantId}/${JSON.stringify([issuer, subject])}`;
  await sql(tx, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [key]);
}
