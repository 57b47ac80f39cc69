-- What the migrations of trust make. Written by `npm run dump`, never edited.

create sequence trust.migration_id_seq as integer;

create table trust.account_ref (
  tenant_id uuid not null,
  ref text not null,
  account_id uuid not null,
  constraint account_ref_pkey PRIMARY KEY (tenant_id, ref, account_id)
);
CREATE INDEX account_ref_of_account ON trust.account_ref USING btree (tenant_id, account_id);
alter table trust.account_ref enable row level security;
alter table trust.account_ref force row level security;
create policy tenant on trust.account_ref for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on trust.account_ref to praetor_trust;

create table trust.backtest_account (
  tenant_id uuid not null,
  backtest_id uuid not null,
  account_id uuid not null,
  known jsonb,
  scored jsonb,
  outcome integer not null,
  live_score integer,
  draft_score integer,
  live_tier text,
  draft_tier text,
  live_risk text,
  draft_risk text,
  live_max_order bigint,
  draft_max_order bigint,
  factors jsonb,
  moved integer,
  tier_changed boolean,
  constraint backtest_account_pkey PRIMARY KEY (tenant_id, backtest_id, account_id),
  constraint backtest_account_draft_risk_check CHECK ((draft_risk = ANY (ARRAY['low'::text, 'medium'::text, 'high'::text, 'critical'::text]))),
  constraint backtest_account_draft_tier_check CHECK ((draft_tier = ANY (ARRAY['new'::text, 'low'::text, 'standard'::text, 'trusted'::text, 'preferred'::text]))),
  constraint backtest_account_live_risk_check CHECK ((live_risk = ANY (ARRAY['low'::text, 'medium'::text, 'high'::text, 'critical'::text]))),
  constraint backtest_account_live_tier_check CHECK ((live_tier = ANY (ARRAY['new'::text, 'low'::text, 'standard'::text, 'trusted'::text, 'preferred'::text])))
);
CREATE INDEX backtest_account_by_change ON trust.backtest_account USING btree (tenant_id, backtest_id, tier_changed, moved DESC, account_id);
CREATE INDEX backtest_account_by_move ON trust.backtest_account USING btree (tenant_id, backtest_id, moved DESC, account_id) WHERE (moved IS NOT NULL);
CREATE INDEX backtest_account_of_account ON trust.backtest_account USING btree (account_id);
alter table trust.backtest_account enable row level security;
alter table trust.backtest_account force row level security;
create policy tenant on trust.backtest_account for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on trust.backtest_account to praetor_trust;

create table trust.backtest_flip (
  tenant_id uuid not null,
  backtest_id uuid not null,
  decision_id uuid not null,
  account_id uuid,
  action text not null,
  live text not null,
  draft text not null,
  constraint backtest_flip_pkey PRIMARY KEY (tenant_id, backtest_id, decision_id),
  constraint backtest_flip_action_check CHECK ((action = ANY (ARRAY['checkout'::text, 'coupon'::text, 'payout'::text, 'listing'::text]))),
  constraint backtest_flip_draft_check CHECK ((draft = ANY (ARRAY['allow'::text, 'limit'::text, 'review'::text, 'deny'::text]))),
  constraint backtest_flip_live_check CHECK ((live = ANY (ARRAY['allow'::text, 'limit'::text, 'review'::text, 'deny'::text])))
);
CREATE INDEX backtest_flip_of_account ON trust.backtest_flip USING btree (account_id);
alter table trust.backtest_flip enable row level security;
alter table trust.backtest_flip force row level security;
create policy tenant on trust.backtest_flip for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on trust.backtest_flip to praetor_trust;

create table trust.command_key (
  tenant_id uuid not null,
  actor_id text not null,
  key text not null,
  action text not null,
  input_digest text not null,
  result_id text,
  created_at timestamp with time zone not null,
  constraint command_key_pkey PRIMARY KEY (tenant_id, actor_id, key)
);
alter table trust.command_key enable row level security;
alter table trust.command_key force row level security;
create policy tenant on trust.command_key for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
create policy worker on trust.command_key for all to public using ((current_setting('praetor.worker'::text, true) = 'on'::text)) with check ((current_setting('praetor.worker'::text, true) = 'on'::text));
grant delete, insert, select, update on trust.command_key to praetor_trust;

create table trust.decided_state (
  tenant_id uuid not null,
  digest character(64) not null,
  state jsonb not null,
  first_used_at timestamp with time zone not null,
  constraint decided_state_pkey PRIMARY KEY (tenant_id, digest)
);
alter table trust.decided_state enable row level security;
alter table trust.decided_state force row level security;
create policy tenant on trust.decided_state for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on trust.decided_state to praetor_trust;

create table trust.heard_statement (
  tenant_id uuid not null,
  "position" bigint not null generated always as identity,
  account_id uuid not null,
  of_marketplace boolean not null,
  heard_at timestamp with time zone not null,
  statement jsonb not null,
  constraint heard_statement_pkey PRIMARY KEY (tenant_id, "position")
);
CREATE INDEX heard_statement_of_account ON trust.heard_statement USING btree (account_id);
alter table trust.heard_statement enable row level security;
alter table trust.heard_statement force row level security;
create policy tenant on trust.heard_statement for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on trust.heard_statement to praetor_trust;

create table trust.inbox_event (
  tenant_id uuid not null,
  consumer text not null,
  event_id uuid not null,
  processed_at timestamp with time zone not null default now(),
  constraint inbox_event_pkey PRIMARY KEY (tenant_id, consumer, event_id)
);
CREATE INDEX inbox_event_age ON trust.inbox_event USING brin (processed_at) WITH (autosummarize='on');
alter table trust.inbox_event enable row level security;
alter table trust.inbox_event force row level security;
create policy tenant on trust.inbox_event for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
create policy worker on trust.inbox_event for all to public using ((current_setting('praetor.worker'::text, true) = 'on'::text)) with check ((current_setting('praetor.worker'::text, true) = 'on'::text));
grant delete, insert, select, update on trust.inbox_event to praetor_trust;

create table trust.inbox_failure (
  tenant_id uuid not null,
  consumer text not null,
  event_id uuid not null,
  partition_key text not null,
  "position" bigint not null generated always as identity,
  envelope jsonb not null,
  error text,
  attempts integer not null,
  failed_at timestamp with time zone not null default now(),
  constraint inbox_failure_pkey PRIMARY KEY (tenant_id, consumer, event_id)
);
comment on column trust.inbox_failure.error is 'Null for an event that only waits behind a failed one of its partition key.';
CREATE INDEX inbox_failure_order ON trust.inbox_failure USING btree (tenant_id, consumer, partition_key, "position");
alter table trust.inbox_failure enable row level security;
alter table trust.inbox_failure force row level security;
create policy tenant on trust.inbox_failure for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
create policy worker on trust.inbox_failure for all to public using ((current_setting('praetor.worker'::text, true) = 'on'::text)) with check ((current_setting('praetor.worker'::text, true) = 'on'::text));
grant delete, insert, select, update on trust.inbox_failure to praetor_trust;

create table trust.live_model (
  tenant_id uuid not null,
  model_version character varying(40) not null,
  since timestamp with time zone not null,
  constraint live_model_pkey PRIMARY KEY (tenant_id)
);
alter table trust.live_model enable row level security;
alter table trust.live_model force row level security;
create policy sweep on trust.live_model for select to public using ((current_setting('praetor.worker'::text, true) = 'on'::text));
create policy tenant on trust.live_model for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on trust.live_model to praetor_trust;

create table trust.migration (
  id integer not null default nextval('trust.migration_id_seq'::regclass),
  name character varying(255) not null,
  executed_at timestamp(6) with time zone not null default CURRENT_TIMESTAMP(6),
  constraint migration_pkey PRIMARY KEY (id)
);

create table trust.model_gate (
  tenant_id uuid not null,
  window_days integer not null,
  max_age_days integer not null,
  most_tier_changed_percent integer not null,
  most_flipped_percent integer not null,
  most_auc_loss_permille integer not null,
  least_bad integer not null,
  version integer not null default 1,
  constraint model_gate_pkey PRIMARY KEY (tenant_id)
);
alter table trust.model_gate enable row level security;
alter table trust.model_gate force row level security;
create policy tenant on trust.model_gate for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on trust.model_gate to praetor_trust;

create table trust.outbox_event (
  id uuid not null,
  tenant_id uuid not null,
  "position" bigint not null generated always as identity,
  partition_key text not null,
  type text not null,
  envelope jsonb not null,
  created_at timestamp with time zone not null default now(),
  published_at timestamp with time zone,
  constraint outbox_event_pkey PRIMARY KEY (id)
);
CREATE INDEX outbox_event_age ON trust.outbox_event USING brin (created_at) WITH (autosummarize='on');
CREATE UNIQUE INDEX outbox_event_unpublished ON trust.outbox_event USING btree ("position") WHERE (published_at IS NULL);
alter table trust.outbox_event enable row level security;
alter table trust.outbox_event force row level security;
create policy tenant on trust.outbox_event for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
create policy worker on trust.outbox_event for all to public using ((current_setting('praetor.worker'::text, true) = 'on'::text)) with check ((current_setting('praetor.worker'::text, true) = 'on'::text));
grant delete, insert, select, update on trust.outbox_event to praetor_trust;

create table trust.shadow_decision (
  tenant_id uuid not null,
  shadow_id uuid not null,
  decision_id uuid not null,
  account_id uuid,
  action text not null,
  live text not null,
  draft text not null,
  live_score integer not null,
  draft_score integer not null,
  live_tier text not null,
  draft_tier text not null,
  agreed boolean not null,
  constraint shadow_decision_pkey PRIMARY KEY (tenant_id, shadow_id, decision_id),
  constraint shadow_decision_action_check CHECK ((action = ANY (ARRAY['checkout'::text, 'coupon'::text, 'payout'::text, 'listing'::text]))),
  constraint shadow_decision_draft_check CHECK ((draft = ANY (ARRAY['allow'::text, 'limit'::text, 'review'::text, 'deny'::text]))),
  constraint shadow_decision_draft_tier_check CHECK ((draft_tier = ANY (ARRAY['new'::text, 'low'::text, 'standard'::text, 'trusted'::text, 'preferred'::text]))),
  constraint shadow_decision_live_check CHECK ((live = ANY (ARRAY['allow'::text, 'limit'::text, 'review'::text, 'deny'::text]))),
  constraint shadow_decision_live_tier_check CHECK ((live_tier = ANY (ARRAY['new'::text, 'low'::text, 'standard'::text, 'trusted'::text, 'preferred'::text])))
);
CREATE INDEX shadow_decision_by_agreement ON trust.shadow_decision USING btree (tenant_id, shadow_id, agreed, decision_id);
CREATE INDEX shadow_decision_of_account ON trust.shadow_decision USING btree (account_id);
alter table trust.shadow_decision enable row level security;
alter table trust.shadow_decision force row level security;
create policy tenant on trust.shadow_decision for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on trust.shadow_decision to praetor_trust;

create table trust.shadow_profile (
  tenant_id uuid not null,
  shadow_id uuid not null,
  account_id uuid not null,
  live_score integer not null,
  draft_score integer not null,
  live_tier text not null,
  draft_tier text not null,
  agreed boolean not null,
  constraint shadow_profile_pkey PRIMARY KEY (tenant_id, shadow_id, account_id),
  constraint shadow_profile_draft_tier_check CHECK ((draft_tier = ANY (ARRAY['new'::text, 'low'::text, 'standard'::text, 'trusted'::text, 'preferred'::text]))),
  constraint shadow_profile_live_tier_check CHECK ((live_tier = ANY (ARRAY['new'::text, 'low'::text, 'standard'::text, 'trusted'::text, 'preferred'::text])))
);
CREATE INDEX shadow_profile_by_agreement ON trust.shadow_profile USING btree (tenant_id, shadow_id, agreed, account_id);
CREATE INDEX shadow_profile_of_account ON trust.shadow_profile USING btree (account_id);
alter table trust.shadow_profile enable row level security;
alter table trust.shadow_profile force row level security;
create policy tenant on trust.shadow_profile for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on trust.shadow_profile to praetor_trust;

create table trust.stream_time (
  tenant_id uuid not null,
  latest_at timestamp with time zone,
  constraint stream_time_pkey PRIMARY KEY (tenant_id)
);
alter table trust.stream_time enable row level security;
alter table trust.stream_time force row level security;
create policy sweep on trust.stream_time for select to public using ((current_setting('praetor.worker'::text, true) = 'on'::text));
create policy tenant on trust.stream_time for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on trust.stream_time to praetor_trust;

create table trust.trust_backtest (
  id uuid not null,
  tenant_id uuid not null,
  model_id uuid not null,
  state text not null,
  draft_hash character(64) not null,
  live_hash character(64) not null,
  live_version character varying(40) not null,
  draft jsonb not null,
  live jsonb not null,
  scored_at timestamp with time zone not null,
  until timestamp with time zone not null,
  window_days integer,
  last_position bigint not null,
  by_marketplace boolean not null,
  progress jsonb not null,
  tally jsonb not null,
  report jsonb,
  report_hash character(64),
  started_by_id uuid not null,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  version integer not null default 1,
  constraint trust_backtest_pkey PRIMARY KEY (id),
  constraint trust_backtest_state_check CHECK ((state = ANY (ARRAY['running'::text, 'finished'::text, 'cancelled'::text])))
);
CREATE INDEX trust_backtest_of_model ON trust.trust_backtest USING btree (tenant_id, model_id, id);
CREATE UNIQUE INDEX trust_backtest_running ON trust.trust_backtest USING btree (tenant_id) WHERE (state = 'running'::text);
alter table trust.trust_backtest enable row level security;
alter table trust.trust_backtest force row level security;
create policy sweep on trust.trust_backtest for select to public using ((current_setting('praetor.worker'::text, true) = 'on'::text));
create policy tenant on trust.trust_backtest for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on trust.trust_backtest to praetor_trust;

create table trust.trust_decision (
  id uuid not null,
  tenant_id uuid not null,
  asked_by character varying(255) not null,
  request_id character varying(255) not null,
  question_digest character(64) not null,
  account_id uuid,
  external_ref character varying(255),
  action text not null,
  amount_minor bigint,
  currency character(3),
  context jsonb not null,
  outcome text not null,
  reasons jsonb not null,
  conditions jsonb not null,
  score integer not null,
  tier text not null,
  risk_level text not null,
  model_version character varying(40) not null,
  model_hash character(64) not null,
  state_digest character(64) not null,
  evaluated_at timestamp with time zone not null,
  decided_at timestamp with time zone not null,
  valid_until timestamp with time zone not null,
  constraint trust_decision_pkey PRIMARY KEY (id),
  constraint trust_decision_request UNIQUE (tenant_id, asked_by, request_id),
  constraint trust_decision_action_check CHECK ((action = ANY (ARRAY['checkout'::text, 'coupon'::text, 'payout'::text, 'listing'::text]))),
  constraint trust_decision_outcome_check CHECK ((outcome = ANY (ARRAY['allow'::text, 'limit'::text, 'review'::text, 'deny'::text]))),
  constraint trust_decision_risk_level_check CHECK ((risk_level = ANY (ARRAY['low'::text, 'medium'::text, 'high'::text, 'critical'::text]))),
  constraint trust_decision_tier_check CHECK ((tier = ANY (ARRAY['new'::text, 'low'::text, 'standard'::text, 'trusted'::text, 'preferred'::text])))
);
CREATE INDEX trust_decision_by_time ON trust.trust_decision USING btree (tenant_id, decided_at, id);
CREATE INDEX trust_decision_of_account ON trust.trust_decision USING btree (tenant_id, account_id, id);
alter table trust.trust_decision enable row level security;
alter table trust.trust_decision force row level security;
create policy tenant on trust.trust_decision for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on trust.trust_decision to praetor_trust;

create table trust.trust_model (
  id uuid not null,
  tenant_id uuid not null,
  number integer not null,
  model_version character varying(40) not null,
  state text not null,
  content jsonb not null,
  content_hash character(64) not null,
  note character varying(1000) not null,
  based_on_id uuid,
  created_by_id uuid,
  created_at timestamp with time zone not null,
  submitted_by_id uuid,
  submitted_at timestamp with time zone,
  decide_by timestamp with time zone,
  decided_by_id uuid,
  decided_at timestamp with time zone,
  published_at timestamp with time zone,
  version integer not null default 1,
  constraint trust_model_pkey PRIMARY KEY (id),
  constraint trust_model_number UNIQUE (tenant_id, number),
  constraint trust_model_version UNIQUE (tenant_id, model_version),
  constraint trust_model_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'published'::text, 'discarded'::text])))
);
CREATE INDEX trust_model_by_state ON trust.trust_model USING btree (tenant_id, state, id);
alter table trust.trust_model enable row level security;
alter table trust.trust_model force row level security;
create policy tenant on trust.trust_model for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on trust.trust_model to praetor_trust;

create table trust.trust_override (
  id uuid not null,
  tenant_id uuid not null,
  account_id uuid not null,
  state text not null,
  tier text not null,
  risk_level text,
  reason character varying(1000) not null,
  until timestamp with time zone not null,
  needs_approval boolean not null,
  requested_by_id uuid not null,
  requested_at timestamp with time zone not null,
  decide_by timestamp with time zone not null,
  decided_by_id uuid,
  decided_at timestamp with time zone,
  decision_reason character varying(1000),
  ended_at timestamp with time zone,
  ended_why text,
  version integer not null default 1,
  constraint trust_override_pkey PRIMARY KEY (id),
  constraint trust_override_ended_why_check CHECK ((ended_why = ANY (ARRAY['rejected'::text, 'withdrawn'::text, 'expired'::text, 'revoked'::text, 'replaced'::text]))),
  constraint trust_override_risk_level_check CHECK ((risk_level = ANY (ARRAY['low'::text, 'medium'::text, 'high'::text, 'critical'::text]))),
  constraint trust_override_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'active'::text, 'declined'::text, 'ended'::text]))),
  constraint trust_override_tier_check CHECK ((tier = ANY (ARRAY['new'::text, 'low'::text, 'standard'::text, 'trusted'::text, 'preferred'::text])))
);
CREATE INDEX trust_override_by_state ON trust.trust_override USING btree (tenant_id, state, id);
CREATE INDEX trust_override_due ON trust.trust_override USING btree ((
CASE state
    WHEN 'pending'::text THEN decide_by
    ELSE until
END)) WHERE (state = ANY (ARRAY['pending'::text, 'active'::text]));
CREATE UNIQUE INDEX trust_override_living ON trust.trust_override USING btree (tenant_id, account_id, state) WHERE (state = ANY (ARRAY['pending'::text, 'active'::text]));
CREATE INDEX trust_override_of_account ON trust.trust_override USING btree (tenant_id, account_id, id);
alter table trust.trust_override enable row level security;
alter table trust.trust_override force row level security;
create policy sweep on trust.trust_override for select to public using ((current_setting('praetor.worker'::text, true) = 'on'::text));
create policy tenant on trust.trust_override for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on trust.trust_override to praetor_trust;

create table trust.trust_profile (
  account_id uuid not null,
  tenant_id uuid not null,
  state jsonb not null,
  score integer not null,
  tier text not null,
  risk_level text not null,
  manual_review boolean not null,
  model_version character varying(40) not null,
  evaluated_at timestamp with time zone not null,
  next_evaluation_at timestamp with time zone,
  announced_score integer not null,
  updated_at timestamp with time zone not null,
  version integer not null default 1,
  constraint trust_profile_pkey PRIMARY KEY (account_id),
  constraint trust_profile_risk_level_check CHECK ((risk_level = ANY (ARRAY['low'::text, 'medium'::text, 'high'::text, 'critical'::text]))),
  constraint trust_profile_tier_check CHECK ((tier = ANY (ARRAY['new'::text, 'low'::text, 'standard'::text, 'trusted'::text, 'preferred'::text])))
);
CREATE INDEX trust_profile_by_model ON trust.trust_profile USING btree (tenant_id, model_version, account_id);
CREATE INDEX trust_profile_by_score ON trust.trust_profile USING btree (tenant_id, score, account_id);
CREATE INDEX trust_profile_by_tier ON trust.trust_profile USING btree (tenant_id, tier, score, account_id);
CREATE INDEX trust_profile_due ON trust.trust_profile USING btree (tenant_id, next_evaluation_at) WHERE (next_evaluation_at IS NOT NULL);
alter table trust.trust_profile enable row level security;
alter table trust.trust_profile force row level security;
create policy sweep on trust.trust_profile for select to public using ((current_setting('praetor.worker'::text, true) = 'on'::text));
create policy tenant on trust.trust_profile for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on trust.trust_profile to praetor_trust;

create table trust.trust_shadow (
  id uuid not null,
  tenant_id uuid not null,
  model_id uuid not null,
  state text not null,
  draft_hash character(64) not null,
  draft jsonb not null,
  decision jsonb not null,
  "position" bigint not null,
  account uuid,
  verdicts jsonb not null,
  started_by_id uuid not null,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_why text,
  version integer not null default 1,
  constraint trust_shadow_pkey PRIMARY KEY (id),
  constraint trust_shadow_ended_why_check CHECK ((ended_why = ANY (ARRAY['stopped'::text, 'published'::text, 'rolledBack'::text, 'discarded'::text]))),
  constraint trust_shadow_state_check CHECK ((state = ANY (ARRAY['running'::text, 'ended'::text])))
);
CREATE INDEX trust_shadow_of_model ON trust.trust_shadow USING btree (tenant_id, model_id, id);
CREATE UNIQUE INDEX trust_shadow_running ON trust.trust_shadow USING btree (tenant_id) WHERE (state = 'running'::text);
alter table trust.trust_shadow enable row level security;
alter table trust.trust_shadow force row level security;
create policy sweep on trust.trust_shadow for select to public using ((current_setting('praetor.worker'::text, true) = 'on'::text));
create policy tenant on trust.trust_shadow for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on trust.trust_shadow to praetor_trust;
