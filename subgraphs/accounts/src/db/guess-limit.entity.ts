import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';

const GuessLimitSchema = defineEntity({
  name: 'GuessLimit',
  tableName: 'guess_limit',
  properties: {
    tenantId: p.type(idType('tenant')).primary(),
    /** Keyed digest of what is counted: an address with or without an account, a device, a network. */
    digest: p.character().length(64).primary(),
    count: p.integer(),
    lastAt: p.datetime(),
    blockedUntil: p.datetime().nullable(),
  },
  indexes: [{ name: 'guess_limit_age', expression: 'create index guess_limit_age on accounts.guess_limit (last_at)' }],
  ...tenantWalls({ scanned: true }),
});

/** How often something was tried in a row. */
export class GuessLimitRow extends GuessLimitSchema.class {}
GuessLimitSchema.setClass(GuessLimitRow);
export { GuessLimitSchema };
