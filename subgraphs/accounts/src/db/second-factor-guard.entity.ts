import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';

const SecondFactorGuardSchema = defineEntity({
  name: 'SecondFactorGuard',
  tableName: 'second_factor_guard',
  properties: {
    tenantId: p.type(idType('tenant')).primary(),
    accountId: p.type(idType('account')).primary(),
    failures: p.integer(),
    failedAt: p.datetime().nullable(),
    blockedUntil: p.datetime().nullable(),
  },
  ...tenantWalls(),
});

/** Wrong codes in a row, of whichever kind: who may guess one kind cannot go on with the other. */
export class SecondFactorGuardRow extends SecondFactorGuardSchema.class {}
SecondFactorGuardSchema.setClass(SecondFactorGuardRow);
export { SecondFactorGuardSchema };
