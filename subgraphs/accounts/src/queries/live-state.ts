import type { Room } from '@praetor/events/room';
import { idOf, isId, uuidOf, type Id } from '@praetor/kernel/id';
import type { AccountsSettings } from '../domain/settings.ts';
import { isStaffRole } from '../domain/roles.ts';
import { asWorker } from '@praetor/postgres/tenancy';
import { isFresh } from '../db/identity-policy.store.ts';
import { keyIsVouchedFor } from '../db/api-key.store.ts';
import { impersonationHolds } from '../db/impersonation.store.ts';

/** What a session is worth right now. */
export interface SessionState {
  active: boolean;
  accountId: Id<'account'>;
  tenantId: Id<'tenant'>;
  roles: string[];
  deviceId: Id<'device'> | null;
  impersonatorId: Id<'account'> | null;
  assurance: number;
  /** What the account can prove: 2 once it has a second factor. */
  fullAssurance: number;
  /** In seconds since 1970; null when the one who acts is not the one who proved it. */
  authenticatedAt: number | null;
  /** Staff roles that count for nothing before a second factor is proven. */
  withheldRoles: string[];
}

interface SessionFound {
  id: string;
  active: boolean;
  account_id: string;
  tenant_id: string;
  roles: string[];
  device_id: string;
  impersonator_id: string | null;
  assurance: number;
  authenticated_at: number;
  second_factor: boolean;
}

type StaffSettings = Pick<AccountsSettings, 'staffSecondFactor'>;

/** More than the gateway asks about at once. */
const maxSessions = 500;

/**
 * The gateway asks on every request, for any tenant, and for everybody who listens when something happens: two primary keys
 * each, one statement. Active only while neither the session nor the account's standing, nor that of
 * staff acting as it, says otherwise; roles are those of now.
 */
export async function sessionStates(
  { orm, clock }: Room,
  settings: StaffSettings,
  ids: readonly string[],
): Promise<(SessionState | null)[]> {
  const known = ids.slice(0, maxSessions).filter((id) => isId('session', id));
  if (known.length === 0) return ids.map(() => null);
  const now = clock();
  const found = await asWorker(orm, (tx) =>
    tx.execute<SessionFound[]>(
      `select s.id, s.revoked_at is null and s.expires_at > ? and a.status = 'active' and ${isFresh} and ${impersonationHolds} as active,
              s.account_id, s.tenant_id, a.roles, s.device_id, s.impersonator_id, s.assurance,
              extract(epoch from s.authenticated_at)::int as authenticated_at,
              exists (select from accounts.totp t where t.tenant_id = s.tenant_id and t.account_id = s.account_id
                      and t.confirmed_at is not null)
                or exists (select from accounts.passkey k where k.tenant_id = s.tenant_id and k.account_id = s.account_id)
                as second_factor
       from accounts.session s join accounts.account a on a.id = s.account_id and a.tenant_id = s.tenant_id
       left join accounts.identity_policy p on p.id = s.tenant_id
       where s.id = any(string_to_array(?, ',')::uuid[])`,
      [now, now, now, now, now, known.map(uuidOf).join(',')],
    ),
  );
  const byId = new Map(found.map((row) => [idOf('session', row.id) as string, sessionOf(row, settings)]));
  return ids.map((id) => byId.get(id) ?? null);
}

function sessionOf({ active, roles, assurance, ...found }: SessionFound, { staffSecondFactor }: StaffSettings): SessionState {
  const { second_factor: secondFactor, impersonator_id: impersonator } = found;
  const withheld = assurance < 2 && (secondFactor || staffSecondFactor === 'required');
  return {
    active,
    roles: roles.filter((role) => !withheld || !isStaffRole(role)),
    withheldRoles: roles.filter((role) => withheld && isStaffRole(role)),
    assurance,
    fullAssurance: secondFactor ? 2 : 1,
    authenticatedAt: impersonator === null ? found.authenticated_at : null,
    accountId: idOf('account', found.account_id),
    tenantId: idOf('tenant', found.tenant_id),
    deviceId: idOf('device', found.device_id),
    impersonatorId: impersonator === null ? null : idOf('account', impersonator),
  };
}

export interface ApiKeyState {
  active: boolean;
  id: Id<'apiKey'>;
  tenantId: Id<'tenant'>;
  roles: string[];
  /** It runs registered operations and nothing else. */
  operationsOnly: boolean;
}

interface ApiKeyFound {
  active: boolean;
  id: string;
  tenant_id: string;
  roles: string[];
  operations_only: boolean;
}

/** By SHA-256, hex, of the secret: the present one, or the one before it as long as that counts. */
export async function apiKeyState({ orm, clock }: Room, digest: string): Promise<ApiKeyState | null> {
  if (!/^[0-9a-f]{64}$/.test(digest)) return null;
  const [found] = await asWorker(orm, (tx) =>
    tx.execute<ApiKeyFound[]>(
      `select revoked_at is null and ${keyIsVouchedFor} as active, id, tenant_id, roles, operations_only from accounts.api_key k
       where digest = ? or (previous_digest = ? and previous_until > ?)`,
      [digest, digest, clock()],
    ),
  );
  return found ? stateOf(found) : null;
}

const stateOf = ({ active, id, tenant_id, roles, operations_only }: ApiKeyFound): ApiKeyState => ({
  active,
  id: idOf('apiKey', id),
  tenantId: idOf('tenant', tenant_id),
  roles,
  operationsOnly: operations_only,
});

/** The tenant that a slug names. */
export async function tenantState({ orm }: Room, slug: string): Promise<{ id: Id<'tenant'> } | null> {
  if (!/^[a-z0-9-]{1,63}$/.test(slug)) return null;
  const [found] = await asWorker(orm, (tx) =>
    tx.execute<{ id: string }[]>('select id from accounts.tenant where slug = ?', [slug]),
  );
  return found ? { id: idOf('tenant', found.id) } : null;
}
