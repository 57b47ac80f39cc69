import { commandTables } from '@praetor/events/idempotency';
import { eventTables } from '@praetor/events/tables';
import { Migration } from '@mikro-orm/migrations';

export class Migration20261120074741_first_tables extends Migration {
  override name = 'Migration20261120074741_first_tables';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "admin"."flag" ("id" uuid not null, "tenant_id" uuid not null, "entity_type" varchar(40) not null, "entity_id" varchar(200) not null, "account_id" uuid null, "category" varchar(100) not null, "reason" text not null, "severity" text not null, "count" int not null, "raised_by_kind" text not null, "raised_by_id" varchar(200) not null, "status" text not null, "assignee_id" uuid null, "resolution" text null, "resolved_by_id" uuid null, "resolved_reason" text null, "resolved_at" timestamptz null, "raised_at" timestamptz not null, "updated_at" timestamptz not null, "version" int not null default 1, primary key ("id"));`,
    );
    this.addSql(`create index "flag_newest" on "admin"."flag" ("tenant_id", "id");`);
    this.addSql(`create index "flag_by_status" on "admin"."flag" ("tenant_id", "status", "id");`);
    this.addSql(`create index "flag_by_entity_type" on "admin"."flag" ("tenant_id", "entity_type", "id");`);
    this.addSql(`create index "flag_by_assignee" on "admin"."flag" ("tenant_id", "assignee_id", "id");`);
    this.addSql(`create index "flag_by_account" on "admin"."flag" ("tenant_id", "account_id", "id");`);
    this.addSql(
      `create unique index flag_unresolved on admin.flag (tenant_id, entity_type, entity_id, category, raised_by_id) where status <> 'resolved';`,
    );

    this.addSql(
      `create table "admin"."known_account" ("account_id" uuid not null, "tenant_id" uuid not null, "roles" text[] not null, "active" boolean not null, primary key ("account_id"));`,
    );

    this.addSql(
      `create table "admin"."note" ("id" uuid not null, "tenant_id" uuid not null, "flag_id" uuid not null, "author_id" uuid not null, "text" text not null, "written_at" timestamptz not null, primary key ("id"));`,
    );
    this.addSql(`create index "note_of_flag" on "admin"."note" ("tenant_id", "flag_id", "id");`);

    this.addSql(
      `alter table "admin"."flag" add constraint "flag_severity_check" check ("severity" in ('low', 'medium', 'high', 'critical'));`,
    );
    this.addSql(
      `alter table "admin"."flag" add constraint "flag_raised_by_kind_check" check ("raised_by_kind" in ('account', 'partner', 'system'));`,
    );
    this.addSql(
      `alter table "admin"."flag" add constraint "flag_status_check" check ("status" in ('open', 'assigned', 'resolved'));`,
    );
    this.addSql(
      `alter table "admin"."flag" add constraint "flag_resolution_check" check ("resolution" in ('dismiss', 'warn', 'suspend', 'delist'));`,
    );
    this.addSql(`alter table "admin"."flag" enable row level security;`);
    this.addSql(`alter table "admin"."flag" force row level security;`);
    this.addSql(
      `create policy "tenant" on "admin"."flag" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(`alter table "admin"."known_account" enable row level security;`);
    this.addSql(`alter table "admin"."known_account" force row level security;`);
    this.addSql(
      `create policy "tenant" on "admin"."known_account" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(`alter table "admin"."note" enable row level security;`);
    this.addSql(`alter table "admin"."note" force row level security;`);
    this.addSql(
      `create policy "tenant" on "admin"."note" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(eventTables('admin'));
    this.addSql(commandTables('admin'));
  }
}
