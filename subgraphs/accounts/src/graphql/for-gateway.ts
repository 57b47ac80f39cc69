import { internal, ofAtMost } from '@praetor/subgraph/declare';
import { enumValues } from '@praetor/subgraph/fields';
import { ingestEvents, ingestOutcomes, type IngestResult as Result } from '../commands/ingest-events.ts';
import { apiKeyState, sessionStates, tenantState } from '../queries/live-state.ts';
import type { ApiKeyState as KeyState, SessionState as State } from '../queries/live-state.ts';
import { builder } from './builder.ts';

/** What the gateway itself asks, past the planner: none of it is in the public graph. */
const SessionState = builder.objectRef<State>('SessionState').implement({
  inaccessible: true,
  fields: (t) => ({
    active: t.exposeBoolean('active'),
    accountId: t.exposeID('accountId'),
    tenantId: t.exposeID('tenantId'),
    roles: t.exposeStringList('roles'),
    deviceId: t.exposeID('deviceId', { nullable: true }),
    impersonatorId: t.exposeID('impersonatorId', { nullable: true }),
    assurance: t.exposeInt('assurance'),
    fullAssurance: t.exposeInt('fullAssurance'),
    authenticatedAt: t.exposeInt('authenticatedAt', { nullable: true }),
    withheldRoles: t.exposeStringList('withheldRoles'),
  }),
});

export const ApiKeyState = builder.objectRef<KeyState>('ApiKeyState').implement({
  inaccessible: true,
  fields: (t) => ({
    active: t.exposeBoolean('active'),
    id: t.exposeID('id'),
    tenantId: t.exposeID('tenantId'),
    roles: t.exposeStringList('roles'),
    operationsOnly: t.exposeBoolean('operationsOnly'),
  }),
});

const TenantState = builder.objectRef<{ id: string }>('TenantState').implement({
  inaccessible: true,
  fields: (t) => ({ id: t.exposeID('id') }),
});

builder.queryFields((t) => ({
  jwks: t.string({
    nullable: true,
    description: 'The public keys of access tokens, as a JSON Web Key Set (RFC 7517).',
    ...internal('gateway:verify'),
    resolve: (_, _args, { loaders }) => loaders.keys.jwks(),
  }),
  sessionStates: t.field({
    type: [SessionState],
    ...ofAtMost(500),
    nullable: { list: true, items: true },
    description: 'What sessions of any tenant are worth right now, in the order of their ids; at most 500.',
    ...internal('gateway:verify'),
    args: { ids: t.arg.idList({ required: true }) },
    resolve: (_, { ids }, { room, loaders }) => sessionStates(room, loaders.desk.settings, ids.map(String)),
  }),
  apiKeyState: t.field({
    type: ApiKeyState,
    nullable: true,
    description: 'What an API key of any tenant is worth right now, by its SHA-256 in hex.',
    ...internal('gateway:verify'),
    args: { digest: t.arg.string({ required: true }) },
    resolve: (_, { digest }, { room }) => apiKeyState(room, digest),
  }),
  tenantState: t.field({
    type: TenantState,
    nullable: true,
    description: 'The tenant that a slug names.',
    ...internal('gateway:verify'),
    args: { slug: t.arg.string({ required: true }) },
    resolve: (_, { slug }, { room }) => tenantState(room, slug),
  }),
}));

const IngestOutcome = builder.enumType('IngestOutcome', { inaccessible: true, values: enumValues(ingestOutcomes) });

const IngestResult = builder.objectRef<Result>('IngestResult').implement({
  inaccessible: true,
  fields: (t) => ({
    index: t.exposeInt('index'),
    id: t.exposeString('id', { nullable: true }),
    outcome: t.expose('outcome', { type: IngestOutcome }),
    code: t.exposeString('code', { nullable: true }),
    message: t.exposeString('message', { nullable: true }),
  }),
});

const IngestEventsPayload = builder.objectRef<{ results: Result[] }>('IngestEventsPayload').implement({
  inaccessible: true,
  fields: (t) => ({ results: t.expose('results', { type: [IngestResult], ...ofAtMost(1_000) }) }),
});

const IngestEventsInput = builder.inputType('IngestEventsInput', {
  inaccessible: true,
  fields: (t) => ({ events: t.field({ type: ['JSON'], required: true, description: 'At most 1,000.' }) }),
});

builder.mutationField('ingestEvents', (t) =>
  t.field({
    type: IngestEventsPayload,
    nullable: true,
    description: 'Takes a marketplace’s events from the door. Each event’s own id is its idempotency key.',
    ...internal('event:ingest'),
    args: { input: t.arg({ type: IngestEventsInput, required: true }) },
    resolve: async (_, { input }, { room }) => ({ results: await ingestEvents(room, input) }),
  }),
);
