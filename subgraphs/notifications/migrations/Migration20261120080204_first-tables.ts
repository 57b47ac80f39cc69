import { commandTables } from '@praetor/events/idempotency';
import { eventTables } from '@praetor/events/tables';
import { Migration } from '@mikro-orm/migrations';

export class Migration20261120080204_first_tables extends Migration {
  override name = 'Migration20261120080204_first_tables';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "notifications"."alert" ("id" uuid not null, "tenant_id" uuid not null, "severity" text not null, "source" varchar(100) not null, "title" varchar(200) not null, "detail" text null, "dedup_key" varchar(200) not null, "count" int not null, "account_id" uuid null, "dispute_id" uuid null, "status" text not null, "acknowledged_by_id" uuid null, "acknowledged_at" timestamptz null, "resolved_by_id" uuid null, "resolved_at" timestamptz null, "raised_at" timestamptz not null, "last_raised_at" timestamptz not null, "version" int not null default 1, primary key ("id"));`,
    );
    this.addSql(`create index "alert_newest" on "notifications"."alert" ("tenant_id", "id");`);
    this.addSql(`create index "alert_by_status" on "notifications"."alert" ("tenant_id", "status", "id");`);
    this.addSql(`create index "alert_by_severity" on "notifications"."alert" ("tenant_id", "severity", "id");`);
    this.addSql(`create unique index alert_unresolved on notifications.alert (tenant_id, dedup_key) where status <> 'resolved';`);

    this.addSql(
      `create table "notifications"."notification" ("id" uuid not null, "tenant_id" uuid not null, "account_id" uuid not null, "kind" text not null, "title" varchar(200) not null, "body" text not null, "link_type" varchar(40) null, "link_id" varchar(200) null, "created_at" timestamptz not null, "read_at" timestamptz null, primary key ("id"));`,
    );
    this.addSql(`create index "notification_of_account" on "notifications"."notification" ("tenant_id", "account_id", "id");`);
    this.addSql(
      `create index notification_unread on notifications.notification (tenant_id, account_id, id) where read_at is null;`,
    );

    this.addSql(
      `alter table "notifications"."alert" add constraint "alert_severity_check" check ("severity" in ('info', 'warning', 'critical'));`,
    );
    this.addSql(
      `alter table "notifications"."alert" add constraint "alert_status_check" check ("status" in ('raised', 'acknowledged', 'resolved'));`,
    );
    this.addSql(`alter table "notifications"."alert" enable row level security;`);
    this.addSql(`alter table "notifications"."alert" force row level security;`);
    this.addSql(
      `create policy "tenant" on "notifications"."alert" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(
      `alter table "notifications"."notification" add constraint "notification_kind_check" check ("kind" in ('disputeOpened', 'disputeAnswered', 'disputeDecided', 'disputeAppealed', 'disputeWithdrawn', 'disputeClosed', 'accountLocked', 'accountSuspended', 'newDevice', 'sessionStolen', 'factorAdded', 'factorRemoved', 'factorReset', 'recoveryCodeUsed', 'impersonation', 'passwordChanged', 'sellerDocumentsWanted', 'sellerDeadlineNear', 'sellerDocumentsReturned', 'sellerActivated', 'sellerRejected', 'warning', 'trustTierLowered'));`,
    );
    this.addSql(`alter table "notifications"."notification" enable row level security;`);
    this.addSql(`alter table "notifications"."notification" force row level security;`);
    this.addSql(
      `create policy "tenant" on "notifications"."notification" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(eventTables('notifications'));
    this.addSql(commandTables('notifications'));
  }
}
