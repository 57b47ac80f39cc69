import { after } from '@praetor/kernel/clock';
import { idOf, uuidOf, type Id } from '@praetor/kernel/id';
import { changed, sql } from '@praetor/postgres/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { TrustShadowRow } from '../db/trust-shadow.entity.ts';
import { lockShadow } from '../db/trust-shadow.store.ts';
import { liveModelOf } from '../db/trust-model.store.ts';
import { assess } from '../domain/assess.ts';
import type { Tier } from '../domain/model.ts';
import type { TrustState } from '../domain/trust-state.ts';
import { answeredAgain, decisionsAfter } from './kept-questions.ts';

/** Some at a time: what is computed keeps everyone else of this process waiting. */
const portion = 100;
/** What was written this long ago is committed: nothing turns up before it any more. */
const settledMs = 10_000;

/**
 * Lets a shadow look at what is new, in one short transaction: decisions that were made, accounts that something was said of, and
 * the next ones of its round through all accounts, which time changes, too. It reads what others wrote, after they did, and writes
 * to tables of its own. How much of news it found; when there is less than a portion, nothing is left for now.
 */
export async function castShadow(em: EntityManager, id: Id<'trustShadow'>, now: Date): Promise<number> {
  const row = await lockShadow(em, id);
  if (row.state !== 'running') return 0;
  const settled = after(now, -settledMs);
  const decisions = await shadowDecisions(em, row, settled);
  const heard = await shadowHeard(em, row, settled);
  if (Math.max(decisions, heard) < portion) await shadowRound(em, row);
  return Math.max(decisions, heard);
}

async function shadowDecisions(em: EntityManager, row: TrustShadowRow, until: Date): Promise<number> {
  const { tenantId, draft } = row;
  const found = await decisionsAfter(em, tenantId, row.decision, { until, limit: portion });
  if (!found.length) return 0;
  const verdicts = { ...row.verdicts };
  const rows = found.map((kept) => {
    const { verdict, assessment } = answeredAgain(kept, { live: draft, draft }).draft;
    const key = `${kept.action} ${kept.outcome} ${verdict.outcome}`;
    verdicts[key] = (verdicts[key] ?? 0) + 1;
    return {
      decision: kept.id,
      account: kept.account_id,
      action: kept.action,
      live: kept.outcome,
      draft: verdict.outcome,
      liveScore: kept.score,
      draftScore: assessment.score,
      liveTier: kept.tier,
      draftTier: assessment.tier,
      agreed: kept.outcome === verdict.outcome,
    };
  });
  await sql(
    em,
    `insert into trust.shadow_decision (tenant_id, shadow_id, decision_id, account_id, action, live, draft, live_score, draft_score,
       live_tier, draft_tier, agreed)
     select $1, $2, decision, account, action, live, draft, "liveScore", "draftScore", "liveTier", "draftTier", agreed
     from jsonb_to_recordset($3::jsonb) as new (decision uuid, account uuid, action text, live text, draft text, "liveScore" int,
       "draftScore" int, "liveTier" text, "draftTier" text, agreed boolean)
     on conflict do nothing`,
    [uuidOf(tenantId), uuidOf(row.id), JSON.stringify(rows)],
  );
  const { at, id } = found.at(-1)!;
  Object.assign(row, { decision: { at, id }, verdicts });
  return found.length;
}

async function shadowHeard(em: EntityManager, row: TrustShadowRow, until: Date): Promise<number> {
  const found = await sql<{ position: string; account_id: string }>(
    em,
    `select position, account_id from trust.heard_statement
     where tenant_id = $1 and position > $2 and heard_at <= $3 order by position limit ${portion}`,
    [uuidOf(row.tenantId), row.position, until],
  );
  if (!found.length) return 0;
  const profiles = await sql<Profile>(
    em,
    `select ${columns} from unnest($1::uuid[]) as wanted cross join lateral (
       select * from trust.trust_profile where account_id = wanted limit 1) p`,
    [[...new Set(found.map(({ account_id }) => account_id))]],
  );
  await shadowProfiles(em, row, profiles);
  row.position = Number(found.at(-1)!.position);
  return found.length;
}

/** The next accounts of the round, of those that the live model has assessed. */
async function shadowRound(em: EntityManager, row: TrustShadowRow): Promise<void> {
  const { version } = await liveModelOf(em);
  const profiles = await sql<Profile>(
    em,
    `select ${columns} from trust.trust_profile p
     where tenant_id = $1 and model_version = $2 and ($3::uuid is null or account_id > $3) order by account_id limit ${portion}`,
    [uuidOf(row.tenantId), version, row.account ? uuidOf(row.account) : null],
  );
  await shadowProfiles(em, row, profiles);
  row.account = profiles.length === portion ? idOf('account', profiles.at(-1)!.account_id) : null;
}

interface Profile {
  readonly account_id: string;
  readonly state: TrustState;
  readonly score: number;
  readonly tier: Tier;
  readonly evaluated_ms: number;
}
const columns = `p.account_id, p.state, p.score, p.tier, (extract(epoch from p.evaluated_at) * 1000)::float8 as evaluated_ms`;

async function shadowProfiles(
  em: EntityManager,
  { tenantId, id, draft }: TrustShadowRow,
  profiles: readonly Profile[],
): Promise<void> {
  if (!profiles.length) return;
  const rows = profiles.map(({ account_id, state, score, tier, evaluated_ms }) => {
    const { score: draftScore, tier: draftTier } = assess(state, draft, evaluated_ms);
    return { account: account_id, score, tier, draftScore, draftTier, agreed: tier === draftTier };
  });
  await changed(
    em,
    `insert into trust.shadow_profile as kept (tenant_id, shadow_id, account_id, live_score, draft_score, live_tier, draft_tier, agreed)
     select $1, $2, account, score, "draftScore", tier, "draftTier", agreed from jsonb_to_recordset($3::jsonb)
       as new (account uuid, score int, tier text, "draftScore" int, "draftTier" text, agreed boolean)
     on conflict (tenant_id, shadow_id, account_id) do update set live_score = excluded.live_score, draft_score = excluded.draft_score,
       live_tier = excluded.live_tier, draft_tier = excluded.draft_tier, agreed = excluded.agreed
     where (kept.live_score, kept.draft_score, kept.live_tier, kept.draft_tier)
       is distinct from (excluded.live_score, excluded.draft_score, excluded.live_tier, excluded.draft_tier)`,
    [uuidOf(tenantId), uuidOf(id), JSON.stringify(rows)],
  );
}
