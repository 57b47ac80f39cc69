import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';

const RecoveryCodeSchema = defineEntity({
  name: 'RecoveryCode',
  tableName: 'recovery_code',
  properties: {
    tenantId: p.type(idType('tenant')).primary(),
    accountId: p.type(idType('account')).primary(),
    /** SHA-256, hex, of account and code. A code has 80 random bits: a slow hash would protect nothing more. */
    digest: p.character().length(64).primary(),
    usedAt: p.datetime().nullable(),
  },
  ...tenantWalls(),
});

/** What replaces a lost second factor, once each. */
export class RecoveryCodeRow extends RecoveryCodeSchema.class {}
RecoveryCodeSchema.setClass(RecoveryCodeRow);
export { RecoveryCodeSchema };
