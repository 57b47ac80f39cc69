import { idType } from '@praetor/postgres/id-type';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { organizationWalls } from './organization-wall.ts';

const TeamSchema = defineEntity({
  name: 'Team',
  tableName: 'team',
  properties: {
    id: p.type(idType('team')).primary(),
    tenantId: p.type(idType('tenant')),
    organizationId: p.type(idType('organization')),
    name: p.string().length(100),
    createdAt: p.datetime(),
    version: p.integer().version(),
  },
  indexes: [{ name: 'team_of_organization', properties: ['tenantId', 'organizationId', 'id'] }],
  uniques: [{ name: 'team_name', properties: ['tenantId', 'organizationId', 'name'] }],
  ...organizationWalls('organization_id'),
});

/** Some of a vendor's members under one name. */
export class TeamRow extends TeamSchema.class {}
TeamSchema.setClass(TeamRow);
export { TeamSchema };
