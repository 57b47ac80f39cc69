import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { purposeNames } from '../domain/proof.ts';

const ProofSchema = defineEntity({
  name: 'Proof',
  tableName: 'proof',
  properties: {
    id: p.type(idType('proof')).primary(),
    tenantId: p.type(idType('tenant')),
    /** Null until it is known whose it is, and for good when nobody's. */
    accountId: p.type(idType('account')).nullable(),
    purpose: p.enum(purposeNames),
    /** Where the secret goes: a normalised e-mail address, or a number (E.164). */
    address: p.string().length(254),
    /** Keyed digest of the code, or SHA-256 of the token. Null when none was sent: then nothing proves it. */
    digest: p.character().length(64).nullable(),
    /** What becomes of it once proven, sealed: of a registration the password’s hash and the name. */
    sealed: p.text().nullable(),
    attempts: p.smallint(),
    /** How often the secret was asked for. */
    sends: p.smallint(),
    requestedAt: p.datetime(),
    /** When it was found out whose address it is and what to send; null: it is still to be done. */
    answeredAt: p.datetime().nullable(),
    expiresAt: p.datetime(),
    /** Used, superseded, or ended with something else. */
    endedAt: p.datetime().nullable(),
    createdAt: p.datetime(),
  },
  indexes: [
    {
      name: 'proof_to_answer',
      expression: 'create index proof_to_answer on accounts.proof (requested_at) where answered_at is null and ended_at is null',
    },
    { name: 'proof_by_digest', properties: ['tenantId', 'digest'] },
    { name: 'proof_of_account', properties: ['tenantId', 'accountId'] },
    { name: 'proof_age', expression: 'create index proof_age on accounts.proof (expires_at)' },
  ],
  ...tenantWalls({ scanned: true }),
});

/** A secret on its way: whoever shows it reads what is sent to the address. */
export class ProofRow extends ProofSchema.class {}
ProofSchema.setClass(ProofRow);
export { ProofSchema };
