import type { Id } from '@praetor/kernel/id';

/**
 * Who asks, in which tenant, over which session: the first argument of everything. The gateway makes it from a
 * bearer token or API key and forwards it signed; no client can.
 */
export interface Actor {
  readonly kind: 'account' | 'partner' | 'system' | 'anonymous';
  /** Account or API key id; a job's or consumer's name for `system`; null for anonymous. */
  readonly id: string | null;
  readonly tenantId: Id<'tenant'>;
  readonly roles: readonly string[];
  readonly sessionId: Id<'session'> | null;
  readonly deviceId: Id<'device'> | null;
  /** Staff account acting as `id`. */
  readonly impersonatorId: Id<'account'> | null;
  /** NIST 800-63 authenticator assurance level. */
  readonly assurance: 1 | 2 | 3;
  /** The level that the account has to prove to be believed in full: above 1 once it has a second factor, or must have one. */
  readonly fullAssurance: 1 | 2 | 3;
  /** When the account last proved who it is, in seconds since 1970 (OpenID Connect `auth_time`); null for what never does. */
  readonly authenticatedAt: number | null;
  /** Roles it has that count for nothing until it proves in full who it is. */
  readonly withheldRoles: readonly string[];
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly requestId: Id<'request'> | null;
  /** W3C Trace Context. */
  readonly traceparent: string | null;
  /** The event that a consumer acts on, for `system` actors: links effect to cause. */
  readonly causationId: string | null;
  readonly correlationId: string | null;
}

/** The actor for Praetor's own work (a consumer, a sweep) in one tenant. */
export function systemActor(
  name: string,
  tenantId: Id<'tenant'>,
  cause?: { id: string; correlationId: string | null; traceparent: string | null },
): Actor {
  return {
    kind: 'system',
    id: name,
    tenantId,
    roles: [],
    sessionId: null,
    deviceId: null,
    impersonatorId: null,
    assurance: 1,
    fullAssurance: 1,
    authenticatedAt: null,
    withheldRoles: [],
    ip: null,
    userAgent: null,
    requestId: null,
    traceparent: cause?.traceparent ?? null,
    causationId: cause?.id ?? null,
    correlationId: cause?.correlationId ?? cause?.id ?? null,
  };
}
