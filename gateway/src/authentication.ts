import { createHash } from 'node:crypto';
import { permissionsOf } from '@praetor/authorization/roles';
import { proofOf } from '@praetor/authorization/step-up';
import type { Actor } from '@praetor/identity/actor';
import type { SharedClock } from '@praetor/identity/shared-clock';
import type { Clock } from '@praetor/kernel/clock';
import { type Id, isId } from '@praetor/kernel/id';
import { createTokenVerifier, type TokenVerifier } from './access-token.ts';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { type Accounts, AccountsUnanswered, type ApiKeyState, type SessionState } from './accounts.ts';
import type { Caller } from './caller.ts';
import type { CurrentActor } from './data-source.ts';
import { coded, unauthenticated, unavailable } from './errors.ts';
import { type Known, known } from './known-state.ts';
import { type ShortCache, shortCache } from './short-cache.ts';
import type { AddressRange } from './limits/limit-settings.ts';
import { assertStaffAddress } from './staff-addresses.ts';
import type { Viewer } from './viewer.ts';

/** How stale a lock or a revocation may look when it is read; with the moment that equal live views share, "at once" is 100 ms. */
const liveStateMs = 80;

export interface AuthenticationOptions {
  readonly accounts: Accounts;
  readonly clock: Clock;
  /** By which what is known of callers grows old, here and in subgraphs. */
  readonly sharedClock: SharedClock;
  readonly logger: Logger;
  /** Slug or id of the tenant of callers that name none. */
  readonly tenant: string;
  /** Where staff may come from; empty: from anywhere. */
  readonly staffAddresses: readonly AddressRange[];
}

/** Turns callers into viewers. Called again for the same caller, it answers as of then. */
export interface Authentication {
  /** Throws UNAUTHENTICATED when the caller's proof does not hold, FORBIDDEN_ADDRESS, UNAVAILABLE when that cannot be known. */
  viewerOf(caller: Caller, how?: { readonly anew: boolean }): Promise<Viewer>;
  /** The same of an actor that was made here, when it asks a subgraph; one of the gateway's own is what it is. */
  readonly current: CurrentActor;
  /** The public keys of access tokens. */
  jwks(): Promise<string>;
}

interface Room extends AuthenticationOptions {
  readonly sessions: ShortCache<Known<SessionState>>;
  readonly apiKeys: ShortCache<Known<ApiKeyState>>;
  readonly standings: WeakMap<Actor, { readonly caller: Caller; readonly asOf: number }>;
  readonly tenants: Map<string, Id<'tenant'>>;
  readonly verify: TokenVerifier;
}

export function createAuthentication(options: AuthenticationOptions): Authentication {
  const { accounts, clock, sharedClock } = options;
  const room: Room = {
    ...options,
    sessions: shortCache(liveStateMs, clock),
    // A partner's back end asks all the time: none of its requests waits for what is known of its key.
    apiKeys: shortCache(liveStateMs, clock, { ahead: true }),
    standings: new WeakMap(),
    tenants: new Map(),
    verify: createTokenVerifier(accounts, clock),
  };
  const checked: Authentication['viewerOf'] = async (caller, how) => {
    const viewer = await viewerOf(room, caller, how?.anew ?? false);
    assertStaffAddress(viewer, options.staffAddresses);
    return viewer;
  };
  return {
    viewerOf: checked,
    async current(actor, how) {
      const standing = room.standings.get(actor);
      if (!standing) return { actor, asOf: sharedClock.earliest() };
      const { caller, asOf } = standing;
      if (!how?.anew && sharedClock.earliest() - asOf < liveStateMs) return { actor, asOf };
      const { actor: now } = await checked(caller, how);
      return { actor: now, asOf: room.standings.get(now)?.asOf ?? asOf };
    },
    jwks: () => reading(options.logger, accounts.jwks()),
  };
}

async function viewerOf(room: Room, caller: Caller, anew: boolean): Promise<Viewer> {
  const { credential } = caller;
  switch (credential.kind) {
    case 'accessToken':
      return sessionViewer(room, caller, credential.value, anew);
    case 'apiKey':
      return partnerViewer(room, caller, credential.value, anew);
    case 'malformed':
      throw unauthenticated('Send the Authorization header as "Bearer <access token or API key>".');
    case 'none':
      return anonymousViewer(room, caller);
  }
}

async function sessionViewer(room: Room, caller: Caller, token: string, anew: boolean): Promise<Viewer> {
  const { accountId, sessionId } = await reading(room.logger, room.verify(token));
  const load = () => known(room.sharedClock, () => room.accounts.sessionState(sessionId));
  const { state, asOf } = await reading(room.logger, room.sessions.get(sessionId, load, { anew }));
  if (!state || state.accountId !== accountId) throw unauthenticated('This session has ended. Log in again.');
  const viewer = viewerFor(room, caller, { kind: 'account', id: state.accountId, ...stateFacts(state), sessionId });
  room.standings.set(viewer.actor, { caller, asOf });
  return viewer;
}

async function partnerViewer(room: Room, caller: Caller, key: string, anew: boolean): Promise<Viewer> {
  const digest = createHash('sha256').update(key).digest('hex');
  const load = () => known(room.sharedClock, () => room.accounts.apiKeyState(digest));
  const { state, asOf } = await reading(room.logger, room.apiKeys.get(digest, load, { anew }));
  if (!state) throw unauthenticated('This API key is unknown or was revoked.');
  const { operationsOnly } = state;
  const viewer = viewerFor(room, caller, { kind: 'partner', id: state.id, ...stateFacts(state) });
  room.standings.set(viewer.actor, { caller, asOf });
  return { ...viewer, operationsOnly };
}

async function anonymousViewer(room: Room, caller: Caller): Promise<Viewer> {
  const tenantId = await tenantOf(room, caller.tenant ?? room.tenant);
  return viewerFor(room, caller, { kind: 'anonymous', id: null, tenantId, roles: [] });
}

/** A slug keeps its id for good, so it is asked once. */
async function tenantOf({ tenants, accounts, logger }: Room, named: string): Promise<Id<'tenant'>> {
  if (isId('tenant', named)) return named;
  const known = tenants.get(named);
  if (known) return known;
  const refusal = coded('BAD_USER_INPUT', 'The x-praetor-tenant header names no tenant.', { http: { status: 400 } });
  if (!/^[a-z0-9-]{1,63}$/.test(named)) throw refusal;
  const found = await reading(logger, accounts.tenantBySlug(named));
  if (!found) throw refusal;
  tenants.set(named, found);
  return found;
}

type SessionFacts = Pick<
  Actor,
  'deviceId' | 'impersonatorId' | 'assurance' | 'fullAssurance' | 'authenticatedAt' | 'withheldRoles'
>;
type StateFacts = Pick<Actor, 'tenantId' | 'roles'> & Partial<SessionFacts>;

function stateFacts(state: SessionState | ApiKeyState): StateFacts {
  const { tenantId, roles } = state;
  if (!('assurance' in state)) return { tenantId, roles };
  const { deviceId, impersonatorId, assurance, fullAssurance, authenticatedAt, withheldRoles } = state;
  return { tenantId, roles, deviceId, impersonatorId, assurance, fullAssurance, authenticatedAt, withheldRoles };
}

function viewerFor(
  { clock }: Room,
  caller: Caller,
  facts: Pick<Actor, 'kind' | 'id' | 'tenantId' | 'roles'> & Partial<Actor>,
): Viewer {
  const { requestId, traceparent, ip, userAgent } = caller;
  const actor: Actor = {
    sessionId: null,
    deviceId: null,
    impersonatorId: null,
    assurance: 1,
    fullAssurance: 1,
    authenticatedAt: null,
    withheldRoles: [],
    causationId: null,
    correlationId: requestId,
    ...facts,
    requestId,
    traceparent,
    ip,
    userAgent,
  };
  const impersonating = actor.impersonatorId !== null;
  const permissions = permissionsOf(facts.roles);
  return { actor, authenticated: facts.kind !== 'anonymous', permissions, impersonating, proof: proofOf(actor, clock()) };
}

/** Fails closed: what cannot be read lets nobody in. */
async function reading<Value>(logger: Logger, value: Promise<Value>): Promise<Value> {
  try {
    return await value;
  } catch (error) {
    throw unreadable(logger, error);
  }
}

function unreadable(logger: Logger, error: unknown): Error {
  if (error instanceof GraphQLError) return error;
  logger.error(
    { err: error, ...(error instanceof AccountsUnanswered && { errors: error.answer.errors }) },
    'Live state cannot be read.',
  );
  return unavailable();
}
