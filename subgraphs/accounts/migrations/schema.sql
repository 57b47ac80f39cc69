-- What the migrations of accounts make. Written by `npm run dump`, never edited.

create sequence accounts.migration_id_seq as integer;

create table accounts.account (
  id uuid not null,
  tenant_id uuid not null,
  status text not null,
  why character varying(1000),
  locked_until timestamp with time zone,
  email character varying(254) collate "C",
  email_verified_at timestamp with time zone,
  phone character varying(16),
  phone_verified_at timestamp with time zone,
  display_name character varying(100),
  password_hash character varying(200),
  password_short boolean not null default false,
  roles text[] not null,
  claimed boolean not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  version integer not null default 1,
  constraint account_pkey PRIMARY KEY (id),
  constraint account_email UNIQUE (tenant_id, email),
  constraint account_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'active'::text, 'locked'::text, 'suspended'::text, 'closed'::text])))
);
CREATE INDEX account_by_phone ON accounts.account USING btree (tenant_id, phone);
CREATE INDEX account_by_status ON accounts.account USING btree (tenant_id, status, id);
CREATE INDEX account_locked_until ON accounts.account USING btree (locked_until) WHERE (locked_until IS NOT NULL);
CREATE INDEX account_newest ON accounts.account USING btree (tenant_id, id);
CREATE INDEX account_pending_since ON accounts.account USING btree (created_at) WHERE (status = 'pending'::text);
alter table accounts.account enable row level security;
alter table accounts.account force row level security;
create policy sweep on accounts.account for select to public using ((current_setting('praetor.worker'::text, true) = 'on'::text));
create policy tenant on accounts.account for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.account to praetor_accounts;

create table accounts.account_link (
  tenant_id uuid not null,
  account_id uuid not null,
  evidence character(64) not null,
  other_account_id uuid not null,
  kind text not null,
  value character varying(700) not null,
  since timestamp with time zone not null,
  constraint account_link_pkey PRIMARY KEY (tenant_id, account_id, evidence, other_account_id),
  constraint account_link_kind_check CHECK ((kind = ANY (ARRAY['device'::text, 'ip'::text, 'wallet'::text, 'payout'::text])))
);
CREATE INDEX account_link_newest ON accounts.account_link USING btree (tenant_id, account_id, since, other_account_id, evidence);
CREATE INDEX account_link_of_evidence ON accounts.account_link USING btree (tenant_id, evidence);
CREATE INDEX account_link_of_other ON accounts.account_link USING btree (tenant_id, other_account_id);
alter table accounts.account_link enable row level security;
alter table accounts.account_link force row level security;
create policy tenant on accounts.account_link for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.account_link to praetor_accounts;

create table accounts.api_key (
  id uuid not null,
  tenant_id uuid not null,
  name character varying(100) not null,
  prefix character varying(12) not null,
  digest character(64) not null,
  previous_digest character(64),
  previous_until timestamp with time zone,
  operations_only boolean not null,
  roles text[] not null,
  vouched_by_id uuid,
  created_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  version integer not null default 1,
  constraint api_key_pkey PRIMARY KEY (id),
  constraint api_key_digest UNIQUE (digest),
  constraint api_key_previous_digest UNIQUE (previous_digest)
);
CREATE INDEX api_key_newest ON accounts.api_key USING btree (tenant_id, id);
alter table accounts.api_key enable row level security;
alter table accounts.api_key force row level security;
create policy sweep on accounts.api_key for select to public using ((current_setting('praetor.worker'::text, true) = 'on'::text));
create policy tenant on accounts.api_key for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.api_key to praetor_accounts;

create table accounts.closing (
  id uuid not null,
  tenant_id uuid not null,
  account_id uuid not null,
  status text not null,
  by text not null,
  reason character varying(1000),
  status_before text not null,
  why_before character varying(1000),
  locked_until_before timestamp with time zone,
  cancel_digest character(64),
  closed_at timestamp with time zone not null,
  erasure_at timestamp with time zone not null,
  due_at timestamp with time zone,
  overdue_at timestamp with time zone,
  finished_at timestamp with time zone,
  version integer not null default 1,
  constraint closing_pkey PRIMARY KEY (id),
  constraint closing_cancel UNIQUE (cancel_digest),
  constraint closing_by_check CHECK ((by = ANY (ARRAY['owner'::text, 'staff'::text, 'expiry'::text]))),
  constraint closing_status_before_check CHECK ((status_before = ANY (ARRAY['pending'::text, 'active'::text, 'locked'::text, 'suspended'::text, 'closed'::text]))),
  constraint closing_status_check CHECK ((status = ANY (ARRAY['grace'::text, 'held'::text, 'erasing'::text, 'erased'::text, 'cancelled'::text])))
);
CREATE INDEX closing_by_status ON accounts.closing USING btree (tenant_id, status, id);
CREATE INDEX closing_due ON accounts.closing USING btree (erasure_at) WHERE (status = ANY (ARRAY['grace'::text, 'held'::text]));
CREATE INDEX closing_newest ON accounts.closing USING btree (tenant_id, id);
CREATE INDEX closing_of_account ON accounts.closing USING btree (tenant_id, account_id, id);
CREATE UNIQUE INDEX closing_once ON accounts.closing USING btree (tenant_id, account_id) WHERE (status <> 'cancelled'::text);
CREATE INDEX closing_overdue ON accounts.closing USING btree (due_at) WHERE ((status = 'erasing'::text) AND (overdue_at IS NULL));
alter table accounts.closing enable row level security;
alter table accounts.closing force row level security;
create policy sweep on accounts.closing for select to public using ((current_setting('praetor.worker'::text, true) = 'on'::text));
create policy tenant on accounts.closing for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.closing to praetor_accounts;

create table accounts.command_key (
  tenant_id uuid not null,
  actor_id text not null,
  key text not null,
  action text not null,
  input_digest text not null,
  result_id text,
  created_at timestamp with time zone not null,
  constraint command_key_pkey PRIMARY KEY (tenant_id, actor_id, key)
);
alter table accounts.command_key enable row level security;
alter table accounts.command_key force row level security;
create policy tenant on accounts.command_key for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
create policy worker on accounts.command_key for all to public using ((current_setting('praetor.worker'::text, true) = 'on'::text)) with check ((current_setting('praetor.worker'::text, true) = 'on'::text));
grant delete, insert, select, update on accounts.command_key to praetor_accounts;

create table accounts.data_export (
  id uuid not null,
  tenant_id uuid not null,
  account_id uuid not null,
  status text not null,
  sealed_key text not null,
  requested_at timestamp with time zone not null,
  ready_at timestamp with time zone,
  expires_at timestamp with time zone not null,
  downloads integer not null,
  version integer not null default 1,
  constraint data_export_pkey PRIMARY KEY (id),
  constraint data_export_of_account UNIQUE (tenant_id, account_id),
  constraint data_export_status_check CHECK ((status = ANY (ARRAY['collecting'::text, 'ready'::text])))
);
CREATE INDEX data_export_expiry ON accounts.data_export USING btree (expires_at);
alter table accounts.data_export enable row level security;
alter table accounts.data_export force row level security;
create policy sweep on accounts.data_export for select to public using ((current_setting('praetor.worker'::text, true) = 'on'::text));
create policy tenant on accounts.data_export for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.data_export to praetor_accounts;

create table accounts.data_export_part (
  tenant_id uuid not null,
  export_id uuid not null,
  subgraph text not null,
  part integer not null,
  parts integer not null,
  account_id uuid not null,
  sealed text not null,
  constraint data_export_part_pkey PRIMARY KEY (tenant_id, export_id, subgraph, part),
  constraint data_export_part_subgraph_check CHECK ((subgraph = ANY (ARRAY['accounts'::text, 'trust'::text, 'admin'::text, 'audit'::text, 'disputes'::text, 'notifications'::text])))
);
CREATE INDEX data_export_part_of_account ON accounts.data_export_part USING btree (tenant_id, account_id);
alter table accounts.data_export_part enable row level security;
alter table accounts.data_export_part force row level security;
create policy tenant on accounts.data_export_part for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.data_export_part to praetor_accounts;

create table accounts.device (
  id uuid not null,
  tenant_id uuid not null,
  account_id uuid not null,
  fingerprint character(64) not null,
  user_agent character varying(300),
  name character varying(60),
  first_seen_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  last_ip character varying(45),
  constraint device_pkey PRIMARY KEY (id),
  constraint device_once UNIQUE (tenant_id, account_id, fingerprint)
);
CREATE INDEX device_by_fingerprint ON accounts.device USING btree (tenant_id, fingerprint);
CREATE INDEX device_of_account ON accounts.device USING btree (tenant_id, account_id, id);
alter table accounts.device enable row level security;
alter table accounts.device force row level security;
create policy tenant on accounts.device for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.device to praetor_accounts;

create table accounts.erasure_answer (
  tenant_id uuid not null,
  closing_id uuid not null,
  subgraph text not null,
  erased jsonb not null,
  answered_at timestamp with time zone not null,
  constraint erasure_answer_pkey PRIMARY KEY (tenant_id, closing_id, subgraph),
  constraint erasure_answer_subgraph_check CHECK ((subgraph = ANY (ARRAY['accounts'::text, 'trust'::text, 'admin'::text, 'audit'::text, 'disputes'::text, 'notifications'::text])))
);
alter table accounts.erasure_answer enable row level security;
alter table accounts.erasure_answer force row level security;
create policy tenant on accounts.erasure_answer for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.erasure_answer to praetor_accounts;

create table accounts.external_identity (
  tenant_id uuid not null,
  source character varying(400) not null,
  ref character varying(200) not null,
  account_id uuid not null,
  created_at timestamp with time zone not null,
  constraint external_identity_pkey PRIMARY KEY (tenant_id, source, ref)
);
CREATE INDEX external_identity_of_account ON accounts.external_identity USING btree (tenant_id, account_id);
alter table accounts.external_identity enable row level security;
alter table accounts.external_identity force row level security;
create policy tenant on accounts.external_identity for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.external_identity to praetor_accounts;

create table accounts.factor_reset (
  id uuid not null,
  tenant_id uuid not null,
  account_id uuid not null,
  state text not null,
  requested_by_id uuid not null,
  reason character varying(1000) not null,
  objection_digest character(64),
  requested_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  closed_by_id uuid,
  version integer not null default 1,
  constraint factor_reset_pkey PRIMARY KEY (id),
  constraint factor_reset_objection UNIQUE (objection_digest),
  constraint factor_reset_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'awaitingApproval'::text, 'done'::text, 'objected'::text, 'overtaken'::text, 'rejected'::text, 'withdrawn'::text, 'expired'::text])))
);
CREATE INDEX factor_reset_by_state ON accounts.factor_reset USING btree (tenant_id, state, id);
CREATE INDEX factor_reset_due ON accounts.factor_reset USING btree (due_at) WHERE (state = ANY (ARRAY['waiting'::text, 'awaitingApproval'::text]));
CREATE INDEX factor_reset_newest ON accounts.factor_reset USING btree (tenant_id, id);
CREATE UNIQUE INDEX factor_reset_open ON accounts.factor_reset USING btree (tenant_id, account_id) WHERE (state = ANY (ARRAY['waiting'::text, 'awaitingApproval'::text]));
alter table accounts.factor_reset enable row level security;
alter table accounts.factor_reset force row level security;
create policy sweep on accounts.factor_reset for select to public using ((current_setting('praetor.worker'::text, true) = 'on'::text));
create policy tenant on accounts.factor_reset for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.factor_reset to praetor_accounts;

create table accounts.guess_limit (
  tenant_id uuid not null,
  digest character(64) not null,
  count integer not null,
  last_at timestamp with time zone not null,
  blocked_until timestamp with time zone,
  constraint guess_limit_pkey PRIMARY KEY (tenant_id, digest)
);
CREATE INDEX guess_limit_age ON accounts.guess_limit USING btree (last_at);
alter table accounts.guess_limit enable row level security;
alter table accounts.guess_limit force row level security;
create policy sweep on accounts.guess_limit for select to public using ((current_setting('praetor.worker'::text, true) = 'on'::text));
create policy tenant on accounts.guess_limit for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.guess_limit to praetor_accounts;

create table accounts.hold (
  id uuid not null,
  tenant_id uuid not null,
  account_id uuid not null,
  source text not null,
  reference character varying(200) not null,
  reason character varying(1000) not null,
  placed_at timestamp with time zone not null,
  released_at timestamp with time zone,
  constraint hold_pkey PRIMARY KEY (id),
  constraint hold_source_check CHECK ((source = ANY (ARRAY['dispute'::text, 'staff'::text])))
);
CREATE UNIQUE INDEX hold_living ON accounts.hold USING btree (tenant_id, account_id, source, reference) WHERE (released_at IS NULL);
CREATE INDEX hold_of_account ON accounts.hold USING btree (tenant_id, account_id, id);
alter table accounts.hold enable row level security;
alter table accounts.hold force row level security;
create policy tenant on accounts.hold for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.hold to praetor_accounts;

create table accounts.identity_policy (
  id uuid not null,
  tenant_id uuid not null,
  idle_minutes integer not null,
  session_hours integer not null,
  staff_idle_minutes integer not null,
  staff_session_hours integer not null,
  password_least integer not null,
  password_least_with_factor integer not null,
  password_words text[] not null,
  magic_links boolean not null,
  pending_days integer not null,
  updated_at timestamp with time zone not null,
  version integer not null default 1,
  constraint identity_policy_pkey PRIMARY KEY (id)
);
alter table accounts.identity_policy enable row level security;
alter table accounts.identity_policy force row level security;
create policy sweep on accounts.identity_policy for select to public using ((current_setting('praetor.worker'::text, true) = 'on'::text));
create policy tenant on accounts.identity_policy for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.identity_policy to praetor_accounts;

create table accounts.identity_provider (
  id uuid not null,
  tenant_id uuid not null,
  issuer character varying(500) not null,
  client_id character varying(400) not null,
  sealed_secret text,
  scopes text[] not null,
  display_name character varying(100) not null,
  redirect_uris text[] not null,
  enabled boolean not null,
  opens_accounts boolean not null,
  email_domains text[] not null,
  second_factor_acr text[] not null,
  second_factor_amr text[] not null,
  max_age_seconds integer,
  changed_by_id uuid not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  version integer not null default 1,
  constraint identity_provider_pkey PRIMARY KEY (id),
  constraint identity_provider_issuer UNIQUE (tenant_id, issuer)
);
CREATE INDEX identity_provider_newest ON accounts.identity_provider USING btree (tenant_id, id);
alter table accounts.identity_provider enable row level security;
alter table accounts.identity_provider force row level security;
create policy sweep on accounts.identity_provider for select to public using ((current_setting('praetor.worker'::text, true) = 'on'::text));
create policy tenant on accounts.identity_provider for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.identity_provider to praetor_accounts;

create table accounts.impersonation (
  id uuid not null,
  tenant_id uuid not null,
  account_id uuid not null,
  impersonator_id uuid not null,
  impersonator_session_id uuid not null,
  session_id uuid not null,
  reason character varying(1000) not null,
  started_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_why text,
  version integer not null default 1,
  constraint impersonation_pkey PRIMARY KEY (id),
  constraint impersonation_session UNIQUE (session_id),
  constraint impersonation_ended_why_check CHECK ((ended_why = ANY (ARRAY['ended'::text, 'expired'::text, 'revoked'::text])))
);
CREATE INDEX impersonation_newest ON accounts.impersonation USING btree (tenant_id, id);
CREATE INDEX impersonation_of_account ON accounts.impersonation USING btree (tenant_id, account_id, id);
CREATE INDEX impersonation_running ON accounts.impersonation USING btree (expires_at) WHERE (ended_at IS NULL);
alter table accounts.impersonation enable row level security;
alter table accounts.impersonation force row level security;
create policy sweep on accounts.impersonation for select to public using ((current_setting('praetor.worker'::text, true) = 'on'::text));
create policy tenant on accounts.impersonation for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.impersonation to praetor_accounts;

create table accounts.inbox_event (
  tenant_id uuid not null,
  consumer text not null,
  event_id uuid not null,
  processed_at timestamp with time zone not null default now(),
  constraint inbox_event_pkey PRIMARY KEY (tenant_id, consumer, event_id)
);
CREATE INDEX inbox_event_age ON accounts.inbox_event USING brin (processed_at) WITH (autosummarize='on');
alter table accounts.inbox_event enable row level security;
alter table accounts.inbox_event force row level security;
create policy tenant on accounts.inbox_event for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
create policy worker on accounts.inbox_event for all to public using ((current_setting('praetor.worker'::text, true) = 'on'::text)) with check ((current_setting('praetor.worker'::text, true) = 'on'::text));
grant delete, insert, select, update on accounts.inbox_event to praetor_accounts;

create table accounts.inbox_failure (
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
comment on column accounts.inbox_failure.error is 'Null for an event that only waits behind a failed one of its partition key.';
CREATE INDEX inbox_failure_order ON accounts.inbox_failure USING btree (tenant_id, consumer, partition_key, "position");
alter table accounts.inbox_failure enable row level security;
alter table accounts.inbox_failure force row level security;
create policy tenant on accounts.inbox_failure for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
create policy worker on accounts.inbox_failure for all to public using ((current_setting('praetor.worker'::text, true) = 'on'::text)) with check ((current_setting('praetor.worker'::text, true) = 'on'::text));
grant delete, insert, select, update on accounts.inbox_failure to praetor_accounts;

create table accounts.ingested_event (
  tenant_id uuid not null,
  event_key uuid not null,
  received_at timestamp with time zone not null,
  constraint ingested_event_pkey PRIMARY KEY (tenant_id, event_key)
);
alter table accounts.ingested_event enable row level security;
alter table accounts.ingested_event force row level security;
create policy tenant on accounts.ingested_event for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.ingested_event to praetor_accounts;

create table accounts.invitation (
  id uuid not null,
  tenant_id uuid not null,
  organization_id uuid not null,
  email character varying(254) collate "C" not null,
  role text not null,
  digest character(64) not null,
  invited_by_id uuid not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint invitation_pkey PRIMARY KEY (id),
  constraint invitation_digest UNIQUE (digest),
  constraint invitation_role_check CHECK ((role = ANY (ARRAY['OWNER'::text, 'MANAGER'::text, 'FINANCE'::text, 'AGENT'::text, 'VIEWER'::text])))
);
CREATE INDEX invitation_by_email ON accounts.invitation USING btree (tenant_id, email);
CREATE INDEX invitation_of_organization ON accounts.invitation USING btree (tenant_id, organization_id, id);
alter table accounts.invitation enable row level security;
alter table accounts.invitation force row level security;
create policy by_token on accounts.invitation for select to public using (((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid) AND ((digest)::text = current_setting('praetor.invitation'::text, true))));
create policy tenant on accounts.invitation for all to public using (((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid) AND (((organization_id)::text = ANY (string_to_array(current_setting('praetor.organizations'::text, true), ','::text))) OR ('*'::text = ANY (string_to_array(current_setting('praetor.organizations'::text, true), ','::text)))))) with check (((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid) AND (((organization_id)::text = ANY (string_to_array(current_setting('praetor.organizations'::text, true), ','::text))) OR ('*'::text = ANY (string_to_array(current_setting('praetor.organizations'::text, true), ','::text))))));
grant delete, insert, select, update on accounts.invitation to praetor_accounts;

create table accounts.kyc_check (
  id uuid not null,
  tenant_id uuid not null,
  application_id uuid not null,
  account_id uuid not null,
  kind text not null,
  attempt integer not null,
  provider character varying(40) not null,
  state text not null,
  documents jsonb not null,
  takes_two boolean not null,
  first_reviewer_id uuid,
  decided_by_id uuid,
  reasons text[] not null,
  requested_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  version integer not null default 1,
  constraint kyc_check_pkey PRIMARY KEY (id),
  constraint kyc_check_once UNIQUE (tenant_id, application_id, kind, attempt),
  constraint kyc_check_kind_check CHECK ((kind = ANY (ARRAY['identity'::text, 'business'::text, 'payout'::text]))),
  constraint kyc_check_state_check CHECK ((state = ANY (ARRAY['handing'::text, 'pending'::text, 'awaitingSecond'::text, 'approved'::text, 'rejected'::text, 'cancelled'::text])))
);
CREATE INDEX kyc_check_by_state ON accounts.kyc_check USING btree (tenant_id, state, id);
CREATE INDEX kyc_check_newest ON accounts.kyc_check USING btree (tenant_id, id);
alter table accounts.kyc_check enable row level security;
alter table accounts.kyc_check force row level security;
create policy tenant on accounts.kyc_check for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.kyc_check to praetor_accounts;

create table accounts.kyc_standing (
  account_id uuid not null,
  tenant_id uuid not null,
  level text not null,
  since timestamp with time zone not null,
  constraint kyc_standing_pkey PRIMARY KEY (account_id),
  constraint kyc_standing_level_check CHECK ((level = ANY (ARRAY['none'::text, 'basic'::text, 'identified'::text, 'verifiedBusiness'::text])))
);
alter table accounts.kyc_standing enable row level security;
alter table accounts.kyc_standing force row level security;
create policy tenant on accounts.kyc_standing for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.kyc_standing to praetor_accounts;

create table accounts.linked_identity (
  id uuid not null,
  tenant_id uuid not null,
  account_id uuid not null,
  provider_id uuid not null,
  issuer character varying(500) not null,
  subject character varying(255) collate "C" not null,
  email character varying(254),
  linked_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  constraint linked_identity_pkey PRIMARY KEY (id),
  constraint linked_identity_once UNIQUE (tenant_id, issuer, subject)
);
CREATE INDEX linked_identity_of_account ON accounts.linked_identity USING btree (tenant_id, account_id, id);
alter table accounts.linked_identity enable row level security;
alter table accounts.linked_identity force row level security;
create policy tenant on accounts.linked_identity for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.linked_identity to praetor_accounts;

create table accounts.membership (
  tenant_id uuid not null,
  organization_id uuid not null,
  account_id uuid not null,
  role text not null,
  joined_at timestamp with time zone not null,
  constraint membership_pkey PRIMARY KEY (tenant_id, organization_id, account_id),
  constraint membership_role_check CHECK ((role = ANY (ARRAY['OWNER'::text, 'MANAGER'::text, 'FINANCE'::text, 'AGENT'::text, 'VIEWER'::text])))
);
CREATE INDEX membership_of_account ON accounts.membership USING btree (tenant_id, account_id, organization_id);
alter table accounts.membership enable row level security;
alter table accounts.membership force row level security;
create policy own on accounts.membership for select to public using (((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid) AND ((account_id)::text = current_setting('praetor.account_id'::text, true))));
create policy tenant on accounts.membership for all to public using (((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid) AND (((organization_id)::text = ANY (string_to_array(current_setting('praetor.organizations'::text, true), ','::text))) OR ('*'::text = ANY (string_to_array(current_setting('praetor.organizations'::text, true), ','::text)))))) with check (((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid) AND (((organization_id)::text = ANY (string_to_array(current_setting('praetor.organizations'::text, true), ','::text))) OR ('*'::text = ANY (string_to_array(current_setting('praetor.organizations'::text, true), ','::text))))));
grant delete, insert, select, update on accounts.membership to praetor_accounts;

create table accounts.message (
  id uuid not null,
  tenant_id uuid not null,
  account_id uuid,
  channel text not null,
  letter character varying(40) not null,
  sealed text,
  attempts smallint not null,
  due_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  trouble character varying(200),
  constraint message_pkey PRIMARY KEY (id),
  constraint message_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text])))
);
CREATE INDEX message_age ON accounts.message USING btree (created_at);
CREATE INDEX message_due ON accounts.message USING btree (due_at) WHERE (sealed IS NOT NULL);
CREATE INDEX message_of_account ON accounts.message USING btree (tenant_id, account_id);
alter table accounts.message enable row level security;
alter table accounts.message force row level security;
create policy sweep on accounts.message for select to public using ((current_setting('praetor.worker'::text, true) = 'on'::text));
create policy tenant on accounts.message for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.message to praetor_accounts;

create table accounts.migration (
  id integer not null default nextval('accounts.migration_id_seq'::regclass),
  name character varying(255) not null,
  executed_at timestamp(6) with time zone not null default CURRENT_TIMESTAMP(6),
  constraint migration_pkey PRIMARY KEY (id)
);

create table accounts.organization (
  id uuid not null,
  tenant_id uuid not null,
  name character varying(200) not null,
  status text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  version integer not null default 1,
  constraint organization_pkey PRIMARY KEY (id),
  constraint organization_status_check CHECK ((status = ANY (ARRAY['active'::text, 'closed'::text])))
);
CREATE INDEX organization_newest ON accounts.organization USING btree (tenant_id, id);
alter table accounts.organization enable row level security;
alter table accounts.organization force row level security;
create policy tenant on accounts.organization for all to public using (((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid) AND (((id)::text = ANY (string_to_array(current_setting('praetor.organizations'::text, true), ','::text))) OR ('*'::text = ANY (string_to_array(current_setting('praetor.organizations'::text, true), ','::text)))))) with check (((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid) AND (((id)::text = ANY (string_to_array(current_setting('praetor.organizations'::text, true), ','::text))) OR ('*'::text = ANY (string_to_array(current_setting('praetor.organizations'::text, true), ','::text))))));
grant delete, insert, select, update on accounts.organization to praetor_accounts;

create table accounts.outbox_event (
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
CREATE INDEX outbox_event_age ON accounts.outbox_event USING brin (created_at) WITH (autosummarize='on');
CREATE UNIQUE INDEX outbox_event_unpublished ON accounts.outbox_event USING btree ("position") WHERE (published_at IS NULL);
alter table accounts.outbox_event enable row level security;
alter table accounts.outbox_event force row level security;
create policy tenant on accounts.outbox_event for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
create policy worker on accounts.outbox_event for all to public using ((current_setting('praetor.worker'::text, true) = 'on'::text)) with check ((current_setting('praetor.worker'::text, true) = 'on'::text));
grant delete, insert, select, update on accounts.outbox_event to praetor_accounts;

create table accounts.passkey (
  id uuid not null,
  tenant_id uuid not null,
  account_id uuid not null,
  credential_id character varying(1400) not null,
  public_key text not null,
  counter bigint not null,
  transports text[] not null,
  backup_eligible boolean not null,
  backed_up boolean not null,
  name character varying(100) not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  constraint passkey_pkey PRIMARY KEY (id),
  constraint passkey_once UNIQUE (tenant_id, credential_id)
);
CREATE INDEX passkey_of_account ON accounts.passkey USING btree (tenant_id, account_id, id);
alter table accounts.passkey enable row level security;
alter table accounts.passkey force row level security;
create policy sweep on accounts.passkey for select to public using ((current_setting('praetor.worker'::text, true) = 'on'::text));
create policy tenant on accounts.passkey for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.passkey to praetor_accounts;

create table accounts.profile (
  account_id uuid not null,
  tenant_id uuid not null,
  avatar character varying(2000),
  about character varying(2000),
  locale character varying(35),
  time_zone character varying(60),
  currency character(3),
  marketing_consent_at timestamp with time zone,
  privacy jsonb not null,
  updated_at timestamp with time zone not null,
  constraint profile_pkey PRIMARY KEY (account_id)
);
alter table accounts.profile enable row level security;
alter table accounts.profile force row level security;
create policy tenant on accounts.profile for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.profile to praetor_accounts;

create table accounts.proof (
  id uuid not null,
  tenant_id uuid not null,
  account_id uuid,
  purpose text not null,
  address character varying(254) not null,
  digest character(64),
  sealed text,
  attempts smallint not null,
  sends smallint not null,
  requested_at timestamp with time zone not null,
  answered_at timestamp with time zone,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  created_at timestamp with time zone not null,
  constraint proof_pkey PRIMARY KEY (id),
  constraint proof_purpose_check CHECK ((purpose = ANY (ARRAY['register'::text, 'changeEmail'::text, 'verifyPhone'::text, 'resetPassword'::text, 'magicLink'::text, 'undoEmail'::text])))
);
CREATE INDEX proof_age ON accounts.proof USING btree (expires_at);
CREATE INDEX proof_by_digest ON accounts.proof USING btree (tenant_id, digest);
CREATE INDEX proof_of_account ON accounts.proof USING btree (tenant_id, account_id);
CREATE INDEX proof_to_answer ON accounts.proof USING btree (requested_at) WHERE ((answered_at IS NULL) AND (ended_at IS NULL));
alter table accounts.proof enable row level security;
alter table accounts.proof force row level security;
create policy sweep on accounts.proof for select to public using ((current_setting('praetor.worker'::text, true) = 'on'::text));
create policy tenant on accounts.proof for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.proof to praetor_accounts;

create table accounts.recovery_code (
  tenant_id uuid not null,
  account_id uuid not null,
  digest character(64) not null,
  used_at timestamp with time zone,
  constraint recovery_code_pkey PRIMARY KEY (tenant_id, account_id, digest)
);
alter table accounts.recovery_code enable row level security;
alter table accounts.recovery_code force row level security;
create policy tenant on accounts.recovery_code for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.recovery_code to praetor_accounts;

create table accounts.refresh_token (
  tenant_id uuid not null,
  digest character(64) not null,
  session_id uuid not null,
  issued_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint refresh_token_pkey PRIMARY KEY (tenant_id, digest)
);
CREATE INDEX refresh_token_of_session ON accounts.refresh_token USING btree (tenant_id, session_id);
alter table accounts.refresh_token enable row level security;
alter table accounts.refresh_token force row level security;
create policy tenant on accounts.refresh_token for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.refresh_token to praetor_accounts;

create table accounts.registered_operation (
  id uuid not null,
  tenant_id uuid not null,
  api_key_id uuid,
  hash character varying(200) not null,
  name character varying(200) not null,
  kind text not null,
  body text not null,
  registered_at timestamp with time zone not null,
  deprecated_at timestamp with time zone,
  sunset_at timestamp with time zone,
  documentation character varying(500),
  removed_at timestamp with time zone,
  first_used_at timestamp with time zone,
  last_used_at timestamp with time zone,
  uses bigint not null,
  errors bigint not null,
  latencies bigint[] not null,
  deprecated_uses text[] not null,
  version integer not null default 1,
  constraint registered_operation_pkey PRIMARY KEY (id),
  constraint registered_operation_kind_check CHECK ((kind = ANY (ARRAY['query'::text, 'mutation'::text, 'subscription'::text])))
);
CREATE UNIQUE INDEX registered_operation_hash ON accounts.registered_operation USING btree (tenant_id, hash, api_key_id) NULLS NOT DISTINCT;
CREATE INDEX registered_operation_newest ON accounts.registered_operation USING btree (tenant_id, id);
CREATE INDEX registered_operation_of_key ON accounts.registered_operation USING btree (tenant_id, api_key_id, id);
alter table accounts.registered_operation enable row level security;
alter table accounts.registered_operation force row level security;
create policy sweep on accounts.registered_operation for select to public using ((current_setting('praetor.worker'::text, true) = 'on'::text));
create policy tenant on accounts.registered_operation for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.registered_operation to praetor_accounts;

create table accounts.role_request (
  id uuid not null,
  tenant_id uuid not null,
  account_id uuid not null,
  role character varying(40) not null,
  state text not null,
  requested_by_id uuid not null,
  reason character varying(1000),
  requested_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  decided_by_id uuid,
  decided_at timestamp with time zone,
  decision_reason character varying(1000),
  version integer not null default 1,
  constraint role_request_pkey PRIMARY KEY (id),
  constraint role_request_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'approved'::text, 'rejected'::text, 'withdrawn'::text, 'expired'::text])))
);
CREATE INDEX role_request_by_state ON accounts.role_request USING btree (tenant_id, state, id);
CREATE INDEX role_request_due ON accounts.role_request USING btree (expires_at) WHERE (state = 'pending'::text);
CREATE INDEX role_request_newest ON accounts.role_request USING btree (tenant_id, id);
CREATE UNIQUE INDEX role_request_pending ON accounts.role_request USING btree (tenant_id, account_id, role) WHERE (state = 'pending'::text);
alter table accounts.role_request enable row level security;
alter table accounts.role_request force row level security;
create policy sweep on accounts.role_request for select to public using ((current_setting('praetor.worker'::text, true) = 'on'::text));
create policy tenant on accounts.role_request for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.role_request to praetor_accounts;

create table accounts.second_factor_guard (
  tenant_id uuid not null,
  account_id uuid not null,
  failures integer not null,
  failed_at timestamp with time zone,
  blocked_until timestamp with time zone,
  constraint second_factor_guard_pkey PRIMARY KEY (tenant_id, account_id)
);
alter table accounts.second_factor_guard enable row level security;
alter table accounts.second_factor_guard force row level security;
create policy tenant on accounts.second_factor_guard for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.second_factor_guard to praetor_accounts;

create table accounts.seller_application (
  id uuid not null,
  tenant_id uuid not null,
  account_id uuid not null,
  stage text not null,
  waits_for text not null,
  outcome text,
  attempt integer not null,
  deadline timestamp with time zone not null,
  reminded_at timestamp with time zone,
  reasons text[] not null,
  business_name character varying(200) not null,
  country character(2) not null,
  registration_number character varying(100),
  volume_minor bigint not null,
  currency character(3) not null,
  documents jsonb not null,
  applied_at timestamp with time zone not null,
  stage_since timestamp with time zone not null,
  closed_at timestamp with time zone,
  version integer not null default 1,
  constraint seller_application_pkey PRIMARY KEY (id),
  constraint seller_application_outcome_check CHECK ((outcome = ANY (ARRAY['activated'::text, 'rejected'::text, 'expired'::text, 'withdrawn'::text]))),
  constraint seller_application_stage_check CHECK ((stage = ANY (ARRAY['application'::text, 'identity'::text, 'business'::text, 'payout'::text, 'trust'::text, 'activation'::text]))),
  constraint seller_application_waits_for_check CHECK ((waits_for = ANY (ARRAY['applicant'::text, 'review'::text, 'praetor'::text])))
);
CREATE INDEX seller_application_by_stage ON accounts.seller_application USING btree (tenant_id, stage, id);
CREATE INDEX seller_application_newest ON accounts.seller_application USING btree (tenant_id, id);
CREATE INDEX seller_application_of_account ON accounts.seller_application USING btree (tenant_id, account_id, id);
CREATE UNIQUE INDEX seller_application_open ON accounts.seller_application USING btree (tenant_id, account_id) WHERE (outcome IS NULL);
alter table accounts.seller_application enable row level security;
alter table accounts.seller_application force row level security;
create policy sweep on accounts.seller_application for select to public using ((current_setting('praetor.worker'::text, true) = 'on'::text));
create policy tenant on accounts.seller_application for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.seller_application to praetor_accounts;

create table accounts.seller_profile (
  account_id uuid not null,
  tenant_id uuid not null,
  business_name character varying(200) not null,
  country character(2) not null,
  registration_number character varying(100),
  since timestamp with time zone not null,
  constraint seller_profile_pkey PRIMARY KEY (account_id)
);
alter table accounts.seller_profile enable row level security;
alter table accounts.seller_profile force row level security;
create policy tenant on accounts.seller_profile for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.seller_profile to praetor_accounts;

create table accounts.session (
  id uuid not null,
  tenant_id uuid not null,
  account_id uuid not null,
  device_id uuid not null,
  impersonator_id uuid,
  assurance smallint not null,
  methods text[] not null,
  authenticated_at timestamp with time zone not null,
  provider_id uuid,
  provider_sid character varying(255),
  ip character varying(45),
  rotation integer not null,
  created_at timestamp with time zone not null,
  refreshed_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  revoked_why text,
  constraint session_pkey PRIMARY KEY (id),
  constraint session_revoked_why_check CHECK ((revoked_why = ANY (ARRAY['logout'::text, 'revoked'::text, 'reuseDetected'::text, 'foreignDevice'::text, 'idle'::text, 'passwordChanged'::text, 'locked'::text, 'suspended'::text, 'impersonationEnded'::text, 'factorChanged'::text, 'closed'::text, 'providerLogout'::text])))
);
CREATE INDEX session_expiry ON accounts.session USING btree (expires_at);
CREATE INDEX session_of_account ON accounts.session USING btree (tenant_id, account_id, id);
CREATE INDEX session_of_provider ON accounts.session USING btree (tenant_id, provider_id, provider_sid) WHERE (provider_id IS NOT NULL);
alter table accounts.session enable row level security;
alter table accounts.session force row level security;
create policy sweep on accounts.session for select to public using ((current_setting('praetor.worker'::text, true) = 'on'::text));
create policy tenant on accounts.session for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.session to praetor_accounts;

create table accounts.shop (
  account_id uuid not null,
  tenant_id uuid not null,
  shop_name character varying(200),
  description character varying(5000),
  logo character varying(2000),
  support_email character varying(254),
  support_phone character varying(40),
  updated_at timestamp with time zone not null,
  constraint shop_pkey PRIMARY KEY (account_id)
);
alter table accounts.shop enable row level security;
alter table accounts.shop force row level security;
create policy tenant on accounts.shop for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.shop to praetor_accounts;

create table accounts.sign_in_challenge (
  tenant_id uuid not null,
  digest character(64) not null,
  account_id uuid not null,
  methods text[] not null,
  client character varying(200),
  provider_id uuid,
  provider_sid character varying(255),
  expires_at timestamp with time zone not null,
  constraint sign_in_challenge_pkey PRIMARY KEY (tenant_id, digest)
);
CREATE INDEX sign_in_challenge_expiry ON accounts.sign_in_challenge USING btree (expires_at);
CREATE INDEX sign_in_challenge_of_account ON accounts.sign_in_challenge USING btree (tenant_id, account_id);
alter table accounts.sign_in_challenge enable row level security;
alter table accounts.sign_in_challenge force row level security;
create policy sweep on accounts.sign_in_challenge for select to public using ((current_setting('praetor.worker'::text, true) = 'on'::text));
create policy tenant on accounts.sign_in_challenge for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.sign_in_challenge to praetor_accounts;

create table accounts.signing_key (
  kid character varying(64) not null,
  tenant_id uuid not null,
  public_jwk jsonb not null,
  sealed text not null,
  created_at timestamp with time zone not null,
  constraint signing_key_pkey PRIMARY KEY (kid)
);
CREATE INDEX signing_key_newest ON accounts.signing_key USING btree (tenant_id, created_at);
alter table accounts.signing_key enable row level security;
alter table accounts.signing_key force row level security;
create policy tenant on accounts.signing_key for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.signing_key to praetor_accounts;

create table accounts.spent_challenge (
  tenant_id uuid not null,
  digest character(64) not null,
  expires_at timestamp with time zone not null,
  constraint spent_challenge_pkey PRIMARY KEY (tenant_id, digest)
);
CREATE INDEX spent_challenge_expiry ON accounts.spent_challenge USING btree (expires_at);
alter table accounts.spent_challenge enable row level security;
alter table accounts.spent_challenge force row level security;
create policy sweep on accounts.spent_challenge for select to public using ((current_setting('praetor.worker'::text, true) = 'on'::text));
create policy tenant on accounts.spent_challenge for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.spent_challenge to praetor_accounts;

create table accounts.team (
  id uuid not null,
  tenant_id uuid not null,
  organization_id uuid not null,
  name character varying(100) not null,
  created_at timestamp with time zone not null,
  version integer not null default 1,
  constraint team_pkey PRIMARY KEY (id),
  constraint team_name UNIQUE (tenant_id, organization_id, name)
);
CREATE INDEX team_of_organization ON accounts.team USING btree (tenant_id, organization_id, id);
alter table accounts.team enable row level security;
alter table accounts.team force row level security;
create policy tenant on accounts.team for all to public using (((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid) AND (((organization_id)::text = ANY (string_to_array(current_setting('praetor.organizations'::text, true), ','::text))) OR ('*'::text = ANY (string_to_array(current_setting('praetor.organizations'::text, true), ','::text)))))) with check (((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid) AND (((organization_id)::text = ANY (string_to_array(current_setting('praetor.organizations'::text, true), ','::text))) OR ('*'::text = ANY (string_to_array(current_setting('praetor.organizations'::text, true), ','::text))))));
grant delete, insert, select, update on accounts.team to praetor_accounts;

create table accounts.team_member (
  tenant_id uuid not null,
  team_id uuid not null,
  account_id uuid not null,
  organization_id uuid not null,
  constraint team_member_pkey PRIMARY KEY (tenant_id, team_id, account_id)
);
CREATE INDEX team_member_of_account ON accounts.team_member USING btree (tenant_id, account_id, organization_id);
alter table accounts.team_member enable row level security;
alter table accounts.team_member force row level security;
create policy tenant on accounts.team_member for all to public using (((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid) AND (((organization_id)::text = ANY (string_to_array(current_setting('praetor.organizations'::text, true), ','::text))) OR ('*'::text = ANY (string_to_array(current_setting('praetor.organizations'::text, true), ','::text)))))) with check (((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid) AND (((organization_id)::text = ANY (string_to_array(current_setting('praetor.organizations'::text, true), ','::text))) OR ('*'::text = ANY (string_to_array(current_setting('praetor.organizations'::text, true), ','::text))))));
grant delete, insert, select, update on accounts.team_member to praetor_accounts;

create table accounts.tenant (
  id uuid not null,
  tenant_id uuid not null,
  slug character varying(63) not null,
  name character varying(200) not null,
  created_at timestamp with time zone not null,
  constraint tenant_pkey PRIMARY KEY (id),
  constraint tenant_slug UNIQUE (slug)
);
alter table accounts.tenant enable row level security;
alter table accounts.tenant force row level security;
create policy sweep on accounts.tenant for select to public using ((current_setting('praetor.worker'::text, true) = 'on'::text));
create policy tenant on accounts.tenant for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.tenant to praetor_accounts;

create table accounts.totp (
  tenant_id uuid not null,
  account_id uuid not null,
  id uuid not null,
  sealed character varying(200) not null,
  created_at timestamp with time zone not null,
  confirmed_at timestamp with time zone,
  last_step bigint,
  constraint totp_pkey PRIMARY KEY (tenant_id, account_id)
);
alter table accounts.totp enable row level security;
alter table accounts.totp force row level security;
create policy sweep on accounts.totp for select to public using ((current_setting('praetor.worker'::text, true) = 'on'::text));
create policy tenant on accounts.totp for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.totp to praetor_accounts;

create table accounts.trace (
  tenant_id uuid not null,
  kind text not null,
  value character varying(700) collate "C" not null,
  account_id uuid not null,
  first_seen_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  constraint trace_pkey PRIMARY KEY (tenant_id, kind, value, account_id),
  constraint trace_kind_check CHECK ((kind = ANY (ARRAY['device'::text, 'ip'::text, 'wallet'::text, 'payout'::text])))
);
CREATE INDEX trace_of_account ON accounts.trace USING btree (tenant_id, account_id, kind, value);
alter table accounts.trace enable row level security;
alter table accounts.trace force row level security;
create policy tenant on accounts.trace for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.trace to praetor_accounts;

create table accounts.trust_standing (
  account_id uuid not null,
  tenant_id uuid not null,
  tier character varying(40) not null,
  risk_level character varying(40) not null,
  evaluated_at timestamp with time zone not null,
  constraint trust_standing_pkey PRIMARY KEY (account_id)
);
alter table accounts.trust_standing enable row level security;
alter table accounts.trust_standing force row level security;
create policy tenant on accounts.trust_standing for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.trust_standing to praetor_accounts;

create table accounts.wallet (
  id uuid not null,
  tenant_id uuid not null,
  account_id uuid not null,
  address character(42) not null,
  chain_id bigint not null,
  message text not null,
  signature character varying(132) not null,
  linked_at timestamp with time zone not null,
  unlinked_at timestamp with time zone,
  constraint wallet_pkey PRIMARY KEY (id)
);
CREATE INDEX wallet_of_account ON accounts.wallet USING btree (tenant_id, account_id, id);
CREATE UNIQUE INDEX wallet_one_account ON accounts.wallet USING btree (tenant_id, address) WHERE (unlinked_at IS NULL);
CREATE UNIQUE INDEX wallet_one_an_account ON accounts.wallet USING btree (tenant_id, account_id) WHERE (unlinked_at IS NULL);
alter table accounts.wallet enable row level security;
alter table accounts.wallet force row level security;
create policy tenant on accounts.wallet for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.wallet to praetor_accounts;

create table accounts.wallet_challenge (
  id uuid not null,
  tenant_id uuid not null,
  account_id uuid not null,
  address character(42) not null,
  chain_id bigint not null,
  message text not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint wallet_challenge_pkey PRIMARY KEY (id)
);
CREATE INDEX wallet_challenge_expiry ON accounts.wallet_challenge USING btree (expires_at);
CREATE INDEX wallet_challenge_of_account ON accounts.wallet_challenge USING btree (tenant_id, account_id, id);
alter table accounts.wallet_challenge enable row level security;
alter table accounts.wallet_challenge force row level security;
create policy sweep on accounts.wallet_challenge for select to public using ((current_setting('praetor.worker'::text, true) = 'on'::text));
create policy tenant on accounts.wallet_challenge for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on accounts.wallet_challenge to praetor_accounts;
