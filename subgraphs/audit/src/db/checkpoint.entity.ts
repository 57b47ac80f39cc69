import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { neverDeleted, updatedOnly } from './immutable.ts';

const CheckpointSchema = defineEntity({
  name: 'Checkpoint',
  tableName: 'checkpoint',
  properties: {
    tenantId: p.type(idType('tenant')).primary(),
    size: p.bigint('number').primary(),
    /** The signed note, root included. */
    note: p.text(),
    signedAt: p.datetime(),
  },
  triggers: [neverDeleted, updatedOnly('false')],
  ...tenantWalls({ scanned: true }),
});

/** What the log committed to: it must stand by each of them for good. */
export class CheckpointRow extends CheckpointSchema.class {}
CheckpointSchema.setClass(CheckpointRow);
export { CheckpointSchema };
