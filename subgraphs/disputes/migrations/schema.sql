-- What the migrations of disputes make. Written by `npm run dump`, never edited.

create sequence disputes.migration_id_seq as integer;

create table disputes.command_key (
  tenant_id uuid not null,
  actor_id text not null,
  key text not null,
  action text not null,
  input_digest text not null,
  result_id text,
  created_at timestamp with time zone not null,
  constraint command_key_pkey PRIMARY KEY (tenant_id, actor_id, key)
);
alter table disputes.command_key enable row level security;
alter table disputes.command_key force row level security;
create policy tenant on disputes.command_key for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
create policy worker on disputes.command_key for all to public using ((current_setting('praetor.worker'::text, true) = 'on'::text)) with check ((current_setting('praetor.worker'::text, true) = 'on'::text));
grant delete, insert, select, update on disputes.command_key to praetor_disputes;

create table disputes.dispute (
  id uuid not null,
  tenant_id uuid not null,
  order_ref character varying(200),
  external_ref character varying(200),
  category character varying(200) not null,
  description text not null,
  claimant_id uuid not null,
  respondent_id uuid not null,
  claim_minor bigint,
  claim_currency character(3),
  status text not null,
  due_at timestamp with time zone,
  remedy text,
  answered_late boolean,
  reviewer_id uuid,
  decided_by_id uuid,
  outcome text,
  refund_minor bigint,
  refund_currency character(3),
  rationale text,
  appeal_by timestamp with time zone,
  appealed boolean not null,
  grounds text,
  closed_why text,
  opened_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  version integer not null default 1,
  constraint dispute_pkey PRIMARY KEY (id),
  constraint dispute_external UNIQUE (tenant_id, external_ref),
  constraint dispute_closed_why_check CHECK ((closed_why = ANY (ARRAY['settled'::text, 'final'::text]))),
  constraint dispute_outcome_check CHECK ((outcome = ANY (ARRAY['upheld'::text, 'partiallyUpheld'::text, 'rejected'::text]))),
  constraint dispute_status_check CHECK ((status = ANY (ARRAY['open'::text, 'answered'::text, 'awaitingReview'::text, 'underReview'::text, 'decided'::text, 'closed'::text, 'withdrawn'::text])))
);
CREATE INDEX dispute_by_claimant ON disputes.dispute USING btree (tenant_id, claimant_id, id);
CREATE INDEX dispute_by_respondent ON disputes.dispute USING btree (tenant_id, respondent_id, id);
CREATE INDEX dispute_by_status ON disputes.dispute USING btree (tenant_id, status, id);
CREATE INDEX dispute_due ON disputes.dispute USING btree (due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX dispute_newest ON disputes.dispute USING btree (tenant_id, id);
alter table disputes.dispute enable row level security;
alter table disputes.dispute force row level security;
create policy sweep on disputes.dispute for select to public using ((current_setting('praetor.worker'::text, true) = 'on'::text));
create policy tenant on disputes.dispute for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on disputes.dispute to praetor_disputes;

create table disputes.evidence (
  id uuid not null,
  tenant_id uuid not null,
  dispute_id uuid not null,
  submitted_by_id uuid not null,
  kind text not null,
  title character varying(200) not null,
  statement text,
  uri character varying(2000),
  sha256 character(64),
  submitted_at timestamp with time zone not null,
  constraint evidence_pkey PRIMARY KEY (id),
  constraint evidence_kind_check CHECK ((kind = ANY (ARRAY['statement'::text, 'document'::text, 'photo'::text, 'receipt'::text, 'trackingRecord'::text, 'message'::text])))
);
CREATE INDEX evidence_of_dispute ON disputes.evidence USING btree (tenant_id, dispute_id, id);
alter table disputes.evidence enable row level security;
alter table disputes.evidence force row level security;
create policy tenant on disputes.evidence for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on disputes.evidence to praetor_disputes;

create table disputes.inbox_event (
  tenant_id uuid not null,
  consumer text not null,
  event_id uuid not null,
  processed_at timestamp with time zone not null default now(),
  constraint inbox_event_pkey PRIMARY KEY (tenant_id, consumer, event_id)
);
CREATE INDEX inbox_event_age ON disputes.inbox_event USING brin (processed_at) WITH (autosummarize='on');
alter table disputes.inbox_event enable row level security;
alter table disputes.inbox_event force row level security;
create policy tenant on disputes.inbox_event for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
create policy worker on disputes.inbox_event for all to public using ((current_setting('praetor.worker'::text, true) = 'on'::text)) with check ((current_setting('praetor.worker'::text, true) = 'on'::text));
grant delete, insert, select, update on disputes.inbox_event to praetor_disputes;

create table disputes.inbox_failure (
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
comment on column disputes.inbox_failure.error is 'Null for an event that only waits behind a failed one of its partition key.';
CREATE INDEX inbox_failure_order ON disputes.inbox_failure USING btree (tenant_id, consumer, partition_key, "position");
alter table disputes.inbox_failure enable row level security;
alter table disputes.inbox_failure force row level security;
create policy tenant on disputes.inbox_failure for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
create policy worker on disputes.inbox_failure for all to public using ((current_setting('praetor.worker'::text, true) = 'on'::text)) with check ((current_setting('praetor.worker'::text, true) = 'on'::text));
grant delete, insert, select, update on disputes.inbox_failure to praetor_disputes;

create table disputes.migration (
  id integer not null default nextval('disputes.migration_id_seq'::regclass),
  name character varying(255) not null,
  executed_at timestamp(6) with time zone not null default CURRENT_TIMESTAMP(6),
  constraint migration_pkey PRIMARY KEY (id)
);

create table disputes.outbox_event (
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
CREATE INDEX outbox_event_age ON disputes.outbox_event USING brin (created_at) WITH (autosummarize='on');
CREATE UNIQUE INDEX outbox_event_unpublished ON disputes.outbox_event USING btree ("position") WHERE (published_at IS NULL);
alter table disputes.outbox_event enable row level security;
alter table disputes.outbox_event force row level security;
create policy tenant on disputes.outbox_event for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
create policy worker on disputes.outbox_event for all to public using ((current_setting('praetor.worker'::text, true) = 'on'::text)) with check ((current_setting('praetor.worker'::text, true) = 'on'::text));
grant delete, insert, select, update on disputes.outbox_event to praetor_disputes;

create table disputes.party (
  account_id uuid not null,
  tenant_id uuid not null,
  may_open boolean not null,
  constraint party_pkey PRIMARY KEY (account_id)
);
alter table disputes.party enable row level security;
alter table disputes.party force row level security;
create policy tenant on disputes.party for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on disputes.party to praetor_disputes;
