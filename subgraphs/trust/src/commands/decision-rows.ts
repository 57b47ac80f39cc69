import { sql } from '@praetor/postgres/sql';
import { idOf, uuidOf, type Id } from '@praetor/kernel/id';
import type { EntityManager } from '@mikro-orm/postgresql';
import { TrustDecisionRow } from '../db/trust-decision.entity.ts';
import type { TrustState } from '../domain/trust-state.ts';
import type { Waiting } from './question.ts';

/** What is known of whom a question is about, or the answer that was given before. */
export interface Known {
  readonly accountId: Id<'account'> | null;
  /** Its reference stands for several accounts. */
  readonly ambiguous: boolean;
  readonly earlier: Id<'decision'> | null;
  /** Null while nothing is known of it. */
  readonly state: TrustState | null;
  readonly evaluatedAt: number;
  /** The tenant's live model; null for the one that is built in. */
  readonly liveVersion: string | null;
  /** The marketplace's time; null while it sent nothing. */
  readonly streamTime: number | null;
}

interface Row {
  account_id: string | null;
  names: string | null;
  earlier: string | null;
  state: TrustState | null;
  evaluated_ms: number | null;
  stream_ms: number | null;
  live: string | null;
}

export const askerOf = ({ room }: Waiting): string => room.actor.id ?? room.actor.kind;

/**
 * One statement for all questions: whom they mean, what is known of them, whether they were answered before. The limits of one, and the
 * id that is made before it is looked for (row security lets no cast into an index condition), keep the planner from reading
 * whole tables: each is one look by key for each question.
 */
export async function knownOf(tx: EntityManager, waiting: readonly Waiting[], tenantId: Id<'tenant'>): Promise<Known[]> {
  const asked = waiting.map((one) => ({
    account: one.asked.accountId && uuidOf(one.asked.accountId),
    ref: one.asked.externalRef,
    asker: askerOf(one),
    request: one.asked.requestId,
  }));
  const rows = await sql<Row>(tx, question, [JSON.stringify(asked), uuidOf(tenantId)]);
  return rows.map(({ account_id, names, earlier, state, evaluated_ms, stream_ms, live }) => ({
    accountId: account_id === null ? null : idOf('account', account_id),
    ambiguous: Number(names ?? 0) > 1,
    earlier: earlier === null ? null : idOf('decision', earlier),
    state,
    evaluatedAt: evaluated_ms ?? 0,
    streamTime: stream_ms,
    liveVersion: live,
  }));
}

const question = `
  select who.id as account_id, named.names, d.id as earlier, p.state,
         (extract(epoch from p.evaluated_at) * 1000)::float8 as evaluated_ms,
         (select (extract(epoch from latest_at) * 1000)::float8 from trust.stream_time where tenant_id = $2) as stream_ms,
         (select model_version from trust.live_model where tenant_id = $2) as live
  from rows from (jsonb_to_recordset($1::jsonb) as (account uuid, ref text, asker text, request text)) with ordinality
       as asked (account, ref, asker, request, place)
  left join lateral (
    select min(r.account_id::text)::uuid as account_id, count(*) as names
    from trust.account_ref r where r.tenant_id = $2 and r.ref = asked.ref) named on asked.ref is not null
  cross join lateral (select coalesce(asked.account, named.account_id) as id offset 0) who
  left join lateral (select state, evaluated_at from trust.trust_profile where account_id = who.id limit 1) p on true
  left join lateral (
    select id from trust.trust_decision where tenant_id = $2 and asked_by = asked.asker and request_id = asked.request limit 1) d on true
  order by asked.place`;

/** The decisions with these ids; all of them are there. */
export async function decisionsOf(tx: EntityManager, ids: readonly Id<'decision'>[]): Promise<Map<string, TrustDecisionRow>> {
  const rows = ids.length ? await tx.find(TrustDecisionRow, { id: { $in: [...ids] } }) : [];
  return new Map(rows.map((row) => [row.id, row]));
}

/** A decision with the state it was made on. */
export interface Made {
  readonly row: TrustDecisionRow;
  readonly state: TrustState;
}

/** Another process answered one of these questions in the meantime; the batch is tried again. SQLSTATE serialization_failure. */
class AnsweredMeanwhile extends Error {
  readonly code = '40001';
  constructor() {
    super('Another process answered one of these questions first.');
  }
}

/** Writes decisions, and the states they were made on as far as these are not kept already, in one statement. */
export async function writeDecisions(tx: EntityManager, tenantId: Id<'tenant'>, made: readonly Made[]): Promise<void> {
  if (!made.length) return;
  const rows = made.map(({ row }) => columnsOf(row));
  const states = [...new Map(made.map(({ row, state }) => [row.stateDigest, { digest: row.stateDigest, state }])).values()];
  // In one order, so that two that write the same states wait for each other and never deadlock.
  states.sort((left, right) => (left.digest < right.digest ? -1 : 1));
  const now = made[0]!.row.decidedAt;
  const written = await sql(tx, insert, [JSON.stringify(rows), JSON.stringify(states), uuidOf(tenantId), now]);
  if (written.length !== rows.length) throw new AnsweredMeanwhile();
}

const columnsOf = (row: TrustDecisionRow) => ({
  ...row,
  id: uuidOf(row.id),
  accountId: row.accountId && uuidOf(row.accountId),
});

const insert = `
  with kept as (
    insert into trust.decided_state (tenant_id, digest, state, first_used_at)
    select $3, digest, state, $4 from jsonb_to_recordset($2::jsonb) as new (digest text, state jsonb)
    on conflict do nothing)
  insert into trust.trust_decision
    (id, tenant_id, asked_by, request_id, question_digest, account_id, external_ref, action, amount_minor, currency, context,
     outcome, reasons, conditions, score, tier, risk_level, model_version, model_hash, state_digest, evaluated_at, decided_at, valid_until)
  select id, $3, "askedBy", "requestId", "questionDigest", "accountId", "externalRef", action, "amountMinor", currency, context,
         outcome, reasons, conditions, score, tier, "riskLevel", "modelVersion", "modelHash", "stateDigest", "evaluatedAt", $4, "validUntil"
  from jsonb_to_recordset($1::jsonb) as new (id uuid, "askedBy" text, "requestId" text, "questionDigest" text, "accountId" uuid,
    "externalRef" text, action text, "amountMinor" bigint, currency text, context jsonb, outcome text, reasons jsonb, conditions jsonb, score int,
    tier text, "riskLevel" text, "modelVersion" text, "modelHash" text, "stateDigest" text, "evaluatedAt" timestamptz,
    "validUntil" timestamptz)
  on conflict do nothing returning 1`;
