import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { operationKinds } from '../domain/registered-operation.ts';

const RegisteredOperationSchema = defineEntity({
  name: 'RegisteredOperation',
  tableName: 'registered_operation',
  properties: {
    id: p.type(idType('operation')).primary(),
    tenantId: p.type(idType('tenant')),
    /** Null: every key and every person of the tenant may run it. */
    apiKeyId: p.type(idType('apiKey')).nullable(),
    /** What clients send in its place. */
    hash: p.string().length(200),
    name: p.string().length(200),
    kind: p.enum(operationKinds),
    body: p.text(),
    registeredAt: p.datetime(),
    deprecatedAt: p.datetime().nullable(),
    /** From when it may stop to run. */
    sunsetAt: p.datetime().nullable(),
    /** Where people read what to use instead. */
    documentation: p.string().length(500).nullable(),
    removedAt: p.datetime().nullable(),
    // Sums of what gateways report; they do not change the version.
    firstUsedAt: p.datetime().nullable(),
    lastUsedAt: p.datetime().nullable(),
    uses: p.bigint('number'),
    errors: p.bigint('number'),
    /** A latency sketch. */
    latencies: p.array<number>(Number).columnType('bigint[]'),
    /** Coordinates of the schema that its last run used and that are deprecated. */
    deprecatedUses: p.array<string>().columnType('text[]'),
    version: p.integer().version(),
  },
  indexes: [
    { name: 'registered_operation_newest', properties: ['tenantId', 'id'] },
    { name: 'registered_operation_of_key', properties: ['tenantId', 'apiKeyId', 'id'] },
    {
      name: 'registered_operation_hash',
      expression:
        'create unique index registered_operation_hash on accounts.registered_operation (tenant_id, hash, api_key_id) nulls not distinct',
    },
  ],
  ...tenantWalls({ scanned: true }),
});

/** An operation that a partner may run by its hash. */
export class RegisteredOperationRow extends RegisteredOperationSchema.class {}
RegisteredOperationSchema.setClass(RegisteredOperationRow);
export { RegisteredOperationSchema };
