import { signedIn, steppedUp } from '@praetor/subgraph/declare';
import { expectedVersion, idempotencyKey, oneOf } from '@praetor/subgraph/fields';
import { createOrganization, createOrganizationRefusals } from '../commands/create-organization.ts';
import {
  renameOrganization,
  renameOrganizationRefusals,
  closeOrganization,
  closeOrganizationRefusals,
  transferOwnership,
  transferOwnershipRefusals,
} from '../commands/organization-life.ts';
import {
  createTeam,
  createTeamRefusals,
  renameTeam,
  renameTeamRefusals,
  deleteTeam,
  deleteTeamRefusals,
  addTeamMember,
  addTeamMemberRefusals,
  removeTeamMember,
  removeTeamMemberRefusals,
} from '../commands/organization-teams.ts';
import { builder } from './builder.ts';
import { Organization } from './organization.ts';
import './organization-refusals.ts';

type InputFields = PothosSchemaTypes.InputFieldBuilder<(typeof builder)['$inferSchemaTypes'], 'InputObject'>;

/** What every mutation within an organization takes. */
const inOrganization = (t: InputFields) => ({
  organizationId: t.id({ required: true }),
  expectedVersion: expectedVersion(t),
  idempotencyKey: idempotencyKey(t),
});

const CreateOrganizationInput = builder.inputType('CreateOrganizationInput', {
  fields: (t) => ({
    name: t.string({ required: true }),
    idempotencyKey: idempotencyKey(t),
  }),
});
const RenameOrganizationInput = builder.inputType('RenameOrganizationInput', {
  fields: (t) => ({
    ...inOrganization(t),
    name: t.string({ required: true }),
  }),
});
const CloseOrganizationInput = builder.inputType('CloseOrganizationInput', { fields: inOrganization });
const TransferOwnershipInput = builder.inputType('TransferOwnershipInput', {
  fields: (t) => ({
    ...inOrganization(t),
    accountId: t.id({ required: true }),
  }),
});
const CreateTeamInput = builder.inputType('CreateTeamInput', {
  fields: (t) => ({
    ...inOrganization(t),
    name: t.string({ required: true }),
  }),
});
const RenameTeamInput = builder.inputType('RenameTeamInput', {
  fields: (t) => ({
    ...inOrganization(t),
    teamId: t.id({ required: true }),
    name: t.string({ required: true }),
  }),
});
const DeleteTeamInput = builder.inputType('DeleteTeamInput', {
  fields: (t) => ({
    ...inOrganization(t),
    teamId: t.id({ required: true }),
  }),
});
const AddTeamMemberInput = builder.inputType('AddTeamMemberInput', {
  fields: (t) => ({
    ...inOrganization(t),
    teamId: t.id({ required: true }),
    accountId: t.id({ required: true }),
  }),
});
const RemoveTeamMemberInput = builder.inputType('RemoveTeamMemberInput', {
  fields: (t) => ({
    ...inOrganization(t),
    teamId: t.id({ required: true }),
    accountId: t.id({ required: true }),
  }),
});

builder.mutationFields((t) => ({
  createOrganization: t.field({
    type: Organization,
    nullable: true,
    description: 'Begins a vendor, with the caller as its first owner.',
    ...signedIn,
    errors: oneOf(createOrganizationRefusals),
    args: { input: t.arg({ type: CreateOrganizationInput, required: true }) },
    resolve: (_, { input }, { room }) => createOrganization(room, input),
  }),
  renameOrganization: t.field({
    type: Organization,
    nullable: true,
    description: 'Gives a vendor another name.',
    ...signedIn,
    errors: oneOf(renameOrganizationRefusals),
    args: { input: t.arg({ type: RenameOrganizationInput, required: true }) },
    resolve: (_, { input }, { room }) => renameOrganization(room, input),
  }),
  closeOrganization: t.field({
    type: Organization,
    nullable: true,
    description: 'Closes a vendor for good: nothing in it changes any more, and open invitations end.',
    ...signedIn,
    ...steppedUp,
    errors: oneOf(closeOrganizationRefusals),
    args: { input: t.arg({ type: CloseOrganizationInput, required: true }) },
    resolve: (_, { input }, { room }) => closeOrganization(room, input),
  }),
  transferOwnership: t.field({
    type: Organization,
    nullable: true,
    description: 'Makes another member the owner in the caller’s place, who stays as a manager.',
    ...signedIn,
    ...steppedUp,
    errors: oneOf(transferOwnershipRefusals),
    args: { input: t.arg({ type: TransferOwnershipInput, required: true }) },
    resolve: (_, { input }, { room }) => transferOwnership(room, input),
  }),
  createTeam: t.field({
    type: Organization,
    nullable: true,
    description: 'Makes a team within a vendor.',
    ...signedIn,
    errors: oneOf(createTeamRefusals),
    args: { input: t.arg({ type: CreateTeamInput, required: true }) },
    resolve: (_, { input }, { room }) => createTeam(room, input),
  }),
  renameTeam: t.field({
    type: Organization,
    nullable: true,
    description: 'Gives a team another name.',
    ...signedIn,
    errors: oneOf(renameTeamRefusals),
    args: { input: t.arg({ type: RenameTeamInput, required: true }) },
    resolve: (_, { input }, { room }) => renameTeam(room, input),
  }),
  deleteTeam: t.field({
    type: Organization,
    nullable: true,
    description: 'Dissolves a team. Its members stay in the organization.',
    ...signedIn,
    errors: oneOf(deleteTeamRefusals),
    args: { input: t.arg({ type: DeleteTeamInput, required: true }) },
    resolve: (_, { input }, { room }) => deleteTeam(room, input),
  }),
  addTeamMember: t.field({
    type: Organization,
    nullable: true,
    description: 'Puts a member into a team.',
    ...signedIn,
    errors: oneOf(addTeamMemberRefusals),
    args: { input: t.arg({ type: AddTeamMemberInput, required: true }) },
    resolve: (_, { input }, { room }) => addTeamMember(room, input),
  }),
  removeTeamMember: t.field({
    type: Organization,
    nullable: true,
    description: 'Takes a member out of a team; they stay in the organization.',
    ...signedIn,
    errors: oneOf(removeTeamMemberRefusals),
    args: { input: t.arg({ type: RemoveTeamMemberInput, required: true }) },
    resolve: (_, { input }, { room }) => removeTeamMember(room, input),
  }),
}));
