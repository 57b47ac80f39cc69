import { latencyQuantile } from '@praetor/kernel/latency-sketch';
import { costs, ofAtMost, requires } from '@praetor/subgraph/declare';
import { enumValues, expectedVersion, idempotencyKey, oneOf } from '@praetor/subgraph/fields';
import { deprecateOperation, deprecateOperationRefusals } from '../commands/deprecate-operation.ts';
import { registerOperations, registerOperationsRefusals, type Registration } from '../commands/register-operations.ts';
import { removeOperation, removeOperationRefusals } from '../commands/remove-operation.ts';
import type { RegisteredOperationRow } from '../db/registered-operation.entity.ts';
import { operationKinds } from '../domain/registered-operation.ts';
import { registeredOperationsPage } from '../queries/registered-operations-page.ts';
import { builder } from './builder.ts';

const OperationKind = builder.enumType('OperationKind', { values: enumValues(operationKinds) });

const OperationUsage = builder.objectRef<RegisteredOperationRow>('OperationUsage').implement({
  description: 'How an operation is used, up to a few seconds ago.',
  fields: (t) => ({
    firstUsedAt: t.expose('firstUsedAt', { type: 'DateTime', nullable: true }),
    lastUsedAt: t.expose('lastUsedAt', { type: 'DateTime', nullable: true }),
    count: t.field({ type: 'BigInt', resolve: ({ uses }) => BigInt(uses) }),
    errorRate: t.float({
      nullable: true,
      description: 'The share that ended with errors, from 0 to 1.',
      resolve: ({ uses, errors }) => (uses > 0 ? errors / uses : null),
    }),
    p95Milliseconds: t.float({
      nullable: true,
      description: 'Within which 95 of 100 ended; up to a fifth too high.',
      resolve: ({ latencies }) => latencyQuantile(latencies, 0.95),
    }),
    deprecated: t.exposeStringList('deprecatedUses', {
      description: 'What its last run used of the schema that is deprecated: fields, arguments and values by their coordinates.',
    }),
  }),
});

const RegisteredOperation = builder.objectRef<RegisteredOperationRow>('RegisteredOperation').implement({
  description: 'An operation that a partner may run by its hash.',
  fields: (t) => ({
    id: t.exposeID('id'),
    apiKeyId: t.exposeID('apiKeyId', { nullable: true, description: 'Whose it is; null when it is everybody’s of the tenant.' }),
    hash: t.exposeString('hash', { description: 'What clients send in its place.' }),
    name: t.exposeString('name'),
    kind: t.expose('kind', { type: OperationKind }),
    body: t.exposeString('body'),
    registeredAt: t.expose('registeredAt', { type: 'DateTime' }),
    deprecatedAt: t.expose('deprecatedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'From when the partner should use another.',
    }),
    sunsetAt: t.expose('sunsetAt', { type: 'DateTime', nullable: true, description: 'From when it may stop to run.' }),
    documentation: t.exposeString('documentation', { nullable: true, description: 'Where to read what to use instead.' }),
    removedAt: t.expose('removedAt', { type: 'DateTime', nullable: true }),
    usage: t.field({ type: OperationUsage, resolve: (row) => row }),
    version: t.exposeInt('version', { description: 'Pass it as `expectedVersion` to act only on what you saw.' }),
  }),
});
const RegisteredOperationConnection = builder.connectionObject({
  type: RegisteredOperation,
  name: 'RegisteredOperationConnection',
});

const RegisteredOperations = builder.objectRef<Registration>('RegisteredOperations').implement({
  description: 'What is registered of a manifest now.',
  fields: (t) => ({ operations: t.expose('operations', { type: [RegisteredOperation], ...ofAtMost(100) }) }),
});

const RegisterOperationsInput = builder.inputType('RegisterOperationsInput', {
  fields: (t) => ({
    apiKeyId: t.id({ description: 'Whose they are. Left out: everybody’s of the tenant.' }),
    manifest: t.field({
      type: 'JSON',
      required: true,
      description: 'Apollo’s persisted-query manifest, or a map of ids and texts as Relay and codegen’s client preset write it.',
    }),
    idempotencyKey: idempotencyKey(t),
  }),
});
const DeprecateOperationInput = builder.inputType('DeprecateOperationInput', {
  fields: (t) => ({
    operationId: t.id({ required: true }),
    from: t.field({ type: 'DateTime', description: 'Left out: takes the deprecation back.' }),
    sunsetAt: t.field({ type: 'DateTime', description: 'From when it may stop to run; not before it is deprecated.' }),
    documentation: t.string({ description: 'The http:// or https:// address of a page that tells what to use instead.' }),
    expectedVersion: expectedVersion(t),
    idempotencyKey: idempotencyKey(t),
  }),
});
const RemoveOperationInput = builder.inputType('RemoveOperationInput', {
  fields: (t) => ({
    operationId: t.id({ required: true }),
    force: t.boolean({ description: 'Also when it ran within seven days.' }),
    expectedVersion: expectedVersion(t),
    idempotencyKey: idempotencyKey(t),
  }),
});

builder.queryFields((t) => ({
  registeredOperations: t.connection(
    {
      type: RegisteredOperation,
      nullable: true,
      description: 'Registered operations of one key or of the tenant, the removed ones too, newest first.',
      ...requires('apiKey:manage'),
      args: { apiKeyId: t.arg.id() },
      resolve: (_, { apiKeyId, ...page }, { room }) =>
        registeredOperationsPage(room, page, apiKeyId == null ? null : String(apiKeyId)),
    },
    RegisteredOperationConnection,
  ),
}));

builder.mutationFields((t) => ({
  registerOperations: t.field({
    type: RegisteredOperations,
    nullable: true,
    ...costs(50),
    description: 'Registers the operations of a manifest. The gateway refuses those that are invalid or denied to the partner.',
    ...requires('apiKey:manage'),
    errors: oneOf(registerOperationsRefusals),
    args: { input: t.arg({ type: RegisterOperationsInput, required: true }) },
    resolve: (_, { input }, { room }) => registerOperations(room, input),
  }),
  deprecateOperation: t.field({
    type: RegisteredOperation,
    nullable: true,
    description: 'Says from when a partner should use another operation. It runs as before, and says so with every answer.',
    ...requires('apiKey:manage'),
    errors: oneOf(deprecateOperationRefusals),
    args: { input: t.arg({ type: DeprecateOperationInput, required: true }) },
    resolve: (_, { input }, { room }) => deprecateOperation(room, input),
  }),
  removeOperation: t.field({
    type: RegisteredOperation,
    nullable: true,
    description: 'Takes an operation away, at once. Refused while a partner still runs it, unless forced.',
    ...requires('apiKey:manage'),
    errors: oneOf(removeOperationRefusals),
    args: { input: t.arg({ type: RemoveOperationInput, required: true }) },
    resolve: (_, { input }, { room }) => removeOperation(room, input),
  }),
}));
