import { changed, sql } from '@praetor/postgres/sql';
import { uuidOf, type Id } from '@praetor/kernel/id';
import type { EntityManager } from '@mikro-orm/postgresql';
import { modelsOf } from '../db/trust-model.store.ts';
import type { Model } from '../domain/model.ts';
import { evaluate, newProfile, type Profile } from '../domain/profile.ts';
import type { TrustState } from '../domain/trust-state.ts';

/** A profile with whose it is, and the version of its row: 0 when there is none yet. */
export interface StoredProfile {
  readonly accountId: Id<'account'>;
  readonly version: number;
  readonly profile: Profile;
}

interface Row {
  account_id: string;
  state: TrustState;
  model_version: string;
  evaluated_ms: number;
  announced_score: number;
  version: number;
}

/**
 * The profiles of these accounts, locked in one order until the transaction ends; new ones by this model for accounts that have none. One
 * look by primary key for each: with `= any(…)` the planner walked the index by tier from end to end.
 */
export const lockProfiles = (tx: EntityManager, accountIds: readonly Id<'account'>[], model: Model): Promise<StoredProfile[]> =>
  profilesOf(tx, accountIds, model, 'for update');

/** The same only to look at: their evidence is written by the same consumer alone, so nobody changes it meanwhile. */
export const readProfiles = (tx: EntityManager, accountIds: readonly Id<'account'>[], model: Model): Promise<StoredProfile[]> =>
  accountIds.length ? profilesOf(tx, accountIds, model, '') : Promise.resolve([]);

async function profilesOf(
  tx: EntityManager,
  accountIds: readonly Id<'account'>[],
  model: Model,
  lock: 'for update' | '',
): Promise<StoredProfile[]> {
  const uuids = accountIds.map(uuidOf);
  const rows = await sql<Row>(
    tx,
    `select account_id, state, model_version, announced_score, version,
            (extract(epoch from evaluated_at) * 1000)::float8 as evaluated_ms
     from (select id from unnest($1::uuid[]) as id order by id) as wanted
     cross join lateral (select * from trust.trust_profile where account_id = wanted.id limit 1 ${lock}) as profile`,
    [uuids],
  );
  const models = await modelsOf(
    tx,
    rows.map(({ model_version }) => model_version),
  );
  const known = new Map(rows.map((row) => [row.account_id, profileOf(row, models.get(row.model_version)!)]));
  return accountIds.map((accountId, index) => {
    const kept = known.get(uuids[index]!);
    return { accountId, version: kept?.version ?? 0, profile: kept?.profile ?? newProfile(model) };
  });
}

/** What was derived from the state is derived again, by the model of then: it cannot disagree with the state. */
function profileOf({ state, evaluated_ms, announced_score, version }: Row, model: Model): { version: number; profile: Profile } {
  const bare = { ...newProfile(model), state, announcedScore: announced_score };
  return { version, profile: evaluate(bare, model, evaluated_ms) };
}

/** Another consumer wrote one of these profiles in the meantime; the batch is tried again. SQLSTATE serialization_failure. */
class Overtaken extends Error {
  readonly code = '40001';
  constructor() {
    super('Another consumer wrote one of these trust profiles first.');
  }
}

/** Writes profiles in one statement. New ones are not locked by anyone: two consumers that make the same one collide here. */
export async function writeProfiles(
  tx: EntityManager,
  tenantId: Id<'tenant'>,
  profiles: readonly StoredProfile[],
  now: Date,
): Promise<void> {
  if (!profiles.length) return;
  const rows = profiles.map(columnsOf).sort((left, right) => (left.account_id < right.account_id ? -1 : 1));
  const written = await changed(tx, upsert, [JSON.stringify(rows), uuidOf(tenantId), now]);
  if (written !== rows.length) throw new Overtaken();
}

function columnsOf({ accountId, version, profile }: StoredProfile) {
  const { score, tier, riskLevel, limits, modelVersion, validUntil } = profile.assessment;
  return {
    account_id: uuidOf(accountId),
    state: profile.state,
    score,
    tier,
    risk_level: riskLevel,
    manual_review: limits.manualReview,
    model_version: modelVersion,
    evaluated_at: new Date(profile.evaluatedAt),
    next_evaluation_at: validUntil === null ? null : new Date(validUntil),
    announced_score: profile.announcedScore,
    version: version + 1,
  };
}

const upsert = `
  insert into trust.trust_profile as kept
    (account_id, tenant_id, state, score, tier, risk_level, manual_review, model_version,
     evaluated_at, next_evaluation_at, announced_score, updated_at, version)
  select account_id, $2, state, score, tier, risk_level, manual_review, model_version,
         evaluated_at, next_evaluation_at, announced_score, $3, version
  from jsonb_to_recordset($1::jsonb) as new (account_id uuid, state jsonb, score int, tier text, risk_level text,
    manual_review boolean, model_version text, evaluated_at timestamptz, next_evaluation_at timestamptz,
    announced_score int, version int)
  on conflict (account_id) do update set
    state = excluded.state, score = excluded.score, tier = excluded.tier, risk_level = excluded.risk_level,
    manual_review = excluded.manual_review, model_version = excluded.model_version, evaluated_at = excluded.evaluated_at,
    next_evaluation_at = excluded.next_evaluation_at, announced_score = excluded.announced_score,
    updated_at = excluded.updated_at, version = excluded.version
  where kept.version = excluded.version - 1`;

/** Moves the marketplace's time on; null for a batch that says nothing of it. It never goes back. */
export async function moveStreamTime(tx: EntityManager, tenantId: Id<'tenant'>, latest: Date | null): Promise<void> {
  await sql(
    tx,
    `insert into trust.stream_time as kept (tenant_id, latest_at) values ($1, $2)
     on conflict (tenant_id) do update set latest_at = excluded.latest_at
     where excluded.latest_at > coalesce(kept.latest_at, '-infinity')`,
    [uuidOf(tenantId), latest],
  );
}
