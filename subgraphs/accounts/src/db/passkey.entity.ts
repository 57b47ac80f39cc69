import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';

const PasskeySchema = defineEntity({
  name: 'Passkey',
  tableName: 'passkey',
  properties: {
    id: p.type(idType('credential')).primary(),
    tenantId: p.type(idType('tenant')),
    accountId: p.type(idType('account')),
    /** The authenticator's own name of it, in base64url. */
    credentialId: p.string().length(1400),
    /** COSE (RFC 9052), in base64url. */
    publicKey: p.text(),
    /** Grows with each use where the authenticator counts at all: one that does not grow was copied. */
    counter: p.bigint('number'),
    transports: p.array<string>(),
    /** Whether it may leave the device it was made on (a synchronised one), and whether it has. */
    backupEligible: p.boolean(),
    backedUp: p.boolean(),
    name: p.string().length(100),
    createdAt: p.datetime(),
    lastUsedAt: p.datetime().nullable(),
  },
  indexes: [{ name: 'passkey_of_account', properties: ['tenantId', 'accountId', 'id'] }],
  uniques: [{ name: 'passkey_once', properties: ['tenantId', 'credentialId'] }],
  ...tenantWalls({ scanned: true }),
});

/** A WebAuthn credential of an account: only its public half is here. */
export class PasskeyRow extends PasskeySchema.class {}
PasskeySchema.setClass(PasskeyRow);
export { PasskeySchema };
