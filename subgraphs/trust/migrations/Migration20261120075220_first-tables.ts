import { commandTables } from '@praetor/events/idempotency';
import { eventTables } from '@praetor/events/tables';
import { Migration } from '@mikro-orm/migrations';

export class Migration20261120075220_first_tables extends Migration {
  override name = 'Migration20261120075220_first_tables';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "trust"."account_ref" ("tenant_id" uuid not null, "ref" text not null, "account_id" uuid not null, primary key ("tenant_id", "ref", "account_id"));`,
    );
    this.addSql(`create index "account_ref_of_account" on "trust"."account_ref" ("tenant_id", "account_id");`);

    this.addSql(
      `create table "trust"."backtest_account" ("tenant_id" uuid not null, "backtest_id" uuid not null, "account_id" uuid not null, "known" jsonb null, "scored" jsonb null, "outcome" int not null, "live_score" int null, "draft_score" int null, "live_tier" text null, "draft_tier" text null, "live_risk" text null, "draft_risk" text null, "live_max_order" bigint null, "draft_max_order" bigint null, "factors" jsonb null, "moved" int null, "tier_changed" boolean null, primary key ("tenant_id", "backtest_id", "account_id"));`,
    );
    this.addSql(`create index "backtest_account_of_account" on "trust"."backtest_account" ("account_id");`);
    this.addSql(
      `create index backtest_account_by_move on trust.backtest_account (tenant_id, backtest_id, moved desc, account_id) where moved is not null;`,
    );
    this.addSql(
      `create index backtest_account_by_change on trust.backtest_account (tenant_id, backtest_id, tier_changed, moved desc, account_id);`,
    );

    this.addSql(
      `create table "trust"."backtest_flip" ("tenant_id" uuid not null, "backtest_id" uuid not null, "decision_id" uuid not null, "account_id" uuid null, "action" text not null, "live" text not null, "draft" text not null, primary key ("tenant_id", "backtest_id", "decision_id"));`,
    );
    this.addSql(`create index "backtest_flip_of_account" on "trust"."backtest_flip" ("account_id");`);

    this.addSql(
      `create table "trust"."decided_state" ("tenant_id" uuid not null, "digest" char(64) not null, "state" jsonb not null, "first_used_at" timestamptz not null, primary key ("tenant_id", "digest"));`,
    );

    this.addSql(
      `create table "trust"."heard_statement" ("tenant_id" uuid not null, "position" bigint generated always as identity not null, "account_id" uuid not null, "of_marketplace" boolean not null, "heard_at" timestamptz not null, "statement" jsonb not null, primary key ("tenant_id", "position"));`,
    );
    this.addSql(`create index "heard_statement_of_account" on "trust"."heard_statement" ("account_id");`);

    this.addSql(
      `create table "trust"."live_model" ("tenant_id" uuid not null, "model_version" varchar(40) not null, "since" timestamptz not null, primary key ("tenant_id"));`,
    );

    this.addSql(
      `create table "trust"."model_gate" ("tenant_id" uuid not null, "window_days" int not null, "max_age_days" int not null, "most_tier_changed_percent" int not null, "most_flipped_percent" int not null, "most_auc_loss_permille" int not null, "least_bad" int not null, "version" int not null default 1, primary key ("tenant_id"));`,
    );

    this.addSql(
      `create table "trust"."shadow_decision" ("tenant_id" uuid not null, "shadow_id" uuid not null, "decision_id" uuid not null, "account_id" uuid null, "action" text not null, "live" text not null, "draft" text not null, "live_score" int not null, "draft_score" int not null, "live_tier" text not null, "draft_tier" text not null, "agreed" boolean not null, primary key ("tenant_id", "shadow_id", "decision_id"));`,
    );
    this.addSql(`create index "shadow_decision_of_account" on "trust"."shadow_decision" ("account_id");`);
    this.addSql(
      `create index "shadow_decision_by_agreement" on "trust"."shadow_decision" ("tenant_id", "shadow_id", "agreed", "decision_id");`,
    );

    this.addSql(
      `create table "trust"."shadow_profile" ("tenant_id" uuid not null, "shadow_id" uuid not null, "account_id" uuid not null, "live_score" int not null, "draft_score" int not null, "live_tier" text not null, "draft_tier" text not null, "agreed" boolean not null, primary key ("tenant_id", "shadow_id", "account_id"));`,
    );
    this.addSql(`create index "shadow_profile_of_account" on "trust"."shadow_profile" ("account_id");`);
    this.addSql(
      `create index "shadow_profile_by_agreement" on "trust"."shadow_profile" ("tenant_id", "shadow_id", "agreed", "account_id");`,
    );

    this.addSql(
      `create table "trust"."stream_time" ("tenant_id" uuid not null, "latest_at" timestamptz null, primary key ("tenant_id"));`,
    );

    this.addSql(
      `create table "trust"."trust_backtest" ("id" uuid not null, "tenant_id" uuid not null, "model_id" uuid not null, "state" text not null, "draft_hash" char(64) not null, "live_hash" char(64) not null, "live_version" varchar(40) not null, "draft" jsonb not null, "live" jsonb not null, "scored_at" timestamptz not null, "until" timestamptz not null, "window_days" int null, "last_position" bigint not null, "by_marketplace" boolean not null, "progress" jsonb not null, "tally" jsonb not null, "report" jsonb null, "report_hash" char(64) null, "started_by_id" uuid not null, "started_at" timestamptz not null, "ended_at" timestamptz null, "version" int not null default 1, primary key ("id"));`,
    );
    this.addSql(`create index "trust_backtest_of_model" on "trust"."trust_backtest" ("tenant_id", "model_id", "id");`);
    this.addSql(`create unique index trust_backtest_running on trust.trust_backtest (tenant_id) where state = 'running';`);

    this.addSql(
      `create table "trust"."trust_decision" ("id" uuid not null, "tenant_id" uuid not null, "asked_by" varchar(255) not null, "request_id" varchar(255) not null, "question_digest" char(64) not null, "account_id" uuid null, "external_ref" varchar(255) null, "action" text not null, "amount_minor" bigint null, "currency" char(3) null, "context" jsonb not null, "outcome" text not null, "reasons" jsonb not null, "conditions" jsonb not null, "score" int not null, "tier" text not null, "risk_level" text not null, "model_version" varchar(40) not null, "model_hash" char(64) not null, "state_digest" char(64) not null, "evaluated_at" timestamptz not null, "decided_at" timestamptz not null, "valid_until" timestamptz not null, primary key ("id"));`,
    );
    this.addSql(`create index "trust_decision_of_account" on "trust"."trust_decision" ("tenant_id", "account_id", "id");`);
    this.addSql(`create index "trust_decision_by_time" on "trust"."trust_decision" ("tenant_id", "decided_at", "id");`);
    this.addSql(
      `alter table "trust"."trust_decision" add constraint "trust_decision_request" unique ("tenant_id", "asked_by", "request_id");`,
    );

    this.addSql(
      `create table "trust"."trust_model" ("id" uuid not null, "tenant_id" uuid not null, "number" int not null, "model_version" varchar(40) not null, "state" text not null, "content" jsonb not null, "content_hash" char(64) not null, "note" varchar(1000) not null, "based_on_id" uuid null, "created_by_id" uuid null, "created_at" timestamptz not null, "submitted_by_id" uuid null, "submitted_at" timestamptz null, "decide_by" timestamptz null, "decided_by_id" uuid null, "decided_at" timestamptz null, "published_at" timestamptz null, "version" int not null default 1, primary key ("id"));`,
    );
    this.addSql(`create index "trust_model_by_state" on "trust"."trust_model" ("tenant_id", "state", "id");`);
    this.addSql(`alter table "trust"."trust_model" add constraint "trust_model_number" unique ("tenant_id", "number");`);
    this.addSql(`alter table "trust"."trust_model" add constraint "trust_model_version" unique ("tenant_id", "model_version");`);

    this.addSql(
      `create table "trust"."trust_override" ("id" uuid not null, "tenant_id" uuid not null, "account_id" uuid not null, "state" text not null, "tier" text not null, "risk_level" text null, "reason" varchar(1000) not null, "until" timestamptz not null, "needs_approval" boolean not null, "requested_by_id" uuid not null, "requested_at" timestamptz not null, "decide_by" timestamptz not null, "decided_by_id" uuid null, "decided_at" timestamptz null, "decision_reason" varchar(1000) null, "ended_at" timestamptz null, "ended_why" text null, "version" int not null default 1, primary key ("id"));`,
    );
    this.addSql(`create index "trust_override_by_state" on "trust"."trust_override" ("tenant_id", "state", "id");`);
    this.addSql(`create index "trust_override_of_account" on "trust"."trust_override" ("tenant_id", "account_id", "id");`);
    this.addSql(
      `create index trust_override_due on trust.trust_override ((case state when 'pending' then decide_by else until end)) where state in ('pending', 'active');`,
    );
    this.addSql(
      `create unique index trust_override_living on trust.trust_override (tenant_id, account_id, state) where state in ('pending', 'active');`,
    );

    this.addSql(
      `create table "trust"."trust_profile" ("account_id" uuid not null, "tenant_id" uuid not null, "state" jsonb not null, "score" int not null, "tier" text not null, "risk_level" text not null, "manual_review" boolean not null, "model_version" varchar(40) not null, "evaluated_at" timestamptz not null, "next_evaluation_at" timestamptz null, "announced_score" int not null, "updated_at" timestamptz not null, "version" int not null default 1, primary key ("account_id"));`,
    );
    this.addSql(`create index "trust_profile_by_score" on "trust"."trust_profile" ("tenant_id", "score", "account_id");`);
    this.addSql(`create index "trust_profile_by_tier" on "trust"."trust_profile" ("tenant_id", "tier", "score", "account_id");`);
    this.addSql(`create index "trust_profile_by_model" on "trust"."trust_profile" ("tenant_id", "model_version", "account_id");`);
    this.addSql(
      `create index trust_profile_due on trust.trust_profile (tenant_id, next_evaluation_at) where next_evaluation_at is not null;`,
    );

    this.addSql(
      `create table "trust"."trust_shadow" ("id" uuid not null, "tenant_id" uuid not null, "model_id" uuid not null, "state" text not null, "draft_hash" char(64) not null, "draft" jsonb not null, "decision" jsonb not null, "position" bigint not null, "account" uuid null, "verdicts" jsonb not null, "started_by_id" uuid not null, "started_at" timestamptz not null, "ended_at" timestamptz null, "ended_why" text null, "version" int not null default 1, primary key ("id"));`,
    );
    this.addSql(`create index "trust_shadow_of_model" on "trust"."trust_shadow" ("tenant_id", "model_id", "id");`);
    this.addSql(`create unique index trust_shadow_running on trust.trust_shadow (tenant_id) where state = 'running';`);

    this.addSql(`alter table "trust"."account_ref" enable row level security;`);
    this.addSql(`alter table "trust"."account_ref" force row level security;`);
    this.addSql(
      `create policy "tenant" on "trust"."account_ref" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(
      `alter table "trust"."backtest_account" add constraint "backtest_account_live_tier_check" check ("live_tier" in ('new', 'low', 'standard', 'trusted', 'preferred'));`,
    );
    this.addSql(
      `alter table "trust"."backtest_account" add constraint "backtest_account_draft_tier_check" check ("draft_tier" in ('new', 'low', 'standard', 'trusted', 'preferred'));`,
    );
    this.addSql(
      `alter table "trust"."backtest_account" add constraint "backtest_account_live_risk_check" check ("live_risk" in ('low', 'medium', 'high', 'critical'));`,
    );
    this.addSql(
      `alter table "trust"."backtest_account" add constraint "backtest_account_draft_risk_check" check ("draft_risk" in ('low', 'medium', 'high', 'critical'));`,
    );
    this.addSql(`alter table "trust"."backtest_account" enable row level security;`);
    this.addSql(`alter table "trust"."backtest_account" force row level security;`);
    this.addSql(
      `create policy "tenant" on "trust"."backtest_account" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(
      `alter table "trust"."backtest_flip" add constraint "backtest_flip_action_check" check ("action" in ('checkout', 'coupon', 'payout', 'listing'));`,
    );
    this.addSql(
      `alter table "trust"."backtest_flip" add constraint "backtest_flip_live_check" check ("live" in ('allow', 'limit', 'review', 'deny'));`,
    );
    this.addSql(
      `alter table "trust"."backtest_flip" add constraint "backtest_flip_draft_check" check ("draft" in ('allow', 'limit', 'review', 'deny'));`,
    );
    this.addSql(`alter table "trust"."backtest_flip" enable row level security;`);
    this.addSql(`alter table "trust"."backtest_flip" force row level security;`);
    this.addSql(
      `create policy "tenant" on "trust"."backtest_flip" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(`alter table "trust"."decided_state" enable row level security;`);
    this.addSql(`alter table "trust"."decided_state" force row level security;`);
    this.addSql(
      `create policy "tenant" on "trust"."decided_state" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(`alter table "trust"."heard_statement" enable row level security;`);
    this.addSql(`alter table "trust"."heard_statement" force row level security;`);
    this.addSql(
      `create policy "tenant" on "trust"."heard_statement" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(`alter table "trust"."live_model" enable row level security;`);
    this.addSql(`alter table "trust"."live_model" force row level security;`);
    this.addSql(
      `create policy "tenant" on "trust"."live_model" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(
      `create policy "sweep" on "trust"."live_model" for select using (current_setting('praetor.worker', true) = 'on');`,
    );

    this.addSql(`alter table "trust"."model_gate" enable row level security;`);
    this.addSql(`alter table "trust"."model_gate" force row level security;`);
    this.addSql(
      `create policy "tenant" on "trust"."model_gate" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(
      `alter table "trust"."shadow_decision" add constraint "shadow_decision_action_check" check ("action" in ('checkout', 'coupon', 'payout', 'listing'));`,
    );
    this.addSql(
      `alter table "trust"."shadow_decision" add constraint "shadow_decision_live_check" check ("live" in ('allow', 'limit', 'review', 'deny'));`,
    );
    this.addSql(
      `alter table "trust"."shadow_decision" add constraint "shadow_decision_draft_check" check ("draft" in ('allow', 'limit', 'review', 'deny'));`,
    );
    this.addSql(
      `alter table "trust"."shadow_decision" add constraint "shadow_decision_live_tier_check" check ("live_tier" in ('new', 'low', 'standard', 'trusted', 'preferred'));`,
    );
    this.addSql(
      `alter table "trust"."shadow_decision" add constraint "shadow_decision_draft_tier_check" check ("draft_tier" in ('new', 'low', 'standard', 'trusted', 'preferred'));`,
    );
    this.addSql(`alter table "trust"."shadow_decision" enable row level security;`);
    this.addSql(`alter table "trust"."shadow_decision" force row level security;`);
    this.addSql(
      `create policy "tenant" on "trust"."shadow_decision" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(
      `alter table "trust"."shadow_profile" add constraint "shadow_profile_live_tier_check" check ("live_tier" in ('new', 'low', 'standard', 'trusted', 'preferred'));`,
    );
    this.addSql(
      `alter table "trust"."shadow_profile" add constraint "shadow_profile_draft_tier_check" check ("draft_tier" in ('new', 'low', 'standard', 'trusted', 'preferred'));`,
    );
    this.addSql(`alter table "trust"."shadow_profile" enable row level security;`);
    this.addSql(`alter table "trust"."shadow_profile" force row level security;`);
    this.addSql(
      `create policy "tenant" on "trust"."shadow_profile" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(`alter table "trust"."stream_time" enable row level security;`);
    this.addSql(`alter table "trust"."stream_time" force row level security;`);
    this.addSql(
      `create policy "tenant" on "trust"."stream_time" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(
      `create policy "sweep" on "trust"."stream_time" for select using (current_setting('praetor.worker', true) = 'on');`,
    );

    this.addSql(
      `alter table "trust"."trust_backtest" add constraint "trust_backtest_state_check" check ("state" in ('running', 'finished', 'cancelled'));`,
    );
    this.addSql(`alter table "trust"."trust_backtest" enable row level security;`);
    this.addSql(`alter table "trust"."trust_backtest" force row level security;`);
    this.addSql(
      `create policy "tenant" on "trust"."trust_backtest" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(
      `create policy "sweep" on "trust"."trust_backtest" for select using (current_setting('praetor.worker', true) = 'on');`,
    );

    this.addSql(
      `alter table "trust"."trust_decision" add constraint "trust_decision_action_check" check ("action" in ('checkout', 'coupon', 'payout', 'listing'));`,
    );
    this.addSql(
      `alter table "trust"."trust_decision" add constraint "trust_decision_outcome_check" check ("outcome" in ('allow', 'limit', 'review', 'deny'));`,
    );
    this.addSql(
      `alter table "trust"."trust_decision" add constraint "trust_decision_tier_check" check ("tier" in ('new', 'low', 'standard', 'trusted', 'preferred'));`,
    );
    this.addSql(
      `alter table "trust"."trust_decision" add constraint "trust_decision_risk_level_check" check ("risk_level" in ('low', 'medium', 'high', 'critical'));`,
    );
    this.addSql(`alter table "trust"."trust_decision" enable row level security;`);
    this.addSql(`alter table "trust"."trust_decision" force row level security;`);
    this.addSql(
      `create policy "tenant" on "trust"."trust_decision" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(
      `alter table "trust"."trust_model" add constraint "trust_model_state_check" check ("state" in ('draft', 'submitted', 'published', 'discarded'));`,
    );
    this.addSql(`alter table "trust"."trust_model" enable row level security;`);
    this.addSql(`alter table "trust"."trust_model" force row level security;`);
    this.addSql(
      `create policy "tenant" on "trust"."trust_model" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(
      `alter table "trust"."trust_override" add constraint "trust_override_state_check" check ("state" in ('pending', 'active', 'declined', 'ended'));`,
    );
    this.addSql(
      `alter table "trust"."trust_override" add constraint "trust_override_tier_check" check ("tier" in ('new', 'low', 'standard', 'trusted', 'preferred'));`,
    );
    this.addSql(
      `alter table "trust"."trust_override" add constraint "trust_override_risk_level_check" check ("risk_level" in ('low', 'medium', 'high', 'critical'));`,
    );
    this.addSql(
      `alter table "trust"."trust_override" add constraint "trust_override_ended_why_check" check ("ended_why" in ('rejected', 'withdrawn', 'expired', 'revoked', 'replaced'));`,
    );
    this.addSql(`alter table "trust"."trust_override" enable row level security;`);
    this.addSql(`alter table "trust"."trust_override" force row level security;`);
    this.addSql(
      `create policy "tenant" on "trust"."trust_override" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(
      `create policy "sweep" on "trust"."trust_override" for select using (current_setting('praetor.worker', true) = 'on');`,
    );

    this.addSql(
      `alter table "trust"."trust_profile" add constraint "trust_profile_tier_check" check ("tier" in ('new', 'low', 'standard', 'trusted', 'preferred'));`,
    );
    this.addSql(
      `alter table "trust"."trust_profile" add constraint "trust_profile_risk_level_check" check ("risk_level" in ('low', 'medium', 'high', 'critical'));`,
    );
    this.addSql(`alter table "trust"."trust_profile" enable row level security;`);
    this.addSql(`alter table "trust"."trust_profile" force row level security;`);
    this.addSql(
      `create policy "tenant" on "trust"."trust_profile" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(
      `create policy "sweep" on "trust"."trust_profile" for select using (current_setting('praetor.worker', true) = 'on');`,
    );

    this.addSql(
      `alter table "trust"."trust_shadow" add constraint "trust_shadow_state_check" check ("state" in ('running', 'ended'));`,
    );
    this.addSql(
      `alter table "trust"."trust_shadow" add constraint "trust_shadow_ended_why_check" check ("ended_why" in ('stopped', 'published', 'rolledBack', 'discarded'));`,
    );
    this.addSql(`alter table "trust"."trust_shadow" enable row level security;`);
    this.addSql(`alter table "trust"."trust_shadow" force row level security;`);
    this.addSql(
      `create policy "tenant" on "trust"."trust_shadow" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(
      `create policy "sweep" on "trust"."trust_shadow" for select using (current_setting('praetor.worker', true) = 'on');`,
    );
    this.addSql(eventTables('trust'));
    this.addSql(commandTables('trust'));
  }
}
