import { idType } from '@praetor/postgres/id-type';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { organizationWalls } from './organization-wall.ts';

const TeamMemberSchema = defineEntity({
  name: 'TeamMember',
  tableName: 'team_member',
  properties: {
    tenantId: p.type(idType('tenant')).primary(),
    teamId: p.type(idType('team')).primary(),
    accountId: p.type(idType('account')).primary(),
    organizationId: p.type(idType('organization')),
  },
  indexes: [{ name: 'team_member_of_account', properties: ['tenantId', 'accountId', 'organizationId'] }],
  ...organizationWalls('organization_id'),
});

/** A member of a team. */
export class TeamMemberRow extends TeamMemberSchema.class {}
TeamMemberSchema.setClass(TeamMemberRow);
export { TeamMemberSchema };
