import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { neverDeleted, updatedOnly } from './immutable.ts';

const SigningKeySchema = defineEntity({
  name: 'SigningKey',
  tableName: 'signing_key',
  properties: {
    tenantId: p.type(idType('tenant')).primary(),
    /** The public half, as verifiers take it: `name+id+base64`. */
    verifierKey: p.text(),
    /** The signer key, encrypted under the deployment's secret: only that may change, when the secret does. */
    sealed: p.uint8array(),
    createdAt: p.datetime(),
  },
  triggers: [neverDeleted, updatedOnly('new.tenant_id = old.tenant_id and new.verifier_key = old.verifier_key')],
  ...tenantWalls(),
});

/** The key that signs a tenant's checkpoints. It bears the log's origin as its name, so it is good for that log alone. */
export class SigningKeyRow extends SigningKeySchema.class {}
SigningKeySchema.setClass(SigningKeyRow);
export { SigningKeySchema };
