import { signedIn } from '@praetor/subgraph/declare';
import { expectedVersion, idempotencyKey, oneOf } from '@praetor/subgraph/fields';
import {
  inviteMember,
  inviteMemberRefusals,
  revokeInvitation,
  revokeInvitationRefusals,
  acceptInvitation,
  acceptInvitationRefusals,
} from '../commands/organization-invitations.ts';
import {
  changeMemberRole,
  changeMemberRoleRefusals,
  removeMember,
  removeMemberRefusals,
  leaveOrganization,
  leaveOrganizationRefusals,
} from '../commands/organization-members.ts';
import { builder } from './builder.ts';
import { Organization, TeamRole } from './organization.ts';
import './organization-refusals.ts';

type InputFields = PothosSchemaTypes.InputFieldBuilder<(typeof builder)['$inferSchemaTypes'], 'InputObject'>;

/** What every mutation within an organization takes. */
const inOrganization = (t: InputFields) => ({
  organizationId: t.id({ required: true }),
  expectedVersion: expectedVersion(t),
  idempotencyKey: idempotencyKey(t),
});

const InviteMemberInput = builder.inputType('InviteMemberInput', {
  fields: (t) => ({
    ...inOrganization(t),
    email: t.string({ required: true }),
    role: t.field({ type: TeamRole, required: true }),
  }),
});
const RevokeInvitationInput = builder.inputType('RevokeInvitationInput', {
  fields: (t) => ({
    ...inOrganization(t),
    invitationId: t.id({ required: true }),
  }),
});
const AcceptInvitationInput = builder.inputType('AcceptInvitationInput', {
  fields: (t) => ({
    token: t.string({ required: true }),
    idempotencyKey: idempotencyKey(t),
  }),
});
const ChangeMemberRoleInput = builder.inputType('ChangeMemberRoleInput', {
  fields: (t) => ({
    ...inOrganization(t),
    accountId: t.id({ required: true }),
    role: t.field({ type: TeamRole, required: true }),
  }),
});
const RemoveMemberInput = builder.inputType('RemoveMemberInput', {
  fields: (t) => ({
    ...inOrganization(t),
    accountId: t.id({ required: true }),
  }),
});
const LeaveOrganizationInput = builder.inputType('LeaveOrganizationInput', { fields: inOrganization });

builder.mutationFields((t) => ({
  inviteMember: t.field({
    type: Organization,
    nullable: true,
    description: 'Asks somebody by mail to join, within 7 days. An open invitation to the same address is replaced.',
    ...signedIn,
    errors: oneOf(inviteMemberRefusals),
    args: { input: t.arg({ type: InviteMemberInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => inviteMember(room, loaders.desk, input),
  }),
  revokeInvitation: t.field({
    type: Organization,
    nullable: true,
    description: 'Takes an invitation back.',
    ...signedIn,
    errors: oneOf(revokeInvitationRefusals),
    args: { input: t.arg({ type: RevokeInvitationInput, required: true }) },
    resolve: (_, { input }, { room }) => revokeInvitation(room, input),
  }),
  acceptInvitation: t.field({
    type: Organization,
    nullable: true,
    description: 'Joins a vendor’s team by the token of the mail, signed in with the address that it was sent to.',
    ...signedIn,
    errors: oneOf(acceptInvitationRefusals),
    args: { input: t.arg({ type: AcceptInvitationInput, required: true }) },
    resolve: (_, { input }, { room }) => acceptInvitation(room, input),
  }),
  changeMemberRole: t.field({
    type: Organization,
    nullable: true,
    description: 'Gives a member another role. Owners reach everyone, managers those below them.',
    ...signedIn,
    errors: oneOf(changeMemberRoleRefusals),
    args: { input: t.arg({ type: ChangeMemberRoleInput, required: true }) },
    resolve: (_, { input }, { room }) => changeMemberRole(room, input),
  }),
  removeMember: t.field({
    type: Organization,
    nullable: true,
    description: 'Takes a member out, from their next request on.',
    ...signedIn,
    errors: oneOf(removeMemberRefusals),
    args: { input: t.arg({ type: RemoveMemberInput, required: true }) },
    resolve: (_, { input }, { room }) => removeMember(room, input),
  }),
  leaveOrganization: t.field({
    type: Organization,
    nullable: true,
    description: 'Leaves a vendor’s team. The last owner cannot.',
    ...signedIn,
    errors: oneOf(leaveOrganizationRefusals),
    args: { input: t.arg({ type: LeaveOrganizationInput, required: true }) },
    resolve: (_, { input }, { room }) => leaveOrganization(room, input),
  }),
}));
