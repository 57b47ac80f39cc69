import type { Room } from '@praetor/events/room';
import { isId, type Id } from '@praetor/kernel/id';
import { inTenant } from '@praetor/postgres/tenancy';
import { keysetPage, type Page, type PageArguments } from '@praetor/postgres/page';
import type { EntityManager } from '@mikro-orm/postgresql';
import { InvitationRow } from '../db/invitation.entity.ts';
import { MembershipRow } from '../db/membership.entity.ts';
import { readingOrganizations, type OrganizationScope } from '../db/organization-wall.ts';
import { OrganizationRow } from '../db/organization.entity.ts';
import { powersIn, type Power } from '../domain/organization.ts';
import { organizationsOf } from '../db/organization.store.ts';
import { TeamMemberRow } from '../db/team-member.entity.ts';
import { TeamRow } from '../db/team.entity.ts';

const scopes = new WeakMap<Room, Promise<EntityManager>>();

/**
 * What the caller may read of organizations: staff who may, all of the tenant; everyone else those that they are in now.
 * Asked once a request; both walls hold for every read through it.
 */
export function readable(room: Room): Promise<EntityManager> {
  const known = scopes.get(room) ?? scopeOf(room).then((scope) => readingOrganizations(room.orm, room.actor.tenantId, scope));
  scopes.set(room, known);
  return known;
}

async function scopeOf({ orm, actor, permissions }: Room): Promise<OrganizationScope> {
  if (permissions.has('organization:read')) return '*';
  const { id } = actor;
  return actor.kind === 'account' && isId('account', id) ? inTenant(orm, actor.tenantId, (tx) => organizationsOf(tx, id)) : [];
}

export async function organizationsByIds(room: Room, ids: readonly string[]): Promise<Map<string, OrganizationRow>> {
  const em = await readable(room);
  const rows = await em.find(OrganizationRow, { id: { $in: ids.filter((id) => isId('organization', id)) } });
  return new Map(rows.map((row) => [row.id, row]));
}

/** Those that the caller may read: a member's own, or all of the tenant, newest first. */
export const organizationsPage = async (room: Room, page: PageArguments): Promise<Page<OrganizationRow>> =>
  keysetPage(await readable(room), OrganizationRow, {}, page);

/** Memberships of one account in organizations that the caller may read. */
export const membershipsPage = async (room: Room, page: PageArguments, accountId: Id<'account'>): Promise<Page<MembershipRow>> =>
  keysetPage(await readable(room), MembershipRow, { accountId }, page, { organizationId: 'desc' });

export const membersPage = async (
  room: Room,
  page: PageArguments,
  organizationId: Id<'organization'>,
): Promise<Page<MembershipRow>> =>
  keysetPage(await readable(room), MembershipRow, { organizationId }, page, { accountId: 'asc' });

export const teamsPage = async (room: Room, page: PageArguments, organizationId: Id<'organization'>): Promise<Page<TeamRow>> =>
  keysetPage(await readable(room), TeamRow, { organizationId }, page);

export const teamMembersPage = async (room: Room, page: PageArguments, teamId: Id<'team'>): Promise<Page<TeamMemberRow>> =>
  keysetPage(await readable(room), TeamMemberRow, { teamId }, page, { accountId: 'asc' });

export const invitationsPage = async (
  room: Room,
  page: PageArguments,
  organizationId: Id<'organization'>,
): Promise<Page<InvitationRow>> => keysetPage(await readable(room), InvitationRow, { organizationId }, page);

/** The caller's roles in these organizations, in order. */
export async function rolesIn(room: Room, ids: readonly Id<'organization'>[]): Promise<(MembershipRow['role'] | null)[]> {
  const { id } = room.actor;
  if (!isId('account', id)) return ids.map(() => null);
  const rows = await (await readable(room)).find(MembershipRow, { accountId: id, organizationId: { $in: [...ids] } });
  return ids.map((organizationId) => rows.find((row) => row.organizationId === organizationId)?.role ?? null);
}

/** What a role may do; nothing without one. */
export const powersOf = (role: MembershipRow['role'] | null): Power[] => (role ? powersIn(role) : []);
