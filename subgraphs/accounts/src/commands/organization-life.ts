import { memberRoleChanged, organizationClosed, organizationRenamed } from '@praetor/contracts/organizations';
import type { Room } from '@praetor/events/room';
import { parseId } from '@praetor/kernel/id';
import { expectedVersion, idempotencyKey, parse, text } from '@praetor/kernel/input';
import { Conflict, NotFound } from '@praetor/kernel/refusal';
import { z } from 'zod';
import { InvitationRow } from '../db/invitation.entity.ts';
import type { OrganizationRow } from '../db/organization.entity.ts';
import { memberOf } from '../db/organization.store.ts';
import { assertMay, OrganizationClosed, OrganizationRoleInsufficient } from '../domain/organization.ts';
import { changeOrganization, organizationOf } from './change-organization.ts';

const inOrganization = { organizationId: z.string(), expectedVersion, idempotencyKey };
const Rename = z.object({ ...inOrganization, name: text(200) });
const Close = z.object(inOrganization);
const Transfer = z.object({ ...inOrganization, accountId: z.string() });

const refusals = [OrganizationRoleInsufficient, OrganizationClosed, Conflict] as const;
export const renameOrganizationRefusals = refusals;
export const closeOrganizationRefusals = refusals;
export const transferOwnershipRefusals = refusals;

export async function renameOrganization(room: Room, raw: z.input<typeof Rename>): Promise<OrganizationRow> {
  const input = parse(Rename, raw);
  return changeOrganization(room, 'renameOrganization', input, async (tx, { organization, role }) => {
    assertMay(organization.status, role, 'rename', 'rename it');
    const before = { name: organization.name };
    organization.name = input.name;
    await tx.announce(organizationRenamed, {
      subject: organizationOf(organization),
      data: { organizationId: organization.id, name: input.name },
      change: { before, after: { name: input.name } },
    });
  });
}

/** An owner ends the vendor for good: nothing in it changes any more, and no invitation leads in. Members can still leave. */
export async function closeOrganization(room: Room, raw: z.input<typeof Close>): Promise<OrganizationRow> {
  const input = parse(Close, raw);
  return changeOrganization(room, 'closeOrganization', input, async (tx, { organization, role }) => {
    assertMay(organization.status, role, 'close', 'close it');
    organization.status = 'closed';
    const open = { organizationId: organization.id, acceptedAt: null, revokedAt: null };
    await tx.em.nativeUpdate(InvitationRow, open, { revokedAt: tx.now });
    await tx.announce(organizationClosed, {
      subject: organizationOf(organization),
      data: { organizationId: organization.id },
      change: { before: { status: 'active' }, after: { status: 'closed' } },
    });
  });
}

/** An owner makes another member the owner in their place, and stays as a manager. */
export async function transferOwnership(room: Room, raw: z.input<typeof Transfer>): Promise<OrganizationRow> {
  const input = parse(Transfer, raw);
  const accountId = parseId('account', input.accountId, 'accountId');
  return changeOrganization(room, 'transferOwnership', input, async (tx, { organization, role, by }) => {
    assertMay(organization.status, role, 'transfer', 'transfer its ownership');
    if (accountId === by) throw new NotFound('other member');
    const successor = await memberOf(tx.em, organization.id, accountId);
    const owner = await memberOf(tx.em, organization.id, by);
    const steps = [
      { member: successor, to: 'OWNER' as const },
      { member: owner, to: 'MANAGER' as const },
    ];
    for (const { member, to } of steps) {
      const previousRole = member.role;
      member.role = to;
      await tx.announce(memberRoleChanged, {
        subject: organizationOf(organization),
        data: { organizationId: organization.id, accountId: member.accountId, role: to, previousRole },
        change: { before: { role: previousRole }, after: { role: to } },
      });
    }
  });
}
