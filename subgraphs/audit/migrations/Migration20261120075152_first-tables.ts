import { commandTables } from '@praetor/events/idempotency';
import { eventTables } from '@praetor/events/tables';
import { Migration } from '@mikro-orm/migrations';

export class Migration20261120075152_first_tables extends Migration {
  override name = 'Migration20261120075152_first_tables';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "audit"."entry" ("tenant_id" uuid not null, "index" bigint not null, "id" uuid not null, "event_id" text not null, "time" timestamptz not null, "recorded_at" timestamptz not null, "type" text not null, "source" text not null, "subject_type" text null, "subject_id" text not null, "actor_kind" text not null, "actor_id" text null, "status" text not null, "request_id" text null, "accounts" text[] not null, "leaf" text not null, "leaf_hash" bytea not null, "personal" jsonb null, "salt" bytea null, primary key ("tenant_id", "index"));`,
    );
    this.addSql(`create index "entry_by_subject" on "audit"."entry" ("tenant_id", "subject_type", "subject_id", "index");`);
    this.addSql(`create index "entry_by_actor" on "audit"."entry" ("tenant_id", "actor_id", "index");`);
    this.addSql(`create index "entry_by_type" on "audit"."entry" ("tenant_id", "type", "index");`);
    this.addSql(`create index "entry_by_time" on "audit"."entry" ("tenant_id", "recorded_at", "index");`);
    this.addSql(`create index entry_personal_of on audit.entry using gin (accounts) where personal is not null;`);
    this.addSql(`alter table "audit"."entry" add constraint "entry_once" unique ("tenant_id", "id");`);

    this.addSql(
      `create table "audit"."checkpoint" ("tenant_id" uuid not null, "size" bigint not null, "note" text not null, "signed_at" timestamptz not null, primary key ("tenant_id", "size"));`,
    );

    this.addSql(
      `create table "audit"."log" ("tenant_id" uuid not null, "origin" text not null, "size" bigint not null, "root" bytea not null, "updated_at" timestamptz not null, primary key ("tenant_id"));`,
    );

    this.addSql(
      `create table "audit"."signing_key" ("tenant_id" uuid not null, "verifier_key" text not null, "sealed" bytea not null, "created_at" timestamptz not null, primary key ("tenant_id"));`,
    );

    this.addSql(
      `create table "audit"."tile" ("tenant_id" uuid not null, "level" int not null, "index" bigint not null, "hashes" bytea not null, primary key ("tenant_id", "level", "index"));`,
    );

    this.addSql(
      `create or replace function "audit"."entry_never_deleted_fn"() returns trigger as $$ begin raise exception 'The audit log is append-only: nothing is deleted.' using errcode = 'restrict_violation'; end; $$ language plpgsql;`,
    );
    this.addSql(
      `create trigger "never_deleted" BEFORE DELETE on "audit"."entry" for each ROW execute function "audit"."entry_never_deleted_fn"();`,
    );
    this.addSql(
      `create or replace function "audit"."entry_append_only_fn"() returns trigger as $$ begin if not (new.personal is null and new.salt is null and to_jsonb(new) - '{personal,salt}'::text[] = to_jsonb(old) - '{personal,salt}'::text[]) then raise exception 'The audit log is append-only: what was written stays.' using errcode = 'restrict_violation'; end if; return new; end; $$ language plpgsql;`,
    );
    this.addSql(
      `create trigger "append_only" BEFORE UPDATE on "audit"."entry" for each ROW execute function "audit"."entry_append_only_fn"();`,
    );
    this.addSql(`alter table "audit"."entry" enable row level security;`);
    this.addSql(`alter table "audit"."entry" force row level security;`);
    this.addSql(
      `create policy "tenant" on "audit"."entry" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(
      `create or replace function "audit"."checkpoint_never_deleted_fn"() returns trigger as $$ begin raise exception 'The audit log is append-only: nothing is deleted.' using errcode = 'restrict_violation'; end; $$ language plpgsql;`,
    );
    this.addSql(
      `create trigger "never_deleted" BEFORE DELETE on "audit"."checkpoint" for each ROW execute function "audit"."checkpoint_never_deleted_fn"();`,
    );
    this.addSql(
      `create or replace function "audit"."checkpoint_append_only_fn"() returns trigger as $$ begin if not (false) then raise exception 'The audit log is append-only: what was written stays.' using errcode = 'restrict_violation'; end if; return new; end; $$ language plpgsql;`,
    );
    this.addSql(
      `create trigger "append_only" BEFORE UPDATE on "audit"."checkpoint" for each ROW execute function "audit"."checkpoint_append_only_fn"();`,
    );
    this.addSql(`alter table "audit"."checkpoint" enable row level security;`);
    this.addSql(`alter table "audit"."checkpoint" force row level security;`);
    this.addSql(
      `create policy "tenant" on "audit"."checkpoint" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(
      `create policy "sweep" on "audit"."checkpoint" for select using (current_setting('praetor.worker', true) = 'on');`,
    );

    this.addSql(
      `create or replace function "audit"."log_never_deleted_fn"() returns trigger as $$ begin raise exception 'The audit log is append-only: nothing is deleted.' using errcode = 'restrict_violation'; end; $$ language plpgsql;`,
    );
    this.addSql(
      `create trigger "never_deleted" BEFORE DELETE on "audit"."log" for each ROW execute function "audit"."log_never_deleted_fn"();`,
    );
    this.addSql(
      `create or replace function "audit"."log_append_only_fn"() returns trigger as $$ begin if not (new.tenant_id = old.tenant_id and new.origin = old.origin and new.size >= old.size and new.updated_at >= old.updated_at) then raise exception 'The audit log is append-only: what was written stays.' using errcode = 'restrict_violation'; end if; return new; end; $$ language plpgsql;`,
    );
    this.addSql(
      `create trigger "append_only" BEFORE UPDATE on "audit"."log" for each ROW execute function "audit"."log_append_only_fn"();`,
    );
    this.addSql(`alter table "audit"."log" enable row level security;`);
    this.addSql(`alter table "audit"."log" force row level security;`);
    this.addSql(
      `create policy "tenant" on "audit"."log" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(`create policy "sweep" on "audit"."log" for select using (current_setting('praetor.worker', true) = 'on');`);

    this.addSql(
      `create or replace function "audit"."signing_key_never_deleted_fn"() returns trigger as $$ begin raise exception 'The audit log is append-only: nothing is deleted.' using errcode = 'restrict_violation'; end; $$ language plpgsql;`,
    );
    this.addSql(
      `create trigger "never_deleted" BEFORE DELETE on "audit"."signing_key" for each ROW execute function "audit"."signing_key_never_deleted_fn"();`,
    );
    this.addSql(
      `create or replace function "audit"."signing_key_append_only_fn"() returns trigger as $$ begin if not (new.tenant_id = old.tenant_id and new.verifier_key = old.verifier_key) then raise exception 'The audit log is append-only: what was written stays.' using errcode = 'restrict_violation'; end if; return new; end; $$ language plpgsql;`,
    );
    this.addSql(
      `create trigger "append_only" BEFORE UPDATE on "audit"."signing_key" for each ROW execute function "audit"."signing_key_append_only_fn"();`,
    );
    this.addSql(`alter table "audit"."signing_key" enable row level security;`);
    this.addSql(`alter table "audit"."signing_key" force row level security;`);
    this.addSql(
      `create policy "tenant" on "audit"."signing_key" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(
      `create or replace function "audit"."tile_never_deleted_fn"() returns trigger as $$ begin raise exception 'The audit log is append-only: nothing is deleted.' using errcode = 'restrict_violation'; end; $$ language plpgsql;`,
    );
    this.addSql(
      `create trigger "never_deleted" BEFORE DELETE on "audit"."tile" for each ROW execute function "audit"."tile_never_deleted_fn"();`,
    );
    this.addSql(
      `create or replace function "audit"."tile_append_only_fn"() returns trigger as $$ begin if not ((new.tenant_id, new.level, new.index) = (old.tenant_id, old.level, old.index) and substr(new.hashes, 1, length(old.hashes)) = old.hashes) then raise exception 'The audit log is append-only: what was written stays.' using errcode = 'restrict_violation'; end if; return new; end; $$ language plpgsql;`,
    );
    this.addSql(
      `create trigger "append_only" BEFORE UPDATE on "audit"."tile" for each ROW execute function "audit"."tile_append_only_fn"();`,
    );
    this.addSql(`alter table "audit"."tile" enable row level security;`);
    this.addSql(`alter table "audit"."tile" force row level security;`);
    this.addSql(
      `create policy "tenant" on "audit"."tile" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(eventTables('audit'));
    this.addSql(commandTables('audit'));
  }
}
