import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';

const IngestedEventSchema = defineEntity({
  name: 'IngestedEvent',
  tableName: 'ingested_event',
  properties: {
    tenantId: p.type(idType('tenant')).primary(),
    /** Stands for tenant, source and id together (`keyOf` of packages/events): 16 bytes instead of up to 600. */
    eventKey: p.uuid().primary(),
    receivedAt: p.datetime(),
  },
  ...tenantWalls(),
});

/** Which events were accepted, so that each is accepted once. */
export class IngestedEventRow extends IngestedEventSchema.class {}
IngestedEventSchema.setClass(IngestedEventRow);
export { IngestedEventSchema };
