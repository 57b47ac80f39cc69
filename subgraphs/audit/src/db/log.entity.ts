import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { neverDeleted, updatedOnly } from './immutable.ts';

const LogSchema = defineEntity({
  name: 'Log',
  tableName: 'log',
  properties: {
    tenantId: p.type(idType('tenant')).primary(),
    /** The log's name in checkpoints, for its whole life. */
    origin: p.text(),
    size: p.bigint('number'),
    root: p.uint8array(),
    /** When the last entry was recorded. */
    updatedAt: p.datetime(),
  },
  triggers: [
    neverDeleted,
    updatedOnly(
      'new.tenant_id = old.tenant_id and new.origin = old.origin and new.size >= old.size and new.updated_at >= old.updated_at',
    ),
  ],
  ...tenantWalls({ scanned: true }),
});

/** The head of a tenant's log; its row lock is what makes appends take turns. */
export class LogRow extends LogSchema.class {}
LogSchema.setClass(LogRow);
export { LogSchema };
