import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { holders } from '../domain/closing.ts';

const ErasureAnswerSchema = defineEntity({
  name: 'ErasureAnswer',
  tableName: 'erasure_answer',
  properties: {
    tenantId: p.type(idType('tenant')).primary(),
    closingId: p.type(idType('closing')).primary(),
    subgraph: p.enum(holders).primary(),
    /** How many rows of which kind. */
    erased: p.json<Record<string, number>>(),
    answeredAt: p.datetime(),
  },
  ...tenantWalls(),
});

/** One subgraph erased what it held of a closed account. */
export class ErasureAnswerRow extends ErasureAnswerSchema.class {}
ErasureAnswerSchema.setClass(ErasureAnswerRow);
export { ErasureAnswerSchema };
