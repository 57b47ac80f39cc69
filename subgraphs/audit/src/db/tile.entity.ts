import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { neverDeleted, updatedOnly } from './immutable.ts';

const TileSchema = defineEntity({
  name: 'Tile',
  tableName: 'tile',
  properties: {
    tenantId: p.type(idType('tenant')).primary(),
    level: p.integer().primary(),
    index: p.bigint('number').primary(),
    /** 1 to 256 hashes side by side: the widest version. What a smaller tree had of it is a prefix. */
    hashes: p.uint8array(),
  },
  triggers: [
    neverDeleted,
    updatedOnly(
      '(new.tenant_id, new.level, new.index) = (old.tenant_id, old.level, old.index) and substr(new.hashes, 1, length(old.hashes)) = old.hashes',
    ),
  ],
  ...tenantWalls(),
});

/** A tile of a tenant's Merkle tree, in the C2SP tlog-tiles layout. */
export class TileRow extends TileSchema.class {}
TileSchema.setClass(TileRow);
export { TileSchema };
