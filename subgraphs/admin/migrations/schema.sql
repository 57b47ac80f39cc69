-- What the migrations of admin make. Written by `npm run dump`, never edited.

create sequence admin.migration_id_seq as integer;

create table admin.command_key (
  tenant_id uuid not null,
  actor_id text not null,
  key text not null,
  action text not null,
  input_digest text not null,
  result_id text,
  created_at timestamp with time zone not null,
  constraint command_key_pkey PRIMARY KEY (tenant_id, actor_id, key)
);
alter table admin.command_key enable row level security;
alter table admin.command_key force row level security;
create policy tenant on admin.command_key for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
create policy worker on admin.command_key for all to public using ((current_setting('praetor.worker'::text, true) = 'on'::text)) with check ((current_setting('praetor.worker'::text, true) = 'on'::text));
grant delete, insert, select, update on admin.command_key to praetor_admin;

create table admin.flag (
  id uuid not null,
  tenant_id uuid not null,
  entity_type character varying(40) not null,
  entity_id character varying(200) not null,
  account_id uuid,
  category character varying(100) not null,
  reason text not null,
  severity text not null,
  count integer not null,
  raised_by_kind text not null,
  raised_by_id character varying(200) not null,
  status text not null,
  assignee_id uuid,
  resolution text,
  resolved_by_id uuid,
  resolved_reason text,
  resolved_at timestamp with time zone,
  raised_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  version integer not null default 1,
  constraint flag_pkey PRIMARY KEY (id),
  constraint flag_raised_by_kind_check CHECK ((raised_by_kind = ANY (ARRAY['account'::text, 'partner'::text, 'system'::text]))),
  constraint flag_resolution_check CHECK ((resolution = ANY (ARRAY['dismiss'::text, 'warn'::text, 'suspend'::text, 'delist'::text]))),
  constraint flag_severity_check CHECK ((severity = ANY (ARRAY['low'::text, 'medium'::text, 'high'::text, 'critical'::text]))),
  constraint flag_status_check CHECK ((status = ANY (ARRAY['open'::text, 'assigned'::text, 'resolved'::text])))
);
CREATE INDEX flag_by_account ON admin.flag USING btree (tenant_id, account_id, id);
CREATE INDEX flag_by_assignee ON admin.flag USING btree (tenant_id, assignee_id, id);
CREATE INDEX flag_by_entity_type ON admin.flag USING btree (tenant_id, entity_type, id);
CREATE INDEX flag_by_status ON admin.flag USING btree (tenant_id, status, id);
CREATE INDEX flag_newest ON admin.flag USING btree (tenant_id, id);
CREATE UNIQUE INDEX flag_unresolved ON admin.flag USING btree (tenant_id, entity_type, entity_id, category, raised_by_id) WHERE (status <> 'resolved'::text);
alter table admin.flag enable row level security;
alter table admin.flag force row level security;
create policy tenant on admin.flag for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on admin.flag to praetor_admin;

create table admin.inbox_event (
  tenant_id uuid not null,
  consumer text not null,
  event_id uuid not null,
  processed_at timestamp with time zone not null default now(),
  constraint inbox_event_pkey PRIMARY KEY (tenant_id, consumer, event_id)
);
CREATE INDEX inbox_event_age ON admin.inbox_event USING brin (processed_at) WITH (autosummarize='on');
alter table admin.inbox_event enable row level security;
alter table admin.inbox_event force row level security;
create policy tenant on admin.inbox_event for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
create policy worker on admin.inbox_event for all to public using ((current_setting('praetor.worker'::text, true) = 'on'::text)) with check ((current_setting('praetor.worker'::text, true) = 'on'::text));
grant delete, insert, select, update on admin.inbox_event to praetor_admin;

create table admin.inbox_failure (
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
comment on column admin.inbox_failure.error is 'Null for an event that only waits behind a failed one of its partition key.';
CREATE INDEX inbox_failure_order ON admin.inbox_failure USING btree (tenant_id, consumer, partition_key, "position");
alter table admin.inbox_failure enable row level security;
alter table admin.inbox_failure force row level security;
create policy tenant on admin.inbox_failure for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
create policy worker on admin.inbox_failure for all to public using ((current_setting('praetor.worker'::text, true) = 'on'::text)) with check ((current_setting('praetor.worker'::text, true) = 'on'::text));
grant delete, insert, select, update on admin.inbox_failure to praetor_admin;

create table admin.known_account (
  account_id uuid not null,
  tenant_id uuid not null,
  roles text[] not null,
  active boolean not null,
  constraint known_account_pkey PRIMARY KEY (account_id)
);
alter table admin.known_account enable row level security;
alter table admin.known_account force row level security;
create policy tenant on admin.known_account for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on admin.known_account to praetor_admin;

create table admin.migration (
  id integer not null default nextval('admin.migration_id_seq'::regclass),
  name character varying(255) not null,
  executed_at timestamp(6) with time zone not null default CURRENT_TIMESTAMP(6),
  constraint migration_pkey PRIMARY KEY (id)
);

create table admin.note (
  id uuid not null,
  tenant_id uuid not null,
  flag_id uuid not null,
  author_id uuid not null,
  text text not null,
  written_at timestamp with time zone not null,
  constraint note_pkey PRIMARY KEY (id)
);
CREATE INDEX note_of_flag ON admin.note USING btree (tenant_id, flag_id, id);
alter table admin.note enable row level security;
alter table admin.note force row level security;
create policy tenant on admin.note for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on admin.note to praetor_admin;

create table admin.outbox_event (
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
CREATE INDEX outbox_event_age ON admin.outbox_event USING brin (created_at) WITH (autosummarize='on');
CREATE UNIQUE INDEX outbox_event_unpublished ON admin.outbox_event USING btree ("position") WHERE (published_at IS NULL);
alter table admin.outbox_event enable row level security;
alter table admin.outbox_event force row level security;
create policy tenant on admin.outbox_event for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
create policy worker on admin.outbox_event for all to public using ((current_setting('praetor.worker'::text, true) = 'on'::text)) with check ((current_setting('praetor.worker'::text, true) = 'on'::text));
grant delete, insert, select, update on admin.outbox_event to praetor_admin;
