import { teamCreated, teamDeleted, teamMemberAdded, teamMemberRemoved, teamRenamed } from '@praetor/contracts/organizations';
import type { Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { newId, parseId, type Id } from '@praetor/kernel/id';
import { expectedVersion, idempotencyKey, parse, text } from '@praetor/kernel/input';
import { Conflict } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { OrganizationRow } from '../db/organization.entity.ts';
import { memberOf, teamOf, type Inside } from '../db/organization.store.ts';
import { TeamMemberRow } from '../db/team-member.entity.ts';
import { TeamRow } from '../db/team.entity.ts';
import {
  assertMay,
  limits,
  OrganizationClosed,
  OrganizationLimitReached,
  OrganizationRoleInsufficient,
  TeamNameTaken,
} from '../domain/organization.ts';
import { changeOrganization, organizationOf } from './change-organization.ts';

const inOrganization = { organizationId: z.string(), expectedVersion, idempotencyKey };
const Create = z.object({ ...inOrganization, name: text(100) });
const Rename = z.object({ ...inOrganization, teamId: z.string(), name: text(100) });
const Delete = z.object({ ...inOrganization, teamId: z.string() });
const Member = z.object({ ...inOrganization, teamId: z.string(), accountId: z.string() });

const refusals = [OrganizationRoleInsufficient, OrganizationClosed, Conflict] as const;
export const createTeamRefusals = [...refusals, OrganizationLimitReached] as const;
export const renameTeamRefusals = [...refusals, TeamNameTaken] as const;
export const deleteTeamRefusals = refusals;
export const addTeamMemberRefusals = refusals;
export const removeTeamMemberRefusals = refusals;

const assertManages = ({ organization, role }: Inside): void =>
  assertMay(organization.status, role, 'manageTeams', 'manage teams');

/** Makes a team. One of the same name is that team. */
export async function createTeam(room: Room, raw: z.input<typeof Create>): Promise<OrganizationRow> {
  const input = parse(Create, raw);
  return changeOrganization(room, 'createTeam', input, async (tx, inside) => {
    assertManages(inside);
    const { id: organizationId, tenantId } = inside.organization;
    const { name } = input;
    if (await tx.em.findOne(TeamRow, { organizationId, name })) return;
    if ((await tx.em.count(TeamRow, { organizationId })) >= limits.teams) throw new OrganizationLimitReached('teams');
    const id = newId('team');
    tx.em.create(TeamRow, { id, tenantId, organizationId, name, createdAt: tx.now });
    await tx.announce(teamCreated, { subject: organizationOf(inside.organization), data: { organizationId, teamId: id, name } });
  });
}

export async function renameTeam(room: Room, raw: z.input<typeof Rename>): Promise<OrganizationRow> {
  const input = parse(Rename, raw);
  return onTeam(room, 'renameTeam', input, async (tx, inside, team) => {
    const { name } = input;
    const other = await tx.em.findOne(TeamRow, { organizationId: team.organizationId, name });
    if (other && other.id !== team.id) throw new TeamNameTaken();
    team.name = name;
    const data = { organizationId: team.organizationId, teamId: team.id, name };
    await tx.announce(teamRenamed, { subject: organizationOf(inside.organization), data });
  });
}

export async function deleteTeam(room: Room, raw: z.input<typeof Delete>): Promise<OrganizationRow> {
  const input = parse(Delete, raw);
  return onTeam(room, 'deleteTeam', input, async (tx, inside, { id, organizationId }) => {
    await tx.em.nativeDelete(TeamMemberRow, { teamId: id });
    await tx.em.nativeDelete(TeamRow, { id });
    await tx.announce(teamDeleted, { subject: organizationOf(inside.organization), data: { organizationId, teamId: id } });
  });
}

/** Puts a member into a team. */
export async function addTeamMember(room: Room, raw: z.input<typeof Member>): Promise<OrganizationRow> {
  const input = parse(Member, raw);
  const accountId = parseId('account', input.accountId, 'accountId');
  return onTeam(room, 'addTeamMember', input, async (tx, inside, { id: teamId, organizationId, tenantId }) => {
    await memberOf(tx.em, organizationId, accountId);
    if (await tx.em.findOne(TeamMemberRow, { teamId, accountId })) return;
    tx.em.create(TeamMemberRow, { tenantId, teamId, accountId, organizationId });
    await tx.announce(teamMemberAdded, {
      subject: organizationOf(inside.organization),
      data: { organizationId, teamId, accountId },
    });
  });
}

/** Takes a member out of a team; they stay in the organization. */
export async function removeTeamMember(room: Room, raw: z.input<typeof Member>): Promise<OrganizationRow> {
  const input = parse(Member, raw);
  const accountId = parseId('account', input.accountId, 'accountId');
  return onTeam(room, 'removeTeamMember', input, async (tx, inside, { id: teamId, organizationId }) => {
    if (!(await tx.em.nativeDelete(TeamMemberRow, { teamId, accountId }))) return;
    await tx.announce(teamMemberRemoved, {
      subject: organizationOf(inside.organization),
      data: { organizationId, teamId, accountId },
    });
  });
}

type OnTeam = {
  organizationId: string;
  teamId: string;
  expectedVersion?: number | null | undefined;
  idempotencyKey?: string | null | undefined;
};

/** Something with one of the organization's own teams. */
function onTeam(
  room: Room,
  action: string,
  input: OnTeam,
  work: (tx: Transaction, inside: Inside, team: TeamRow) => Promise<void>,
): Promise<OrganizationRow> {
  const teamId: Id<'team'> = parseId('team', input.teamId, 'teamId');
  return changeOrganization(room, action, input, async (tx, inside) => {
    assertManages(inside);
    await work(tx, inside, await teamOf(tx.em, inside.organization.id, teamId));
  });
}
