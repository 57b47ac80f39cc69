import { type Id, isId, uuidOf } from '@praetor/kernel/id';
import { changed } from '@praetor/postgres/sql';
import type { EntityManager } from '@mikro-orm/postgresql';

/** What trust announced of an account. */
export interface Announced {
  readonly accountId: string;
  readonly tier: string;
  readonly riskLevel: string;
  readonly evaluatedAt: string;
}

/** Keeps the newest word of trust about each account: one statement, in whatever order the words come. */
export async function rememberStandings(tx: EntityManager, announced: readonly Announced[]): Promise<void> {
  const newest = new Map<string, Announced>();
  for (const one of announced) {
    const known = newest.get(one.accountId);
    if (isId('account', one.accountId) && (!known || known.evaluatedAt <= one.evaluatedAt)) newest.set(one.accountId, one);
  }
  const rows = [...newest.values()];
  if (!rows.length) return;
  await changed(
    tx,
    `insert into accounts.trust_standing (account_id, tenant_id, tier, risk_level, evaluated_at)
     select id, current_setting('praetor.tenant_id')::uuid, tier, risk, at
     from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[]) as said (id, tier, risk, at)
     on conflict (account_id) do update set tier = excluded.tier, risk_level = excluded.risk_level,
       evaluated_at = excluded.evaluated_at where trust_standing.evaluated_at <= excluded.evaluated_at`,
    [
      rows.map(({ accountId }) => uuidOf(accountId as Id<'account'>)),
      rows.map(({ tier }) => tier),
      rows.map(({ riskLevel }) => riskLevel),
      rows.map(({ evaluatedAt }) => evaluatedAt),
    ],
  );
}
