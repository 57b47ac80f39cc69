import { commandTables } from '@praetor/events/idempotency';
import { eventTables } from '@praetor/events/tables';
import { Migration } from '@mikro-orm/migrations';

export class Migration20261120073140_first_tables extends Migration {
  override name = 'Migration20261120073140_first_tables';

  override up(): void {
    this.addSql(
      `create table "disputes"."dispute" ("id" uuid not null, "tenant_id" uuid not null, "order_ref" varchar(200) null, "external_ref" varchar(200) null, "category" varchar(200) not null, "description" text not null, "claimant_id" uuid not null, "respondent_id" uuid not null, "claim_minor" bigint null, "claim_currency" char(3) null, "status" text not null, "due_at" timestamptz null, "remedy" text null, "answered_late" boolean null, "reviewer_id" uuid null, "decided_by_id" uuid null, "outcome" text null, "refund_minor" bigint null, "refund_currency" char(3) null, "rationale" text null, "appeal_by" timestamptz null, "appealed" boolean not null, "grounds" text null, "closed_why" text null, "opened_at" timestamptz not null, "updated_at" timestamptz not null, "version" int not null default 1, primary key ("id"));`,
    );
    this.addSql(`create index "dispute_newest" on "disputes"."dispute" ("tenant_id", "id");`);
    this.addSql(`create index "dispute_by_status" on "disputes"."dispute" ("tenant_id", "status", "id");`);
    this.addSql(`create index "dispute_by_claimant" on "disputes"."dispute" ("tenant_id", "claimant_id", "id");`);
    this.addSql(`create index "dispute_by_respondent" on "disputes"."dispute" ("tenant_id", "respondent_id", "id");`);
    this.addSql(`create index dispute_due on disputes.dispute (due_at) where due_at is not null;`);
    this.addSql(`alter table "disputes"."dispute" add constraint "dispute_external" unique ("tenant_id", "external_ref");`);
    this.addSql(
      `create table "disputes"."evidence" ("id" uuid not null, "tenant_id" uuid not null, "dispute_id" uuid not null, "submitted_by_id" uuid not null, "kind" text not null, "title" varchar(200) not null, "statement" text null, "uri" varchar(2000) null, "sha256" char(64) null, "submitted_at" timestamptz not null, primary key ("id"));`,
    );
    this.addSql(`create index "evidence_of_dispute" on "disputes"."evidence" ("tenant_id", "dispute_id", "id");`);
    this.addSql(
      `create table "disputes"."party" ("account_id" uuid not null, "tenant_id" uuid not null, "may_open" boolean not null, primary key ("account_id"));`,
    );
    this.addSql(
      `alter table "disputes"."dispute" add constraint "dispute_status_check" check ("status" in ('open', 'answered', 'awaitingReview', 'underReview', 'decided', 'closed', 'withdrawn'));`,
    );
    this.addSql(
      `alter table "disputes"."dispute" add constraint "dispute_outcome_check" check ("outcome" in ('upheld', 'partiallyUpheld', 'rejected'));`,
    );
    this.addSql(
      `alter table "disputes"."dispute" add constraint "dispute_closed_why_check" check ("closed_why" in ('settled', 'final'));`,
    );
    this.addSql(`alter table "disputes"."dispute" enable row level security;`);
    this.addSql(`alter table "disputes"."dispute" force row level security;`);
    this.addSql(
      `create policy "tenant" on "disputes"."dispute" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(
      `create policy "sweep" on "disputes"."dispute" for select using (current_setting('praetor.worker', true) = 'on');`,
    );
    this.addSql(
      `alter table "disputes"."evidence" add constraint "evidence_kind_check" check ("kind" in ('statement', 'document', 'photo', 'receipt', 'trackingRecord', 'message'));`,
    );
    this.addSql(`alter table "disputes"."evidence" enable row level security;`);
    this.addSql(`alter table "disputes"."evidence" force row level security;`);
    this.addSql(
      `create policy "tenant" on "disputes"."evidence" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(`alter table "disputes"."party" enable row level security;`);
    this.addSql(`alter table "disputes"."party" force row level security;`);
    this.addSql(
      `create policy "tenant" on "disputes"."party" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(eventTables('disputes'));
    this.addSql(commandTables('disputes'));
  }
}
