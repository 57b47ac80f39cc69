import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { tiers } from '../domain/model.ts';

const ShadowProfileSchema = defineEntity({
  name: 'ShadowProfile',
  tableName: 'shadow_profile',
  properties: {
    tenantId: p.type(idType('tenant')).primary(),
    shadowId: p.type(idType('trustShadow')).primary(),
    accountId: p.type(idType('account')).primary(),
    liveScore: p.integer(),
    draftScore: p.integer(),
    liveTier: p.enum(tiers),
    draftTier: p.enum(tiers),
    agreed: p.boolean(),
  },
  indexes: [
    { name: 'shadow_profile_of_account', properties: ['accountId'] },
    { name: 'shadow_profile_by_agreement', properties: ['tenantId', 'shadowId', 'agreed', 'accountId'] },
  ],
  ...tenantWalls(),
});

/** What a shadow makes of an account, beside what the live model makes of it; when it was looked at last. */
export class ShadowProfileRow extends ShadowProfileSchema.class {}
ShadowProfileSchema.setClass(ShadowProfileRow);
export { ShadowProfileSchema };
