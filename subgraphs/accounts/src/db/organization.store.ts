import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import { sql } from '@praetor/postgres/sql';
import { idOf, uuidOf, type Id } from '@praetor/kernel/id';
import { Conflict, NotFound } from '@praetor/kernel/refusal';
import type { TeamRole } from '../domain/organization.ts';
import { InvitationRow } from './invitation.entity.ts';
import { MembershipRow } from './membership.entity.ts';
import { openOrganizations, showMembershipsOf } from './organization-wall.ts';
import { OrganizationRow } from './organization.entity.ts';
import { TeamRow } from './team.entity.ts';

/** An organization from inside, as one of its members. */
export interface Inside {
  readonly organization: OrganizationRow;
  readonly role: TeamRole;
}

/**
 * Goes into an organization as its member: from here on the transaction sees and changes nothing of any other. Whoever is no
 * member learns nothing, not even that it exists. Its row is locked: what happens in one organization happens in turns.
 */
export async function enter(
  tx: EntityManager,
  accountId: Id<'account'>,
  id: Id<'organization'>,
  expectedVersion?: number | null,
): Promise<Inside> {
  await showMembershipsOf(tx, accountId);
  const [mine] = await sql<{ role: TeamRole }>(
    tx,
    'select role from accounts.membership where organization_id = $1 and account_id = $2',
    [uuidOf(id), uuidOf(accountId)],
  );
  if (!mine) throw new NotFound('organization');
  await openOrganizations(tx, [id]);
  const organization = await lockOrganization(tx, id, expectedVersion);
  // Another may have changed the role between the look and the lock.
  const member = await tx.findOne(MembershipRow, { organizationId: id, accountId });
  if (!member) throw new NotFound('organization');
  return { organization, role: member.role };
}

/** Within an opened scope. */
export async function lockOrganization(
  tx: EntityManager,
  id: Id<'organization'>,
  expectedVersion?: number | null,
): Promise<OrganizationRow> {
  const row = await tx.findOne(OrganizationRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!row) throw new NotFound('organization');
  if (expectedVersion != null && expectedVersion !== row.version) throw new Conflict(expectedVersion, row.version);
  return row;
}

/** The organizations that an account is in. */
export async function organizationsOf(tx: EntityManager, accountId: Id<'account'>): Promise<Id<'organization'>[]> {
  await showMembershipsOf(tx, accountId);
  const rows = await sql<{ id: string }>(tx, 'select organization_id as id from accounts.membership where account_id = $1', [
    uuidOf(accountId),
  ]);
  return rows.map(({ id }) => idOf('organization', id));
}

export async function memberOf(
  tx: EntityManager,
  organizationId: Id<'organization'>,
  accountId: Id<'account'>,
): Promise<MembershipRow> {
  const member = await tx.findOne(MembershipRow, { organizationId, accountId });
  if (!member) throw new NotFound('member');
  return member;
}

export const ownersOf = (tx: EntityManager, organizationId: Id<'organization'>): Promise<number> =>
  tx.count(MembershipRow, { organizationId, role: 'OWNER' });

export async function teamOf(tx: EntityManager, organizationId: Id<'organization'>, id: Id<'team'>): Promise<TeamRow> {
  const team = await tx.findOne(TeamRow, { id, organizationId });
  if (!team) throw new NotFound('team');
  return team;
}

export async function invitationOf(
  tx: EntityManager,
  organizationId: Id<'organization'>,
  id: Id<'invitation'>,
): Promise<InvitationRow> {
  const invitation = await tx.findOne(InvitationRow, { id, organizationId });
  if (!invitation) throw new NotFound('invitation');
  return invitation;
}
