import { idType } from '@praetor/postgres/id-type';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { organizationStatuses } from '../domain/organization.ts';
import { organizationWalls } from './organization-wall.ts';

const OrganizationSchema = defineEntity({
  name: 'Organization',
  tableName: 'organization',
  properties: {
    id: p.type(idType('organization')).primary(),
    tenantId: p.type(idType('tenant')),
    name: p.string().length(200),
    status: p.enum(organizationStatuses),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
    version: p.integer().version(),
  },
  indexes: [{ name: 'organization_newest', properties: ['tenantId', 'id'] }],
  ...organizationWalls('id'),
});

/** A vendor: a seller's team in one marketplace. */
export class OrganizationRow extends OrganizationSchema.class {}
OrganizationSchema.setClass(OrganizationRow);
export { OrganizationSchema };
