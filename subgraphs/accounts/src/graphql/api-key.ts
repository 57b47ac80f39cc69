import { requires, steppedUp } from '@praetor/subgraph/declare';
import { expectedVersion, idempotencyKey, oneOf } from '@praetor/subgraph/fields';
import { createApiKey, createApiKeyRefusals, type CreatedApiKey as Created } from '../commands/create-api-key.ts';
import { rotateApiKey, rotateApiKeyRefusals } from '../commands/rotate-api-key.ts';
import { revokeApiKey, revokeApiKeyRefusals } from '../commands/revoke-api-key.ts';
import type { ApiKeyRow } from '../db/api-key.entity.ts';
import { apiKeysPage } from '../queries/api-keys-page.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';

const ApiKey = builder.objectRef<ApiKeyRow>('ApiKey').implement({
  description: 'What a marketplace’s back end proves itself with.',
  fields: (t) => ({
    id: t.exposeID('id'),
    name: t.exposeString('name'),
    prefix: t.exposeString('prefix', { description: 'How the secret begins, to recognise it by.' }),
    roles: t.exposeStringList('roles'),
    vouchedBy: t.field({
      type: Account,
      nullable: true,
      description:
        'Who made it, or rotated it last; null for what Praetor itself made. While they are not an active administrator, it opens nothing: rotate it to answer for it yourself.',
      resolve: ({ vouchedById }, _args, { loaders }) => vouchedById && loaders.account.load(vouchedById),
    }),
    operationsOnly: t.exposeBoolean('operationsOnly', { description: 'It runs registered operations and nothing else.' }),
    previousUntil: t.expose('previousUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when the secret before the last rotation counts.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true }),
    version: t.exposeInt('version', { description: 'Pass it as `expectedVersion` to act only on what you saw.' }),
  }),
});
const ApiKeyConnection = builder.connectionObject({ type: ApiKey, name: 'ApiKeyConnection' });

const CreatedApiKey = builder.objectRef<Created>('CreatedApiKey').implement({
  fields: (t) => ({
    apiKey: t.expose('apiKey', { type: ApiKey }),
    secret: t.exposeString('secret', {
      nullable: true,
      description: 'Shown this once, kept nowhere: null when the request repeats an earlier one.',
    }),
  }),
});

const CreateApiKeyInput = builder.inputType('CreateApiKeyInput', {
  fields: (t) => ({
    name: t.string({ required: true, description: 'Which system will use it.' }),
    operationsOnly: t.boolean({ description: 'Whether it may run registered operations only: true unless set.' }),
    idempotencyKey: idempotencyKey(t),
  }),
});
const RotateApiKeyInput = builder.inputType('RotateApiKeyInput', {
  fields: (t) => ({
    apiKeyId: t.id({ required: true }),
    previousUntil: t.field({
      type: 'DateTime',
      description: 'Until when the present secret counts beside the new one: at most 30 days, a day unless set.',
    }),
    expectedVersion: expectedVersion(t),
    idempotencyKey: idempotencyKey(t),
  }),
});
const RevokeApiKeyInput = builder.inputType('RevokeApiKeyInput', {
  fields: (t) => ({
    apiKeyId: t.id({ required: true }),
    expectedVersion: expectedVersion(t),
    idempotencyKey: idempotencyKey(t),
  }),
});

builder.queryFields((t) => ({
  apiKeys: t.connection(
    {
      type: ApiKey,
      nullable: true,
      description: 'API keys of the tenant, the revoked ones too, newest first.',
      ...requires('apiKey:manage'),
      resolve: (_, page, { room }) => apiKeysPage(room, page),
    },
    ApiKeyConnection,
  ),
}));

builder.mutationFields((t) => ({
  createApiKey: t.field({
    type: CreatedApiKey,
    nullable: true,
    description: 'Makes a key for a marketplace’s back end: it may send events.',
    ...requires('apiKey:manage'),
    ...steppedUp,
    errors: oneOf(createApiKeyRefusals),
    args: { input: t.arg({ type: CreateApiKeyInput, required: true }) },
    resolve: (_, { input }, { room }) => createApiKey(room, input),
  }),
  rotateApiKey: t.field({
    type: CreatedApiKey,
    nullable: true,
    description: 'Gives a key a new secret. The present one counts beside it for a while; one before that ends at once.',
    ...requires('apiKey:manage'),
    ...steppedUp,
    errors: oneOf(rotateApiKeyRefusals),
    args: { input: t.arg({ type: RotateApiKeyInput, required: true }) },
    resolve: (_, { input }, { room }) => rotateApiKey(room, input),
  }),
  revokeApiKey: t.field({
    type: ApiKey,
    nullable: true,
    description: 'Ends a key for good, at once.',
    ...requires('apiKey:manage'),
    errors: oneOf(revokeApiKeyRefusals),
    args: { input: t.arg({ type: RevokeApiKeyInput, required: true }) },
    resolve: (_, { input }, { room }) => revokeApiKey(room, input),
  }),
}));
