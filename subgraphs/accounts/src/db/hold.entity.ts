import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { holdSources } from '../domain/closing.ts';

const HoldSchema = defineEntity({
  name: 'Hold',
  tableName: 'hold',
  properties: {
    id: p.type(idType('hold')).primary(),
    tenantId: p.type(idType('tenant')),
    accountId: p.type(idType('account')),
    source: p.enum(holdSources),
    /** The dispute, or the account of staff that ordered it. */
    reference: p.string().length(200),
    reason: p.string().length(1000),
    placedAt: p.datetime(),
    releasedAt: p.datetime().nullable(),
  },
  indexes: [
    { name: 'hold_of_account', properties: ['tenantId', 'accountId', 'id'] },
    {
      name: 'hold_living',
      expression:
        'create unique index hold_living on accounts.hold (tenant_id, account_id, source, reference) where released_at is null',
    },
  ],
  ...tenantWalls(),
});

/** Why an account's data may not be erased yet. */
export class HoldRow extends HoldSchema.class {}
HoldSchema.setClass(HoldRow);
export { HoldSchema };
