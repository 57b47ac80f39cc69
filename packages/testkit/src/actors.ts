import type { Actor } from '@praetor/identity/actor';
import { newId, type Id } from '@praetor/kernel/id';

/** A signed-in account with these roles, as the gateway would forward it. */
export function accountActor(
  tenantId: Id<'tenant'>,
  roles: string[] = ['BUYER'],
  overrides: Partial<Actor> = {},
): Actor & { id: Id<'account'> } {
  return {
    kind: 'account',
    id: newId('account'),
    tenantId,
    roles,
    sessionId: newId('session'),
    deviceId: newId('device'),
    impersonatorId: null,
    assurance: 2,
    fullAssurance: 2,
    // Just now, whatever the test's clock says.
    authenticatedAt: Math.floor(Date.UTC(2100, 0) / 1000),
    withheldRoles: [],
    ip: '192.0.2.1',
    userAgent: 'testkit',
    requestId: newId('request'),
    traceparent: null,
    causationId: null,
    correlationId: null,
    ...overrides,
  } as Actor & { id: Id<'account'> };
}

const unproven = { assurance: 1, fullAssurance: 1, authenticatedAt: null } as const;

export function anonymousActor(tenantId: Id<'tenant'>): Actor {
  return accountActor(tenantId, [], { kind: 'anonymous', id: null, sessionId: null, deviceId: null, ...unproven });
}

export function partnerActor(tenantId: Id<'tenant'>): Actor {
  return accountActor(tenantId, ['PARTNER'], {
    kind: 'partner',
    id: newId('apiKey'),
    sessionId: null,
    deviceId: null,
    ...unproven,
  });
}
