import { randomBytes } from 'node:crypto';
import { invitationRevoked, memberInvited, memberJoined } from '@praetor/contracts/organizations';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { idOf, newId, parseId } from '@praetor/kernel/id';
import { expectedVersion, idempotencyKey, parse } from '@praetor/kernel/input';
import { Conflict } from '@praetor/kernel/refusal';
import { z } from 'zod';
import { lockAccountRow } from '../db/account.store.ts';
import { InvitationRow } from '../db/invitation.entity.ts';
import { MembershipRow } from '../db/membership.entity.ts';
import { openOrganizations, showInvitation } from '../db/organization-wall.ts';
import type { OrganizationRow } from '../db/organization.entity.ts';
import { enter, invitationOf, lockOrganization } from '../db/organization.store.ts';
import { normalisedEmail } from '../domain/email.ts';
import {
  accept,
  assertMay,
  InvitationInvalid,
  invitationExpiry,
  invite,
  limits,
  OrganizationClosed,
  OrganizationLimitReached,
  OrganizationMemberAlready,
  OrganizationRoleInsufficient,
  teamRoles,
} from '../domain/organization.ts';
import { accountOf } from './actor.ts';
import { changeOrganization, organizationOf, touch } from './change-organization.ts';
import type { Desk } from './desk.ts';
import { digestOf } from './session-tokens.ts';
import { sql } from '@praetor/postgres/sql';

const inOrganization = { organizationId: z.string(), expectedVersion, idempotencyKey };
const Invite = z.object({
  ...inOrganization,
  email: z.string().transform(normalisedEmail).pipe(z.email('Give an e-mail address.').max(254)),
  role: z.enum(teamRoles),
});
const Revoke = z.object({ ...inOrganization, invitationId: z.string() });
const Accept = z.object({ token: z.string().min(1).max(200), idempotencyKey });

export const inviteMemberRefusals = [
  OrganizationRoleInsufficient,
  OrganizationLimitReached,
  OrganizationClosed,
  Conflict,
] as const;
export const revokeInvitationRefusals = [OrganizationRoleInsufficient, OrganizationClosed, Conflict] as const;
export const acceptInvitationRefusals = [
  InvitationInvalid,
  OrganizationMemberAlready,
  OrganizationLimitReached,
  OrganizationClosed,
] as const;

/** Asks somebody by mail to join. An open invitation to the same address is replaced: its token is worth nothing any more. */
export async function inviteMember(
  room: Room,
  { post }: Pick<Desk, 'post'>,
  raw: z.input<typeof Invite>,
): Promise<OrganizationRow> {
  const input = parse(Invite, raw);
  return changeOrganization(room, 'inviteMember', input, async (tx, { organization, role: mine, by }) => {
    const { id: organizationId, tenantId, status } = organization;
    const { email, role } = input;
    invite(status, mine, role);
    const open = { organizationId, acceptedAt: null, revokedAt: null };
    await tx.em.nativeUpdate(InvitationRow, { ...open, email }, { revokedAt: tx.now });
    if ((await tx.em.count(InvitationRow, { ...open, expiresAt: { $gt: tx.now } })) >= limits.invitations)
      throw new OrganizationLimitReached('invitations');
    const token = `in_${randomBytes(32).toString('base64url')}`;
    const id = newId('invitation');
    const expiresAt = invitationExpiry(tx.now);
    const made = { id, tenantId, organizationId, email, role, digest: digestOf(token), invitedById: by };
    tx.em.create(InvitationRow, { ...made, createdAt: tx.now, expiresAt, acceptedAt: null, revokedAt: null });
    await tx.em.flush();
    const to = { tenantId, accountId: null, channel: 'email' as const, to: email };
    await post.post(tx.em, { ...to, letter: 'invitation', secret: token, now: tx.now, expiresAt });
    const data = { organizationId, invitationId: id, email, role, expiresAt: expiresAt.toISOString() };
    await tx.announce(memberInvited, { subject: organizationOf(organization), data });
  });
}

/** Takes an invitation back. One that is used or over stays as it is. */
export async function revokeInvitation(room: Room, raw: z.input<typeof Revoke>): Promise<OrganizationRow> {
  const input = parse(Revoke, raw);
  const id = parseId('invitation', input.invitationId, 'invitationId');
  return changeOrganization(room, 'revokeInvitation', input, async (tx, { organization, role }) => {
    assertMay(organization.status, role, 'invite', 'take invitations back');
    const invitation = await invitationOf(tx.em, organization.id, id);
    if (invitation.acceptedAt || invitation.revokedAt) return;
    invitation.revokedAt = tx.now;
    const data = { organizationId: organization.id, invitationId: id };
    await tx.announce(invitationRevoked, { subject: organizationOf(organization), data });
  });
}

/** Joins by the token of an invitation, signed in as the address that it was sent to. It counts once. */
export async function acceptInvitation(room: Room, raw: z.input<typeof Accept>): Promise<OrganizationRow> {
  const { token, ...rest } = parse(Accept, raw);
  const digest = digestOf(token);
  const accountId = accountOf(room.actor);
  const reload = async (em: Room['em'], id: string) => (await enter(em, accountId, id as OrganizationRow['id'])).organization;
  const target = { type: 'account', id: accountId };
  const input = { ...rest, digest };
  return perform(room, { action: 'acceptInvitation', target, input, reload }, async (tx) => {
    const account = await lockAccountRow(tx.em, accountId);
    await showInvitation(tx.em, digest);
    const [found] = await sql<{ organization_id: string }>(
      tx.em,
      'select organization_id from accounts.invitation where digest = $1',
      [digest],
    );
    if (!found) throw new InvitationInvalid();
    const organizationId = idOf('organization', found.organization_id);
    await openOrganizations(tx.em, [organizationId]);
    const organization = await lockOrganization(tx.em, organizationId);
    const invitation = await tx.em.findOneOrFail(InvitationRow, { digest });
    accept(organization.status, invitation, account.email ?? null, tx.now);
    if (await tx.em.findOne(MembershipRow, { organizationId, accountId })) throw new OrganizationMemberAlready();
    if ((await tx.em.count(MembershipRow, { organizationId })) >= limits.members) throw new OrganizationLimitReached('members');
    invitation.acceptedAt = tx.now;
    const { role, id: invitationId } = invitation;
    const { tenantId } = organization;
    tx.em.create(MembershipRow, { tenantId, organizationId, accountId, role, joinedAt: tx.now });
    await tx.em.flush();
    const data = { organizationId, accountId, role, invitationId };
    await tx.announce(memberJoined, { subject: organizationOf(organization), data, change: { before: null, after: { role } } });
    await touch(tx, organization);
    return organization;
  });
}
