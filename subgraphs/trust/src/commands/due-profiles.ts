import { idOf, type Id } from '@praetor/kernel/id';
import { sql } from '@praetor/postgres/sql';
import type { EntityManager } from '@mikro-orm/postgresql';

/** Accounts of a tenant that are to be assessed anew, and the marketplace's time, as of which. */
export interface Due {
  readonly tenantId: Id<'tenant'>;
  readonly streamTime: number;
  readonly accountIds: Id<'account'>[];
}

/** Those whose assessment ran out, at most `most` a tenant. Across tenants: for a worker's transaction. */
export const dueProfiles = (tx: EntityManager, now: Date, most: number): Promise<Due[]> =>
  found(
    tx,
    `select at.tenant_id, (extract(epoch from at.time) * 1000)::float8 as stream_ms, due.accounts
     from (select tenant_id, least(coalesce(latest_at, $1), $1) as time from trust.stream_time) at
     cross join lateral (
       select array_agg(account_id::text order by account_id) as accounts from (
         select account_id from trust.trust_profile p
         where p.tenant_id = at.tenant_id and p.next_evaluation_at <= at.time
         order by p.next_evaluation_at limit $2) first) due
     where due.accounts is not null`,
    [now, most],
  );

/** Those that another model than the live one assessed, at most `most` a tenant. Across tenants, too. */
export const strayProfiles = (tx: EntityManager, now: Date, most: number): Promise<Due[]> =>
  found(
    tx,
    `select live.tenant_id, stray.accounts,
            (extract(epoch from least(coalesce(at.latest_at, $1), $1)) * 1000)::float8 as stream_ms
     from trust.live_model live left join trust.stream_time at on at.tenant_id = live.tenant_id
     cross join lateral (
       select array_agg(account_id::text order by account_id) as accounts from (
         (select account_id from trust.trust_profile p
          where p.tenant_id = live.tenant_id and p.model_version < live.model_version limit $2)
         union all
         (select account_id from trust.trust_profile p
          where p.tenant_id = live.tenant_id and p.model_version > live.model_version limit $2)
         limit $2) first) stray
     where stray.accounts is not null`,
    [now, most],
  );

async function found(tx: EntityManager, text: string, parameters: readonly unknown[]): Promise<Due[]> {
  const rows = await sql<{ tenant_id: string; stream_ms: number; accounts: string[] }>(tx, text, parameters);
  return rows.map(({ tenant_id, stream_ms, accounts }) => ({
    tenantId: idOf('tenant', tenant_id),
    streamTime: stream_ms,
    accountIds: accounts.map((uuid) => idOf('account', uuid)),
  }));
}
