import type { Room } from '@praetor/events/room';
import { after, days, type Clock } from '@praetor/kernel/clock';
import { idOf, uuidOf, type Id } from '@praetor/kernel/id';
import { changed, sql } from '@praetor/postgres/sql';
import { asWorker, inTenant } from '@praetor/postgres/tenancy';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { limitDigest } from '../db/guess-limit.store.ts';
import { noFailures, takeAttempt, throttles, type Failures, type ThrottleName } from '../domain/login-throttle.ts';
import type { Desk } from './desk.ts';

/** One thing that is counted. */
export interface Limit {
  readonly throttle: ThrottleName;
  readonly digest: string;
}

const parts = 8;

type Caller = Pick<Room['actor'], 'tenantId' | 'ip'>;

/** What a caller's tries count against. */
export const limitsOf = ({ digests, settings }: Pick<Desk, 'digests' | 'settings'>, { tenantId, ip }: Caller) => {
  const limit = (throttle: ThrottleName, what: string): Limit => ({ throttle, digest: limitDigest(digests, throttle, what) });
  return {
    address: (email: string) => limit('address', email),
    device: (nonce: string) => limit('device', nonce),
    inside: (accountId: Id<'account'>) => limit('inside', accountId),
    recipient: (address: string) => limit('recipient', address),
    /** None for what runs on this machine, unless the settings count it: a newcomer and a whole suite are one network there. */
    network: (throttle: 'network' | 'asker') =>
      settings.countsThisMachine || !isThisMachine(ip) ? [limit(throttle, networkOf(ip))] : [],
    tenant: (email: string) =>
      limit('tenant', `${tenantId}/${Number.parseInt(digests.of('part', email).slice(0, 4), 16) % parts}`),
  };
};

const isThisMachine = (ip: string | null): boolean => ip !== null && /^(::ffff:)?127\.|^::1$/.test(ip);

/** Who has an IPv6 address has 2^64 of them (RFC 4291 section 2.5.4): they count as one. */
function networkOf(ip: string | null): string {
  if (!ip?.includes(':') || ip.startsWith('::ffff:')) return ip ?? '';
  const [head = '', tail] = ip.toLowerCase().split('::');
  const groups = head.split(':').filter(Boolean);
  if (tail !== undefined) while (groups.length < 4) groups.push('0');
  return groups.slice(0, 4).join(':');
}

export type Taken =
  | { readonly blocked: null; readonly blocksUntil: Date | null }
  /** The limit that stops it, and until when. */
  | { readonly blocked: Limit; readonly until: Date };

interface Kept {
  digest: string;
  count: number;
  last_at: string;
  blocked_until: string | null;
}

/**
 * Counts one try against all these limits, or none of them when one stops it. The rows are locked in one order, so tries that
 * run at once, on however many processes, are counted one after the other.
 */
export async function takeLimits(tx: EntityManager, tenantId: Id<'tenant'>, limits: readonly Limit[], now: Date): Promise<Taken> {
  const digests = limits.map(({ digest }) => digest).toSorted();
  const tenant = uuidOf(tenantId);
  await sql(
    tx,
    `insert into accounts.guess_limit (tenant_id, digest, count, last_at)
     select $1, digest, 0, $3 from unnest($2::text[]) as digest order by digest on conflict do nothing`,
    [tenant, digests, now],
  );
  const rows = await sql<Kept>(
    tx,
    `select digest, count, last_at, blocked_until from accounts.guess_limit
     where tenant_id = $1 and digest = any($2::text[]) order by digest for update`,
    [tenant, digests],
  );
  const kept = new Map(rows.map((row) => [row.digest, row]));
  const next: { limit: Limit; failures: Failures }[] = [];
  for (const limit of limits) {
    const present = failuresOf(kept.get(limit.digest));
    const failures = takeAttempt(present, now, throttles[limit.throttle]);
    if (!failures) return { blocked: limit, until: present.blockedUntil ?? now };
    next.push({ limit, failures });
  }
  await sql(
    tx,
    `update accounts.guess_limit g set count = n.count, last_at = $2, blocked_until = n.blocked_until
     from jsonb_to_recordset($3::jsonb) as n (digest text, count int, blocked_until timestamptz)
     where g.tenant_id = $1 and g.digest = n.digest`,
    [tenant, now, JSON.stringify(next.map(({ limit, failures }) => rowOf(limit, failures)))],
  );
  return { blocked: null, blocksUntil: next[0]?.failures.blockedUntil ?? null };
}

const failuresOf = (row: Kept | undefined): Failures =>
  row
    ? {
        count: row.count,
        lastAt: new Date(row.last_at),
        blockedUntil: row.blocked_until === null ? null : new Date(row.blocked_until),
      }
    : noFailures;

const rowOf = ({ digest }: Limit, { count, blockedUntil }: Failures) => ({ digest, count, blocked_until: blockedUntil });

/** Limits of many people, which one success does not clear: it only gives back its own try. */
const shared: ReadonlySet<ThrottleName> = new Set<ThrottleName>(['network', 'tenant', 'asker']);

/**
 * After the right password nothing is held against the account and device any more, and the try was none (`all`). A try
 * that was not looked at is given back (`try`).
 */
export async function forgive(
  tx: EntityManager,
  tenantId: Id<'tenant'>,
  limits: readonly Limit[],
  what: 'all' | 'try',
): Promise<void> {
  const cleared = limits.map(({ digest, throttle }) => ({
    digest,
    free: throttles[throttle].free,
    to: what === 'all' && !shared.has(throttle) ? 0 : null,
  }));
  await sql(
    tx,
    `with n as (select * from jsonb_to_recordset($2::jsonb) as r (digest text, free int, "to" int)),
     locked as (select g.digest from accounts.guess_limit g join n using (digest) where g.tenant_id = $1 order by g.digest for update of g)
     update accounts.guess_limit g set count = coalesce(n."to", greatest(g.count - 1, 0)),
            blocked_until = case when coalesce(n."to", g.count - 1) < n.free then null else g.blocked_until end
     from n join locked using (digest) where g.tenant_id = $1 and g.digest = n.digest`,
    [uuidOf(tenantId), JSON.stringify(cleared)],
  );
}

/** Forgets what was counted a day ago or longer: by then every throttle has. How many. */
export async function forgetLimits(orm: MikroORM, clock: Clock): Promise<number> {
  const before = after(clock(), -days(1));
  const old = await asWorker(orm, (tx) =>
    sql<{ tenant_id: string; digest: string }>(
      tx,
      'select tenant_id, digest from accounts.guess_limit where last_at < $1 order by last_at limit 1000',
      [before],
    ),
  );
  for (const [tenant, rows] of Map.groupBy(old, (row) => row.tenant_id)) {
    const digests = rows.map(({ digest }) => digest);
    await inTenant(orm, idOf('tenant', tenant), (tx) =>
      changed(tx, 'delete from accounts.guess_limit where digest = any($1::text[]) and last_at < $2', [digests, before]),
    );
  }
  return old.length;
}
