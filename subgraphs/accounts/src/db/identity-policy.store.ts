import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import { uuidOf, type Id } from '@praetor/kernel/id';
import { sql } from '@praetor/postgres/sql';
import { usualPolicy, type IdentityPolicy } from '../domain/identity-policy.ts';
import { staffRoles } from '../domain/roles.ts';
import { IdentityPolicyRow } from './identity-policy.entity.ts';

/** What holds in this tenant. */
export const identityPolicyOf = async (em: EntityManager): Promise<IdentityPolicy> =>
  (await em.findOne(IdentityPolicyRow, {})) ?? usualPolicy;

/** The row, locked; of two that decide first at once, one waits for the other. */
export async function lockIdentityPolicy(tx: EntityManager, id: Id<'tenant'>): Promise<IdentityPolicyRow | null> {
  await sql(tx, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [`accounts.identityPolicy/${uuidOf(id)}`]);
  return tx.findOne(IdentityPolicyRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

const { idleMinutes, sessionHours, staffIdleMinutes, staffSessionHours } = usualPolicy;
const isStaff = `a.roles && '{${staffRoles.join(',')}}'::text[]`;
const limit = (staff: string, usualStaff: number, people: string, usual: number): string =>
  `case when ${isStaff} then coalesce(p.${staff}, ${usualStaff}) else coalesce(p.${people}, ${usual}) end`;

/**
 * SQL, for a session `s` of account `a`, the tenant's policy `p` and two times `?` (now): whether it is neither too old nor
 * idle, as `countsUntil` of the domain has it. Staff who act as someone else cannot refresh, and have an hour.
 */
export const isFresh = `(s.impersonator_id is not null or (
  s.created_at > ?::timestamptz - make_interval(hours => ${limit('staff_session_hours', staffSessionHours, 'session_hours', sessionHours)})
  and s.refreshed_at > ?::timestamptz - make_interval(mins => ${limit('staff_idle_minutes', staffIdleMinutes, 'idle_minutes', idleMinutes)})))`;
