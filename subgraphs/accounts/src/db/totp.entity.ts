import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';

const TotpSchema = defineEntity({
  name: 'Totp',
  tableName: 'totp',
  properties: {
    tenantId: p.type(idType('tenant')).primary(),
    /** An account has one authenticator app at most. */
    accountId: p.type(idType('account')).primary(),
    id: p.type(idType('credential')),
    /** Sealed: who reads the database makes no codes. */
    sealed: p.string().length(200),
    createdAt: p.datetime(),
    /** When a code proved that the app has the secret; until then it is none. */
    confirmedAt: p.datetime().nullable(),
    /** The latest time step that a code was accepted of (RFC 6238 section 5.2: each once). */
    lastStep: p.bigint('number').nullable(),
  },
  ...tenantWalls({ scanned: true }),
});

/** The authenticator app of an account. */
export class TotpRow extends TotpSchema.class {}
TotpSchema.setClass(TotpRow);
export { TotpSchema };
