import { z } from 'zod';
import { defineEvent } from './contract.ts';

const organization = { organizationId: z.string() };
const member = { ...organization, accountId: z.string() };
const role = z.enum(['OWNER', 'MANAGER', 'FINANCE', 'AGENT', 'VIEWER']);

/** A vendor began; `accountId` is its first owner. */
export const organizationCreated = defineEvent(
  'accounts.organizationCreated.v1',
  { ...member, name: z.string() },
  { personal: ['name'] },
);
export const organizationRenamed = defineEvent(
  'accounts.organizationRenamed.v1',
  { ...organization, name: z.string() },
  { personal: ['name'] },
);
export const organizationClosed = defineEvent('accounts.organizationClosed.v1', organization);

/** `accountId` is a member from now on. */
export const memberJoined = defineEvent('accounts.memberJoined.v1', { ...member, role, invitationId: z.string() });
export const memberRoleChanged = defineEvent('accounts.memberRoleChanged.v1', { ...member, role, previousRole: role });
/** Removed by another, left by themselves, or closed their account. */
export const memberLeft = defineEvent('accounts.memberLeft.v1', { ...member, why: z.enum(['removed', 'left', 'erased']) });

const invitation = { ...organization, invitationId: z.string() };
export const memberInvited = defineEvent(
  'accounts.memberInvited.v1',
  { ...invitation, email: z.string(), role, expiresAt: z.iso.datetime() },
  { personal: ['email'] },
);
export const invitationRevoked = defineEvent('accounts.invitationRevoked.v1', invitation);

const team = { ...organization, teamId: z.string() };
export const teamCreated = defineEvent('accounts.teamCreated.v1', { ...team, name: z.string() }, { personal: ['name'] });
export const teamRenamed = defineEvent('accounts.teamRenamed.v1', { ...team, name: z.string() }, { personal: ['name'] });
export const teamDeleted = defineEvent('accounts.teamDeleted.v1', team);
export const teamMemberAdded = defineEvent('accounts.teamMemberAdded.v1', { ...team, accountId: z.string() });
export const teamMemberRemoved = defineEvent('accounts.teamMemberRemoved.v1', { ...team, accountId: z.string() });
