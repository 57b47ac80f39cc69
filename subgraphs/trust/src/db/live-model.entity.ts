import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';

const LiveModelSchema = defineEntity({
  name: 'LiveModel',
  tableName: 'live_model',
  properties: {
    tenantId: p.type(idType('tenant')).primary(),
    modelVersion: p.string().length(40),
    since: p.datetime(),
  },
  ...tenantWalls({ scanned: true }),
});

/** By which of its models a tenant's accounts are scored now; none: by the one that is built in. Read in each transaction that scores. */
export class LiveModelRow extends LiveModelSchema.class {}
LiveModelSchema.setClass(LiveModelRow);
export { LiveModelSchema };
