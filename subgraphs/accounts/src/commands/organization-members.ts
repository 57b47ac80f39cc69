import { memberLeft, memberRoleChanged } from '@praetor/contracts/organizations';
import type { Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { parseId, type Id } from '@praetor/kernel/id';
import { expectedVersion, idempotencyKey, parse } from '@praetor/kernel/input';
import { Conflict } from '@praetor/kernel/refusal';
import { z } from 'zod';
import { MembershipRow } from '../db/membership.entity.ts';
import type { OrganizationRow } from '../db/organization.entity.ts';
import { memberOf, ownersOf } from '../db/organization.store.ts';
import { TeamMemberRow } from '../db/team-member.entity.ts';
import {
  changeRole,
  leave,
  OrganizationClosed,
  OrganizationLastOwner,
  OrganizationRoleInsufficient,
  removeMember as remove,
  teamRoles,
} from '../domain/organization.ts';
import { changeOrganization, organizationOf } from './change-organization.ts';

const inOrganization = { organizationId: z.string(), expectedVersion, idempotencyKey };
const Change = z.object({ ...inOrganization, accountId: z.string(), role: z.enum(teamRoles) });
const Remove = z.object({ ...inOrganization, accountId: z.string() });
const Leave = z.object(inOrganization);

const refusals = [OrganizationRoleInsufficient, OrganizationLastOwner, OrganizationClosed, Conflict] as const;
export const changeMemberRoleRefusals = refusals;
export const removeMemberRefusals = refusals;
export const leaveOrganizationRefusals = [OrganizationLastOwner, Conflict] as const;

/** Gives a member another role. The one they have is no change. */
export async function changeMemberRole(room: Room, raw: z.input<typeof Change>): Promise<OrganizationRow> {
  const input = parse(Change, raw);
  const accountId = parseId('account', input.accountId, 'accountId');
  return changeOrganization(room, 'changeMemberRole', input, async (tx, { organization, role }) => {
    const member = await memberOf(tx.em, organization.id, accountId);
    changeRole(organization.status, role, member.role, input.role, await ownersOf(tx.em, organization.id));
    const previousRole = member.role;
    if (previousRole === input.role) return;
    member.role = input.role;
    await tx.announce(memberRoleChanged, {
      subject: organizationOf(organization),
      data: { organizationId: organization.id, accountId, role: input.role, previousRole },
      change: { before: { role: previousRole }, after: { role: input.role } },
    });
  });
}

/** Takes a member out. They see nothing of it from their next request on. */
export async function removeMember(room: Room, raw: z.input<typeof Remove>): Promise<OrganizationRow> {
  const input = parse(Remove, raw);
  const accountId = parseId('account', input.accountId, 'accountId');
  return changeOrganization(room, 'removeMember', input, async (tx, { organization, role }) => {
    const member = await memberOf(tx.em, organization.id, accountId);
    remove(organization.status, role, member.role, await ownersOf(tx.em, organization.id));
    await takeOut(tx, organization.id, accountId, 'removed');
  });
}

/** A member goes. The last owner cannot. */
export async function leaveOrganization(room: Room, raw: z.input<typeof Leave>): Promise<OrganizationRow> {
  const input = parse(Leave, raw);
  return changeOrganization(room, 'leaveOrganization', input, async (tx, { organization, role, by }) => {
    leave(organization.status, role, await ownersOf(tx.em, organization.id));
    await takeOut(tx, organization.id, by, 'left');
  });
}

async function takeOut(
  tx: Transaction,
  organizationId: Id<'organization'>,
  accountId: Id<'account'>,
  why: 'removed' | 'left',
): Promise<void> {
  await tx.em.nativeDelete(TeamMemberRow, { organizationId, accountId });
  await tx.em.nativeDelete(MembershipRow, { organizationId, accountId });
  await tx.announce(memberLeft, {
    subject: { type: 'organization', id: organizationId },
    data: { organizationId, accountId, why },
  });
}
