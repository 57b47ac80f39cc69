import { idType } from '@praetor/postgres/id-type';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { teamRoles } from '../domain/organization.ts';
import { organizationWalls } from './organization-wall.ts';

const InvitationSchema = defineEntity({
  name: 'Invitation',
  tableName: 'invitation',
  properties: {
    id: p.type(idType('invitation')).primary(),
    tenantId: p.type(idType('tenant')),
    organizationId: p.type(idType('organization')),
    /** Normalised. */
    email: p.string().length(254).collation('C'),
    role: p.enum(teamRoles),
    /** SHA-256, hex: the token itself is in the mail and nowhere else. */
    digest: p.character().length(64),
    invitedById: p.type(idType('account')),
    createdAt: p.datetime(),
    expiresAt: p.datetime(),
    acceptedAt: p.datetime().nullable(),
    revokedAt: p.datetime().nullable(),
  },
  indexes: [
    { name: 'invitation_of_organization', properties: ['tenantId', 'organizationId', 'id'] },
    { name: 'invitation_by_email', properties: ['tenantId', 'email'] },
  ],
  uniques: [{ name: 'invitation_digest', properties: ['digest'] }],
  ...organizationWalls('organization_id', [{ name: 'by_token', using: "digest = current_setting('praetor.invitation', true)" }]),
});

/** Somebody was asked by mail to join a vendor's team. */
export class InvitationRow extends InvitationSchema.class {}
InvitationSchema.setClass(InvitationRow);
export { InvitationSchema };
