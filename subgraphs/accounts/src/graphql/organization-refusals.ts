import { refusalType } from '@praetor/subgraph/builder';
import {
  InvitationInvalid,
  OrganizationClosed,
  OrganizationLastOwner,
  OrganizationLimitReached,
  OrganizationMemberAlready,
  OrganizationRoleInsufficient,
  TeamNameTaken,
} from '../domain/organization.ts';
import { builder } from './builder.ts';

refusalType(
  builder,
  OrganizationRoleInsufficient,
  'OrganizationRoleInsufficient',
  'The caller’s role in the organization does not let them.',
);
refusalType(builder, OrganizationLastOwner, 'OrganizationLastOwner', 'An organization has at least one owner.');
refusalType(builder, OrganizationClosed, 'OrganizationClosed', 'Nothing in a closed organization changes.');
refusalType(builder, OrganizationMemberAlready, 'OrganizationMemberAlready', 'The account is a member already.');
refusalType(builder, OrganizationLimitReached, 'OrganizationLimitReached', 'There are as many as there may be.');
refusalType(
  builder,
  InvitationInvalid,
  'OrganizationInvitationInvalid',
  'The invitation gives nothing any more, or is somebody else’s.',
);
refusalType(builder, TeamNameTaken, 'OrganizationTeamNameTaken', 'Another team of the organization has the name.');
