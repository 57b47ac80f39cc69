import type { Id } from '@praetor/kernel/id';
import { Conflict, NotFound } from '@praetor/kernel/refusal';
import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import { impersonatorRoles } from '../domain/impersonation.ts';
import { staffRoles } from '../domain/roles.ts';
import { ImpersonationRow } from './impersonation.entity.ts';

export async function impersonationById(em: EntityManager, id: string): Promise<ImpersonationRow> {
  const row = await em.findOne(ImpersonationRow, { id: id as Id<'impersonation'> });
  if (!row) throw new NotFound('impersonation');
  return row;
}

export async function lockImpersonation(
  tx: EntityManager,
  id: Id<'impersonation'>,
  expectedVersion?: number | null,
): Promise<ImpersonationRow> {
  const row = await tx.findOne(ImpersonationRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!row) throw new NotFound('impersonation');
  if (expectedVersion != null && expectedVersion !== row.version) throw new Conflict(expectedVersion, row.version);
  return row;
}

const literal = (names: readonly string[]): string => `'{${names.join(',')}}'::text[]`;

/**
 * SQL, for a session `s` of account `a` and two times `?` (now): whether nobody acts as someone else in it, or somebody who
 * still may – both stand, staff still has the role and the session it began from, the other got no staff role, the time
 * is not over. Asked on each request, so that whatever ends one of these ends the impersonation at once.
 */
export const impersonationHolds = `(s.impersonator_id is null or exists (
  select 1 from accounts.impersonation i
  join accounts.account staff on staff.id = i.impersonator_id and staff.tenant_id = i.tenant_id
  join accounts.session began on began.id = i.impersonator_session_id and began.tenant_id = i.tenant_id
  where i.session_id = s.id and i.tenant_id = s.tenant_id and i.ended_at is null and i.expires_at > ?
    and staff.status = 'active' and staff.roles && ${literal(impersonatorRoles)}
    and began.revoked_at is null and began.expires_at > ?
    and not a.roles && ${literal(staffRoles)}))`;
