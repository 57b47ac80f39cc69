import { type Actor, systemActor } from '@praetor/identity/actor';
import { type Id, isId } from '@praetor/kernel/id';
import DataLoader from 'dataloader';
import { z } from 'zod';
import type { Subgraph, SubgraphAnswer } from './data-source.ts';

/** The one actor that may ask for other people's live state: no person can hold its role. */
const noTenant = 'tnt_00000000000000000000000000' as Id<'tenant'>;
const gatewayActor: Actor = { ...systemActor('gateway', noTenant), roles: ['GATEWAY'] };

const id = <K extends Parameters<typeof isId>[0]>(kind: K) => z.custom<Id<K>>((value) => isId(kind, value));
/** Nothing is promised of one that does not hold any more but that. */
const Inactive = z.object({ active: z.literal(false) });
const level = z.union([z.literal(1), z.literal(2), z.literal(3)]);
const SessionState = z.object({
  active: z.literal(true),
  accountId: id('account'),
  tenantId: id('tenant'),
  roles: z.array(z.string()),
  deviceId: id('device').nullable(),
  impersonatorId: id('account').nullable(),
  assurance: level,
  fullAssurance: level,
  authenticatedAt: z.int().nullable(),
  withheldRoles: z.array(z.string()),
});
export type SessionState = z.infer<typeof SessionState>;
const SessionStates = z.array(z.union([SessionState, Inactive, z.null()]));

const ApiKeyState = z.object({
  active: z.literal(true),
  id: id('apiKey'),
  tenantId: id('tenant'),
  roles: z.array(z.string()),
  /** It runs registered operations and nothing else. */
  operationsOnly: z.boolean(),
});
export type ApiKeyState = z.infer<typeof ApiKeyState>;

const Moment = z.iso
  .datetime()
  .nullable()
  .transform((text) => (text === null ? null : new Date(text)));
const OperationState = z.object({
  id: id('operation'),
  body: z.string(),
  deprecatedAt: Moment,
  sunsetAt: Moment,
  documentation: z.url().nullable(),
});
/** What a hash stands for. */
export type OperationState = z.infer<typeof OperationState>;

/** How an operation was used since the last report. */
export interface OperationUsage {
  readonly tenantId: Id<'tenant'>;
  readonly operationId: Id<'operation'>;
  readonly uses: number;
  readonly errors: number;
  /** A latency sketch. */
  readonly latencies: readonly number[];
  /** What it uses of the schema that is deprecated. */
  readonly deprecatedUses: readonly string[];
}

const TenantState = z.object({ id: id('tenant') });

const EndedSessions = z.object({ outcome: z.enum(['DONE', 'REFUSED', 'UNAVAILABLE']) });
/** What came of a provider's logout token. */
export type LogoutOutcome = z.infer<typeof EndedSessions>['outcome'];

const IngestResult = z.object({
  index: z.int(),
  id: z.string().nullable(),
  outcome: z.string(),
  code: z.string().nullish(),
  message: z.string().nullish(),
});
export type IngestResult = z.infer<typeof IngestResult>;

const documents = {
  jwks: 'query GatewayJwks { jwks }',
  sessionStates:
    'query GatewaySessionStates($ids: [ID!]!) { sessionStates(ids: $ids) { active accountId tenantId roles deviceId impersonatorId assurance fullAssurance authenticatedAt withheldRoles } }',
  apiKeyState:
    'query GatewayApiKeyState($digest: String!) { apiKeyState(digest: $digest) { active id tenantId roles operationsOnly } }',
  partnerState: 'query GatewayPartnerState($id: ID!) { partnerState(id: $id) { active id tenantId roles operationsOnly } }',
  operationState:
    'query GatewayOperationState($tenantId: ID!, $apiKeyId: ID, $hash: String!) { operationState(tenantId: $tenantId, apiKeyId: $apiKeyId, hash: $hash) { id body deprecatedAt sunsetAt documentation } }',
  reportOperationUsage:
    'mutation GatewayReportUsage($input: ReportOperationUsageInput!) { reportOperationUsage(input: $input) { recorded } }',
  tenantState: 'query GatewayTenantState($slug: String!) { tenantState(slug: $slug) { id } }',
  endProviderSessions:
    'mutation GatewayEndProviderSessions($input: EndProviderSessionsInput!) { endProviderSessions(input: $input) { outcome } }',
  ingestEvents:
    'mutation GatewayIngestEvents($input: IngestEventsInput!) { ingestEvents(input: $input) { results { index id outcome code message } } }',
} as const;

/** An internal question that the accounts subgraph did not answer as agreed. */
export class AccountsUnanswered extends Error {
  readonly answer: SubgraphAnswer;
  constructor(field: string, answer: SubgraphAnswer) {
    super(`The accounts subgraph did not answer "${field}".`);
    this.answer = answer;
  }
}

/** What the gateway asks of the accounts subgraph itself, past the planner: these fields are `@inaccessible` to clients. */
export interface Accounts {
  /** The public keys of access tokens, as a JSON Web Key Set (RFC 7517). */
  jwks(): Promise<string>;
  /** Null when there is none, or when it was ended. */
  sessionState(sessionId: string): Promise<SessionState | null>;
  /** By SHA-256 (hex) of the key; null when there is none, or when it was revoked. */
  apiKeyState(digest: string): Promise<ApiKeyState | null>;
  /** By the key's id; null when there is none, or when it was revoked. */
  partnerState(apiKeyId: string): Promise<ApiKeyState | null>;
  /** What a hash stands for: the key's own operation, else one of the whole tenant; null when it stands for nothing. */
  operationState(named: { tenantId: Id<'tenant'>; apiKeyId: Id<'apiKey'> | null; hash: string }): Promise<OperationState | null>;
  /** At most 1,000 at once. */
  reportOperationUsage(usages: readonly OperationUsage[]): Promise<void>;
  tenantBySlug(slug: string): Promise<Id<'tenant'> | null>;
  /** Brings a provider's logout token. */
  endProviderSessions(logout: { providerId: string; logoutToken: string }): Promise<LogoutOutcome>;
  ingestEvents(events: readonly unknown[], partner: Actor): Promise<IngestResult[]>;
}

export function accountsThrough(subgraph: Subgraph): Accounts {
  const ask = async <Value>(
    field: keyof typeof documents,
    schema: z.ZodType<Value>,
    variables: Record<string, unknown>,
    actor = gatewayActor,
  ) => {
    const answer = await subgraph.ask({ query: documents[field], variables }, actor);
    const parsed = schema.safeParse(answer.data?.[field]);
    if (answer.errors?.length || !parsed.success) throw new AccountsUnanswered(field, answer);
    return parsed.data;
  };
  // Who is asked about in one turn is asked about together: everybody who listens, when something happens.
  const sessions = new DataLoader((ids: readonly string[]) => ask('sessionStates', SessionStates.length(ids.length), { ids }), {
    cache: false,
    maxBatchSize: 500,
  });
  return {
    jwks: () => ask('jwks', z.string(), {}),
    sessionState: async (sessionId) => whenActive(await sessions.load(sessionId)),
    apiKeyState: async (digest) => whenActive(await ask('apiKeyState', z.union([ApiKeyState, Inactive, z.null()]), { digest })),
    partnerState: async (apiKeyId) =>
      whenActive(await ask('partnerState', z.union([ApiKeyState, Inactive, z.null()]), { id: apiKeyId })),
    operationState: (named) => ask('operationState', OperationState.nullable(), named),
    async reportOperationUsage(usages) {
      await ask('reportOperationUsage', z.object({ recorded: z.int() }), { input: { usages } });
    },
    tenantBySlug: async (slug) => (await ask('tenantState', TenantState.nullable(), { slug }))?.id ?? null,
    endProviderSessions: async (input) => (await ask('endProviderSessions', EndedSessions, { input })).outcome,
    async ingestEvents(events, partner) {
      const { results } = await ask('ingestEvents', z.object({ results: z.array(IngestResult) }), { input: { events } }, partner);
      return results;
    },
  };
}

function whenActive<State extends { active: true }>(state: State | { active: false } | null): State | null {
  return state?.active ? state : null;
}
