import { idType } from '@praetor/postgres/id-type';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { teamRoles } from '../domain/organization.ts';
import { organizationWalls } from './organization-wall.ts';

const MembershipSchema = defineEntity({
  name: 'Membership',
  tableName: 'membership',
  properties: {
    tenantId: p.type(idType('tenant')).primary(),
    organizationId: p.type(idType('organization')).primary(),
    accountId: p.type(idType('account')).primary(),
    role: p.enum(teamRoles),
    joinedAt: p.datetime(),
  },
  indexes: [{ name: 'membership_of_account', properties: ['tenantId', 'accountId', 'organizationId'] }],
  ...organizationWalls('organization_id', [
    { name: 'own', using: "account_id::text = current_setting('praetor.account_id', true)" },
  ]),
});

/** An account in a vendor's team. */
export class MembershipRow extends MembershipSchema.class {}
MembershipSchema.setClass(MembershipRow);
export { MembershipSchema };
