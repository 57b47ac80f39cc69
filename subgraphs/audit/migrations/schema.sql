-- What the migrations of audit make. Written by `npm run dump`, never edited.

CREATE OR REPLACE FUNCTION audit.checkpoint_append_only_fn()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin if not (false) then raise exception 'The audit log is append-only: what was written stays.' using errcode = 'restrict_violation'; end if; return new; end; $function$
;

CREATE OR REPLACE FUNCTION audit.checkpoint_never_deleted_fn()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin raise exception 'The audit log is append-only: nothing is deleted.' using errcode = 'restrict_violation'; end; $function$
;

CREATE OR REPLACE FUNCTION audit.entry_append_only_fn()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin if not (new.personal is null and new.salt is null and to_jsonb(new) - '{personal,salt}'::text[] = to_jsonb(old) - '{personal,salt}'::text[]) then raise exception 'The audit log is append-only: what was written stays.' using errcode = 'restrict_violation'; end if; return new; end; $function$
;

CREATE OR REPLACE FUNCTION audit.entry_never_deleted_fn()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin raise exception 'The audit log is append-only: nothing is deleted.' using errcode = 'restrict_violation'; end; $function$
;

CREATE OR REPLACE FUNCTION audit.log_append_only_fn()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin if not (new.tenant_id = old.tenant_id and new.origin = old.origin and new.size >= old.size and new.updated_at >= old.updated_at) then raise exception 'The audit log is append-only: what was written stays.' using errcode = 'restrict_violation'; end if; return new; end; $function$
;

CREATE OR REPLACE FUNCTION audit.log_never_deleted_fn()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin raise exception 'The audit log is append-only: nothing is deleted.' using errcode = 'restrict_violation'; end; $function$
;

CREATE OR REPLACE FUNCTION audit.signing_key_append_only_fn()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin if not (new.tenant_id = old.tenant_id and new.verifier_key = old.verifier_key) then raise exception 'The audit log is append-only: what was written stays.' using errcode = 'restrict_violation'; end if; return new; end; $function$
;

CREATE OR REPLACE FUNCTION audit.signing_key_never_deleted_fn()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin raise exception 'The audit log is append-only: nothing is deleted.' using errcode = 'restrict_violation'; end; $function$
;

CREATE OR REPLACE FUNCTION audit.tile_append_only_fn()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin if not ((new.tenant_id, new.level, new.index) = (old.tenant_id, old.level, old.index) and substr(new.hashes, 1, length(old.hashes)) = old.hashes) then raise exception 'The audit log is append-only: what was written stays.' using errcode = 'restrict_violation'; end if; return new; end; $function$
;

CREATE OR REPLACE FUNCTION audit.tile_never_deleted_fn()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin raise exception 'The audit log is append-only: nothing is deleted.' using errcode = 'restrict_violation'; end; $function$
;

create sequence audit.migration_id_seq as integer;

create table audit.checkpoint (
  tenant_id uuid not null,
  size bigint not null,
  note text not null,
  signed_at timestamp with time zone not null,
  constraint checkpoint_pkey PRIMARY KEY (tenant_id, size)
);
CREATE TRIGGER append_only BEFORE UPDATE ON audit.checkpoint FOR EACH ROW EXECUTE FUNCTION audit.checkpoint_append_only_fn();
CREATE TRIGGER never_deleted BEFORE DELETE ON audit.checkpoint FOR EACH ROW EXECUTE FUNCTION audit.checkpoint_never_deleted_fn();
alter table audit.checkpoint enable row level security;
alter table audit.checkpoint force row level security;
create policy sweep on audit.checkpoint for select to public using ((current_setting('praetor.worker'::text, true) = 'on'::text));
create policy tenant on audit.checkpoint for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on audit.checkpoint to praetor_audit;

create table audit.command_key (
  tenant_id uuid not null,
  actor_id text not null,
  key text not null,
  action text not null,
  input_digest text not null,
  result_id text,
  created_at timestamp with time zone not null,
  constraint command_key_pkey PRIMARY KEY (tenant_id, actor_id, key)
);
alter table audit.command_key enable row level security;
alter table audit.command_key force row level security;
create policy tenant on audit.command_key for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
create policy worker on audit.command_key for all to public using ((current_setting('praetor.worker'::text, true) = 'on'::text)) with check ((current_setting('praetor.worker'::text, true) = 'on'::text));
grant delete, insert, select, update on audit.command_key to praetor_audit;

create table audit.entry (
  tenant_id uuid not null,
  index bigint not null,
  id uuid not null,
  event_id text not null,
  "time" timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  type text not null,
  source text not null,
  subject_type text,
  subject_id text not null,
  actor_kind text not null,
  actor_id text,
  status text not null,
  request_id text,
  accounts text[] not null,
  leaf text not null,
  leaf_hash bytea not null,
  personal jsonb,
  salt bytea,
  constraint entry_pkey PRIMARY KEY (tenant_id, index),
  constraint entry_once UNIQUE (tenant_id, id)
);
CREATE INDEX entry_by_actor ON audit.entry USING btree (tenant_id, actor_id, index);
CREATE INDEX entry_by_subject ON audit.entry USING btree (tenant_id, subject_type, subject_id, index);
CREATE INDEX entry_by_time ON audit.entry USING btree (tenant_id, recorded_at, index);
CREATE INDEX entry_by_type ON audit.entry USING btree (tenant_id, type, index);
CREATE INDEX entry_personal_of ON audit.entry USING gin (accounts) WHERE (personal IS NOT NULL);
CREATE TRIGGER append_only BEFORE UPDATE ON audit.entry FOR EACH ROW EXECUTE FUNCTION audit.entry_append_only_fn();
CREATE TRIGGER never_deleted BEFORE DELETE ON audit.entry FOR EACH ROW EXECUTE FUNCTION audit.entry_never_deleted_fn();
alter table audit.entry enable row level security;
alter table audit.entry force row level security;
create policy tenant on audit.entry for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on audit.entry to praetor_audit;

create table audit.inbox_event (
  tenant_id uuid not null,
  consumer text not null,
  event_id uuid not null,
  processed_at timestamp with time zone not null default now(),
  constraint inbox_event_pkey PRIMARY KEY (tenant_id, consumer, event_id)
);
CREATE INDEX inbox_event_age ON audit.inbox_event USING brin (processed_at) WITH (autosummarize='on');
alter table audit.inbox_event enable row level security;
alter table audit.inbox_event force row level security;
create policy tenant on audit.inbox_event for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
create policy worker on audit.inbox_event for all to public using ((current_setting('praetor.worker'::text, true) = 'on'::text)) with check ((current_setting('praetor.worker'::text, true) = 'on'::text));
grant delete, insert, select, update on audit.inbox_event to praetor_audit;

create table audit.inbox_failure (
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
comment on column audit.inbox_failure.error is 'Null for an event that only waits behind a failed one of its partition key.';
CREATE INDEX inbox_failure_order ON audit.inbox_failure USING btree (tenant_id, consumer, partition_key, "position");
alter table audit.inbox_failure enable row level security;
alter table audit.inbox_failure force row level security;
create policy tenant on audit.inbox_failure for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
create policy worker on audit.inbox_failure for all to public using ((current_setting('praetor.worker'::text, true) = 'on'::text)) with check ((current_setting('praetor.worker'::text, true) = 'on'::text));
grant delete, insert, select, update on audit.inbox_failure to praetor_audit;

create table audit.log (
  tenant_id uuid not null,
  origin text not null,
  size bigint not null,
  root bytea not null,
  updated_at timestamp with time zone not null,
  constraint log_pkey PRIMARY KEY (tenant_id)
);
CREATE TRIGGER append_only BEFORE UPDATE ON audit.log FOR EACH ROW EXECUTE FUNCTION audit.log_append_only_fn();
CREATE TRIGGER never_deleted BEFORE DELETE ON audit.log FOR EACH ROW EXECUTE FUNCTION audit.log_never_deleted_fn();
alter table audit.log enable row level security;
alter table audit.log force row level security;
create policy sweep on audit.log for select to public using ((current_setting('praetor.worker'::text, true) = 'on'::text));
create policy tenant on audit.log for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on audit.log to praetor_audit;

create table audit.migration (
  id integer not null default nextval('audit.migration_id_seq'::regclass),
  name character varying(255) not null,
  executed_at timestamp(6) with time zone not null default CURRENT_TIMESTAMP(6),
  constraint migration_pkey PRIMARY KEY (id)
);

create table audit.outbox_event (
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
CREATE INDEX outbox_event_age ON audit.outbox_event USING brin (created_at) WITH (autosummarize='on');
CREATE UNIQUE INDEX outbox_event_unpublished ON audit.outbox_event USING btree ("position") WHERE (published_at IS NULL);
alter table audit.outbox_event enable row level security;
alter table audit.outbox_event force row level security;
create policy tenant on audit.outbox_event for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
create policy worker on audit.outbox_event for all to public using ((current_setting('praetor.worker'::text, true) = 'on'::text)) with check ((current_setting('praetor.worker'::text, true) = 'on'::text));
grant delete, insert, select, update on audit.outbox_event to praetor_audit;

create table audit.signing_key (
  tenant_id uuid not null,
  verifier_key text not null,
  sealed bytea not null,
  created_at timestamp with time zone not null,
  constraint signing_key_pkey PRIMARY KEY (tenant_id)
);
CREATE TRIGGER append_only BEFORE UPDATE ON audit.signing_key FOR EACH ROW EXECUTE FUNCTION audit.signing_key_append_only_fn();
CREATE TRIGGER never_deleted BEFORE DELETE ON audit.signing_key FOR EACH ROW EXECUTE FUNCTION audit.signing_key_never_deleted_fn();
alter table audit.signing_key enable row level security;
alter table audit.signing_key force row level security;
create policy tenant on audit.signing_key for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on audit.signing_key to praetor_audit;

create table audit.tile (
  tenant_id uuid not null,
  level integer not null,
  index bigint not null,
  hashes bytea not null,
  constraint tile_pkey PRIMARY KEY (tenant_id, level, index)
);
CREATE TRIGGER append_only BEFORE UPDATE ON audit.tile FOR EACH ROW EXECUTE FUNCTION audit.tile_append_only_fn();
CREATE TRIGGER never_deleted BEFORE DELETE ON audit.tile FOR EACH ROW EXECUTE FUNCTION audit.tile_never_deleted_fn();
alter table audit.tile enable row level security;
alter table audit.tile force row level security;
create policy tenant on audit.tile for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on audit.tile to praetor_audit;
