import { Lru } from './lru.ts';

/** Every permission, as `resource:verb`. Fields declare them with `@requiresScopes`; roles bundle them. */
export const permissions = [
  'account:read',
  'account:lock',
  'account:suspend',
  'account:impersonate',
  'kyc:review',
  'account:close',
  'account:resetFactors',
  'organization:read',
  'role:assign',
  'identity:configure',
  'trust:read',
  'trust:decide',
  'trust:override',
  'trust:model',
  'flag:read',
  'flag:raise',
  'flag:assign',
  'flag:resolve',
  'audit:read',
  'dispute:read',
  'dispute:review',
  'dispute:decide',
  'notification:read',
  'alert:read',
  'alert:manage',
  'event:ingest',
  'apiKey:manage',
  'identityProvider:manage',
  'event:replay',
  'gateway:verify',
  'gateway:introspect',
] as const;
export type Permission = (typeof permissions)[number];

/** What each role may ask for at all. What it may do to a given thing is policy, decided in the command. */
export const roles = {
  BUYER: [],
  SELLER: [],
  SUPPORT: [
    'account:read',
    'organization:read',
    'account:impersonate',
    'account:resetFactors',
    'trust:read',
    'flag:read',
    'flag:raise',
    'dispute:read',
    'alert:read',
  ],
  MODERATOR: [
    'account:read',
    'kyc:review',
    'organization:read',
    'account:lock',
    'account:suspend',
    'trust:read',
    'trust:override',
    'flag:read',
    'flag:raise',
    'flag:assign',
    'flag:resolve',
    'dispute:read',
    'dispute:review',
    'dispute:decide',
    'notification:read',
    'alert:read',
    'alert:manage',
  ],
  FINANCE: [
    'account:read',
    'kyc:review',
    'organization:read',
    'trust:read',
    'flag:read',
    'flag:raise',
    'dispute:read',
    'dispute:review',
    'dispute:decide',
    'alert:read',
  ],
  AUDITOR: [
    'account:read',
    'organization:read',
    'trust:read',
    'flag:read',
    'audit:read',
    'dispute:read',
    'notification:read',
    'alert:read',
  ],
  ADMIN: [
    'account:read',
    'kyc:review',
    'organization:read',
    'account:lock',
    'account:suspend',
    'account:impersonate',
    'account:close',
    'account:resetFactors',
    'role:assign',
    'identity:configure',
    'trust:read',
    'trust:decide',
    'trust:override',
    'trust:model',
    'flag:read',
    'flag:raise',
    'flag:assign',
    'flag:resolve',
    'audit:read',
    'dispute:read',
    'dispute:review',
    'dispute:decide',
    'notification:read',
    'alert:read',
    'alert:manage',
    'apiKey:manage',
    'identityProvider:manage',
    'event:replay',
    'gateway:introspect',
  ],
  /** A marketplace's back end, holding an API key. */
  PARTNER: ['event:ingest', 'trust:read', 'trust:decide', 'dispute:read', 'flag:raise'],
  /** The gateway itself, asking for session state. Never granted to a person. */
  GATEWAY: ['gateway:verify', 'event:ingest'],
} as const satisfies Record<string, readonly Permission[]>;
export type Role = keyof typeof roles;

/** People hold few different sets of roles, and each request and each open socket asks what one means. */
const known = new Lru<string, ReadonlySet<Permission>>(1_000);

/** The permissions of all these roles together; an unknown role gives none. */
export function permissionsOf(held: readonly string[]): ReadonlySet<Permission> {
  const together = (): ReadonlySet<Permission> =>
    new Set(held.flatMap((role): readonly Permission[] => (Object.hasOwn(roles, role) ? roles[role as Role] : [])));
  return known.take(JSON.stringify(held), together);
}
