import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import type { Model } from '../domain/model.ts';
import { shadowEnds, shadowStates } from '../domain/shadow.ts';

const TrustShadowSchema = defineEntity({
  name: 'TrustShadow',
  tableName: 'trust_shadow',
  properties: {
    id: p.type(idType('trustShadow')).primary(),
    tenantId: p.type(idType('tenant')),
    modelId: p.type(idType('trustModel')),
    state: p.enum(shadowStates),
    /** The model as it was when it began: a draft may change meanwhile. */
    draftHash: p.character().length(64),
    draft: p.json<Model>(),
    /** The last decision that it answered, too. */
    decision: p.json<{ at: string; id: string }>(),
    /** The last statement whose account it looked at. */
    position: p.bigint('number'),
    /** The last account of its round through all of them. */
    account: p.type(idType('account')).nullable(),
    /** `action live draft`: how often. */
    verdicts: p.json<Record<string, number>>(),
    startedById: p.type(idType('account')),
    startedAt: p.datetime(),
    endedAt: p.datetime().nullable(),
    endedWhy: p.enum(shadowEnds).nullable(),
    version: p.integer().version(),
  },
  indexes: [
    { name: 'trust_shadow_of_model', properties: ['tenantId', 'modelId', 'id'] },
    {
      name: 'trust_shadow_running',
      expression: `create unique index trust_shadow_running on trust.trust_shadow (tenant_id) where state = 'running'`,
    },
  ],
  ...tenantWalls({ scanned: true }),
});

/** A model that runs beside the live one, and decides nothing. */
export class TrustShadowRow extends TrustShadowSchema.class {}
TrustShadowSchema.setClass(TrustShadowRow);
export { TrustShadowSchema };
