import { ofAtMost, requires, signedIn } from '@praetor/subgraph/declare';
import { enumValues } from '@praetor/subgraph/fields';
import type { AccountRow } from '../db/account.entity.ts';
import type { InvitationRow } from '../db/invitation.entity.ts';
import type { MembershipRow } from '../db/membership.entity.ts';
import type { OrganizationRow } from '../db/organization.entity.ts';
import type { TeamMemberRow } from '../db/team-member.entity.ts';
import type { TeamRow } from '../db/team.entity.ts';
import { organizationStatuses, powers, teamRoles } from '../domain/organization.ts';
import {
  invitationsPage,
  membershipsPage,
  membersPage,
  organizationsPage,
  powersOf,
  teamMembersPage,
  teamsPage,
} from '../queries/organizations.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';

const OrganizationStatus = builder.enumType('OrganizationStatus', {
  description: '`CLOSED` is final: nothing in it changes any more.',
  values: enumValues(organizationStatuses),
});
export const TeamRole = builder.enumType('TeamRole', { description: 'What a member of a vendor’s team is.', values: teamRoles });
const OrganizationPower = builder.enumType('OrganizationPower', {
  description: 'What can be done in an organization.',
  values: enumValues(powers),
});

const Membership = builder.objectRef<MembershipRow>('Membership');
const MembershipConnection = builder.connectionObject({ type: Membership, name: 'MembershipConnection' });
const TeamMember = builder.objectRef<TeamMemberRow>('TeamMember').implement({
  fields: (t) => ({
    account: t.field({
      type: Account,
      nullable: true,
      resolve: ({ accountId }, _, { loaders }) => loaders.account.load(accountId) as Promise<AccountRow>,
    }),
  }),
});
const TeamMemberConnection = builder.connectionObject({ type: TeamMember, name: 'TeamMemberConnection' });

const Team = builder.objectRef<TeamRow>('Team').implement({
  description: 'Some of a vendor’s members under one name.',
  fields: (t) => ({
    id: t.exposeID('id'),
    name: t.exposeString('name'),
    members: t.connection(
      { type: TeamMember, resolve: ({ id }, page, { room }) => teamMembersPage(room, page, id) },
      TeamMemberConnection,
    ),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
  }),
});
const TeamConnection = builder.connectionObject({ type: Team, name: 'TeamConnection' });

const Invitation = builder.objectRef<InvitationRow>('Invitation').implement({
  description: 'Somebody was asked by mail to join a vendor’s team.',
  fields: (t) => ({
    id: t.exposeID('id'),
    email: t.exposeString('email'),
    role: t.expose('role', { type: TeamRole }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime' }),
    acceptedAt: t.expose('acceptedAt', { type: 'DateTime', nullable: true }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true }),
  }),
});
const InvitationConnection = builder.connectionObject({ type: Invitation, name: 'InvitationConnection' });

export const Organization = builder.objectRef<OrganizationRow>('Organization').implement({
  description: 'A vendor: a seller’s team in one marketplace. Its members and staff see it; to everyone else it is not there.',
  fields: (t) => ({
    id: t.exposeID('id'),
    name: t.exposeString('name'),
    status: t.expose('status', { type: OrganizationStatus }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    version: t.exposeInt('version', { description: 'Changes with anything in it. Pass it as `expectedVersion`.' }),
    viewerRole: t.field({
      type: TeamRole,
      nullable: true,
      description: 'What the caller is in it; null for staff.',
      resolve: ({ id }, _, { loaders }) => loaders.organizationRole.load(id),
    }),
    viewerMay: t.field({
      type: [OrganizationPower],
      ...ofAtMost(powers.length),
      description: 'What the caller’s role lets them do in it.',
      resolve: async ({ id }, _, { loaders }) => powersOf(await loaders.organizationRole.load(id)),
    }),
    members: t.connection(
      { type: Membership, resolve: ({ id }, page, { room }) => membersPage(room, page, id) },
      MembershipConnection,
    ),
    teams: t.connection({ type: Team, resolve: ({ id }, page, { room }) => teamsPage(room, page, id) }, TeamConnection),
    invitations: t.connection(
      {
        type: Invitation,
        nullable: true,
        description: 'Newest first, the ended ones too. Null for members who may not see them.',
        resolve: async ({ id }, page, { room, loaders }) => {
          const role = await loaders.organizationRole.load(id);
          const may = room.permissions.has('organization:read') || powersOf(role).includes('seeInvitations');
          return may ? invitationsPage(room, page, id) : null;
        },
      },
      InvitationConnection,
    ),
  }),
});
const OrganizationConnection = builder.connectionObject({ type: Organization, name: 'OrganizationConnection' });

builder.asEntity(Organization, {
  key: builder.selection<{ id: string }>('id'),
  resolveReference: ({ id }, { loaders }) => loaders.organization.load(id) as Promise<OrganizationRow>,
});

Membership.implement({
  description: 'An account in a vendor’s team.',
  fields: (t) => ({
    organization: t.field({
      type: Organization,
      nullable: true,
      resolve: ({ organizationId }, _, { loaders }) => loaders.organization.load(organizationId) as Promise<OrganizationRow>,
    }),
    account: t.field({
      type: Account,
      nullable: true,
      resolve: ({ accountId }, _, { loaders }) => loaders.account.load(accountId) as Promise<AccountRow>,
    }),
    role: t.expose('role', { type: TeamRole }),
    joinedAt: t.expose('joinedAt', { type: 'DateTime' }),
  }),
});

builder.objectField(Account, 'memberships', (t) =>
  t.connection(
    {
      type: Membership,
      nullable: true,
      description: 'The vendors’ teams that the account is in; of others than oneself only those that one may see.',
      ...signedIn,
      resolve: ({ id }, page, { room }) => membershipsPage(room, page, id),
    },
    MembershipConnection,
  ),
);

builder.queryFields((t) => ({
  organization: t.field({
    type: Organization,
    nullable: true,
    description: 'One vendor: for its members and for staff who may read organizations.',
    ...signedIn,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_, { id }, { loaders }) => loaders.organization.load(String(id)),
  }),
  myOrganizations: t.connection(
    {
      type: Membership,
      nullable: true,
      description: 'The vendors’ teams that the caller is in, newest first.',
      ...signedIn,
      resolve: (_, page, { room, loaders }) => (loaders.self ? membershipsPage(room, page, loaders.self) : null),
    },
    MembershipConnection,
  ),
  organizations: t.connection(
    {
      type: Organization,
      nullable: true,
      description: 'All vendors of the tenant, newest first.',
      ...requires('organization:read'),
      resolve: (_, page, { room }) => organizationsPage(room, page),
    },
    OrganizationConnection,
  ),
}));
