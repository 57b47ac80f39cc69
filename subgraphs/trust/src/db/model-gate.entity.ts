import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';

const ModelGateSchema = defineEntity({
  name: 'ModelGate',
  tableName: 'model_gate',
  properties: {
    tenantId: p.type(idType('tenant')).primary(),
    windowDays: p.integer(),
    maxAgeDays: p.integer(),
    mostTierChangedPercent: p.integer(),
    mostFlippedPercent: p.integer(),
    mostAucLossPermille: p.integer(),
    leastBad: p.integer(),
    version: p.integer().version(),
  },
  ...tenantWalls(),
});

/** What a tenant demands of a model before it is published; none: what is usual. */
export class ModelGateRow extends ModelGateSchema.class {}
ModelGateSchema.setClass(ModelGateRow);
export { ModelGateSchema };
