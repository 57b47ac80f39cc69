import type { Envelope } from '@praetor/contracts/envelope';
import { outboxInsert, outboxRows } from '@praetor/events/announce';
import type { Bound } from '@praetor/postgres/express-lane';
import { idOf, uuidOf, type Id } from '@praetor/kernel/id';
import type { TrustDecisionRow } from '../db/trust-decision.entity.ts';
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

/** A row of {@link lookAt}'s answer. */
export interface KnownRow {
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
export function lookAt(waiting: readonly Waiting[], tenantId: Id<'tenant'>): Bound {
  const asked = waiting.map((one) => ({
    account: one.asked.accountId && uuidOf(one.asked.accountId),
    ref: one.asked.externalRef,
    asker: askerOf(one),
    request: one.asked.requestId,
  }));
  return { statement: { name: 'trust-look', text: question }, parameters: [JSON.stringify(asked), uuidOf(tenantId)] };
}

export const knownOf = ({ account_id, names, earlier, state, evaluated_ms, stream_ms, live }: KnownRow): Known => ({
  accountId: account_id === null ? null : idOf('account', account_id),
  ambiguous: Number(names ?? 0) > 1,
  earlier: earlier === null ? null : idOf('decision', earlier),
  state,
  evaluatedAt: evaluated_ms ?? 0,
  streamTime: stream_ms,
  liveVersion: live,
});

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

/** A decision with the state it was made on. */
export interface Made {
  readonly row: TrustDecisionRow;
  readonly state: TrustState;
  /** Of whoever asked. */
  readonly room: Waiting['room'];
}

/**
 * Keeps decisions, the states they were made on as far as these are not kept already, and what is announced of them, in one statement.
 * It fails, and with it the transaction, when somebody else answered one of these questions in the meantime: {@link isAnsweredMeanwhile}.
 */
export function keeping(tenantId: Id<'tenant'>, made: readonly Made[], envelopes: readonly Envelope[]): Bound {
  const rows = made.map(({ row }) => columnsOf(row));
  const states = [...new Map(made.map(({ row, state }) => [row.stateDigest, { digest: row.stateDigest, state }])).values()];
  // In one order, so that two that write the same states wait for each other and never deadlock.
  states.sort((left, right) => (left.digest < right.digest ? -1 : 1));
  const now = made[0]!.row.decidedAt.toISOString();
  return {
    statement: { name: 'trust-keep', text: insert },
    parameters: [JSON.stringify(rows), JSON.stringify(states), uuidOf(tenantId), now, outboxRows(envelopes)],
  };
}

/** SQLSTATE unique_violation of the index by request. */
export const isAnsweredMeanwhile = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  error.code === '23505' &&
  'constraint' in error &&
  error.constraint === 'trust_decision_request';

const columnsOf = (row: TrustDecisionRow) => ({
  ...row,
  id: uuidOf(row.id),
  accountId: row.accountId && uuidOf(row.accountId),
});

const insert = `
  with kept as (
    insert into trust.decided_state (tenant_id, digest, state, first_used_at)
    select $3::uuid, digest, state, $4::timestamptz from jsonb_to_recordset($2::jsonb) as new (digest text, state jsonb)
    on conflict do nothing),
  announced as (${outboxInsert('trust', '$5')})
  insert into trust.trust_decision
    (id, tenant_id, asked_by, request_id, question_digest, account_id, external_ref, action, amount_minor, currency, context,
     outcome, reasons, conditions, score, tier, risk_level, model_version, model_hash, state_digest, evaluated_at, decided_at, valid_until)
  select id, $3::uuid, "askedBy", "requestId", "questionDigest", "accountId", "externalRef", action, "amountMinor", currency, context,
         outcome, reasons, conditions, score, tier, "riskLevel", "modelVersion", "modelHash", "stateDigest", "evaluatedAt", $4::timestamptz, "validUntil"
  from jsonb_to_recordset($1::jsonb) as new (id uuid, "askedBy" text, "requestId" text, "questionDigest" text, "accountId" uuid,
    "externalRef" text, action text, "amountMinor" bigint, currency text, context jsonb, outcome text, reasons jsonb, conditions jsonb, score int,
    tier text, "riskLevel" text, "modelVersion" text, "modelHash" text, "stateDigest" text, "evaluatedAt" timestamptz,
    "validUntil" timestamptz)`;
