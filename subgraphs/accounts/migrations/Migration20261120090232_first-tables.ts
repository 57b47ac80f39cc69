import { commandTables } from '@praetor/events/idempotency';
import { eventTables } from '@praetor/events/tables';
import { Migration } from '@mikro-orm/migrations';

export class Migration20261120090232_first_tables extends Migration {
  override name = 'Migration20261120090232_first_tables';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "accounts"."account" ("id" uuid not null, "tenant_id" uuid not null, "status" text not null, "why" varchar(1000) null, "locked_until" timestamptz null, "email" varchar(254) collate "C" null, "email_verified_at" timestamptz null, "phone" varchar(16) null, "phone_verified_at" timestamptz null, "display_name" varchar(100) null, "password_hash" varchar(200) null, "password_short" boolean not null default false, "roles" text[] not null, "claimed" boolean not null, "created_at" timestamptz not null, "updated_at" timestamptz not null, "version" int not null default 1, primary key ("id"));`,
    );
    this.addSql(`create index "account_newest" on "accounts"."account" ("tenant_id", "id");`);
    this.addSql(`create index "account_by_phone" on "accounts"."account" ("tenant_id", "phone");`);
    this.addSql(`create index "account_by_status" on "accounts"."account" ("tenant_id", "status", "id");`);
    this.addSql(`create index account_pending_since on accounts.account (created_at) where status = 'pending';`);
    this.addSql(`create index account_locked_until on accounts.account (locked_until) where locked_until is not null;`);
    this.addSql(`alter table "accounts"."account" add constraint "account_email" unique ("tenant_id", "email");`);

    this.addSql(
      `create table "accounts"."account_link" ("tenant_id" uuid not null, "account_id" uuid not null, "evidence" char(64) not null, "other_account_id" uuid not null, "kind" text not null, "value" varchar(700) not null, "since" timestamptz not null, primary key ("tenant_id", "account_id", "evidence", "other_account_id"));`,
    );
    this.addSql(
      `create index "account_link_newest" on "accounts"."account_link" ("tenant_id", "account_id", "since", "other_account_id", "evidence");`,
    );
    this.addSql(`create index "account_link_of_evidence" on "accounts"."account_link" ("tenant_id", "evidence");`);
    this.addSql(`create index "account_link_of_other" on "accounts"."account_link" ("tenant_id", "other_account_id");`);

    this.addSql(
      `create table "accounts"."api_key" ("id" uuid not null, "tenant_id" uuid not null, "name" varchar(100) not null, "prefix" varchar(12) not null, "digest" char(64) not null, "previous_digest" char(64) null, "previous_until" timestamptz null, "operations_only" boolean not null, "roles" text[] not null, "vouched_by_id" uuid null, "created_at" timestamptz not null, "revoked_at" timestamptz null, "version" int not null default 1, primary key ("id"));`,
    );
    this.addSql(`create index "api_key_newest" on "accounts"."api_key" ("tenant_id", "id");`);
    this.addSql(`alter table "accounts"."api_key" add constraint "api_key_digest" unique ("digest");`);
    this.addSql(`alter table "accounts"."api_key" add constraint "api_key_previous_digest" unique ("previous_digest");`);

    this.addSql(
      `create table "accounts"."closing" ("id" uuid not null, "tenant_id" uuid not null, "account_id" uuid not null, "status" text not null, "by" text not null, "reason" varchar(1000) null, "status_before" text not null, "why_before" varchar(1000) null, "locked_until_before" timestamptz null, "cancel_digest" char(64) null, "closed_at" timestamptz not null, "erasure_at" timestamptz not null, "due_at" timestamptz null, "overdue_at" timestamptz null, "finished_at" timestamptz null, "version" int not null default 1, primary key ("id"));`,
    );
    this.addSql(`create index "closing_newest" on "accounts"."closing" ("tenant_id", "id");`);
    this.addSql(`create index "closing_by_status" on "accounts"."closing" ("tenant_id", "status", "id");`);
    this.addSql(`create index "closing_of_account" on "accounts"."closing" ("tenant_id", "account_id", "id");`);
    this.addSql(`create index closing_due on accounts.closing (erasure_at) where status in ('grace', 'held');`);
    this.addSql(`create index closing_overdue on accounts.closing (due_at) where status = 'erasing' and overdue_at is null;`);
    this.addSql(`create unique index closing_once on accounts.closing (tenant_id, account_id) where status <> 'cancelled';`);
    this.addSql(`alter table "accounts"."closing" add constraint "closing_cancel" unique ("cancel_digest");`);

    this.addSql(
      `create table "accounts"."data_export" ("id" uuid not null, "tenant_id" uuid not null, "account_id" uuid not null, "status" text not null, "sealed_key" text not null, "requested_at" timestamptz not null, "ready_at" timestamptz null, "expires_at" timestamptz not null, "downloads" int not null, "version" int not null default 1, primary key ("id"));`,
    );
    this.addSql(`create index data_export_expiry on accounts.data_export (expires_at);`);
    this.addSql(
      `alter table "accounts"."data_export" add constraint "data_export_of_account" unique ("tenant_id", "account_id");`,
    );

    this.addSql(
      `create table "accounts"."data_export_part" ("tenant_id" uuid not null, "export_id" uuid not null, "subgraph" text not null, "part" int not null, "parts" int not null, "account_id" uuid not null, "sealed" text not null, primary key ("tenant_id", "export_id", "subgraph", "part"));`,
    );
    this.addSql(`create index "data_export_part_of_account" on "accounts"."data_export_part" ("tenant_id", "account_id");`);

    this.addSql(
      `create table "accounts"."device" ("id" uuid not null, "tenant_id" uuid not null, "account_id" uuid not null, "fingerprint" char(64) not null, "user_agent" varchar(300) null, "name" varchar(60) null, "first_seen_at" timestamptz not null, "last_seen_at" timestamptz not null, "last_ip" varchar(45) null, primary key ("id"));`,
    );
    this.addSql(`create index "device_of_account" on "accounts"."device" ("tenant_id", "account_id", "id");`);
    this.addSql(`create index "device_by_fingerprint" on "accounts"."device" ("tenant_id", "fingerprint");`);
    this.addSql(
      `alter table "accounts"."device" add constraint "device_once" unique ("tenant_id", "account_id", "fingerprint");`,
    );

    this.addSql(
      `create table "accounts"."erasure_answer" ("tenant_id" uuid not null, "closing_id" uuid not null, "subgraph" text not null, "erased" jsonb not null, "answered_at" timestamptz not null, primary key ("tenant_id", "closing_id", "subgraph"));`,
    );

    this.addSql(
      `create table "accounts"."external_identity" ("tenant_id" uuid not null, "source" varchar(400) not null, "ref" varchar(200) not null, "account_id" uuid not null, "created_at" timestamptz not null, primary key ("tenant_id", "source", "ref"));`,
    );
    this.addSql(`create index "external_identity_of_account" on "accounts"."external_identity" ("tenant_id", "account_id");`);

    this.addSql(
      `create table "accounts"."factor_reset" ("id" uuid not null, "tenant_id" uuid not null, "account_id" uuid not null, "state" text not null, "requested_by_id" uuid not null, "reason" varchar(1000) not null, "objection_digest" char(64) null, "requested_at" timestamptz not null, "due_at" timestamptz not null, "closed_at" timestamptz null, "closed_by_id" uuid null, "version" int not null default 1, primary key ("id"));`,
    );
    this.addSql(`create index "factor_reset_newest" on "accounts"."factor_reset" ("tenant_id", "id");`);
    this.addSql(`create index "factor_reset_by_state" on "accounts"."factor_reset" ("tenant_id", "state", "id");`);
    this.addSql(
      `create index factor_reset_due on accounts.factor_reset (due_at) where state in ('waiting', 'awaitingApproval');`,
    );
    this.addSql(`alter table "accounts"."factor_reset" add constraint "factor_reset_objection" unique ("objection_digest");`);
    this.addSql(
      `create unique index factor_reset_open on accounts.factor_reset (tenant_id, account_id) where state in ('waiting', 'awaitingApproval');`,
    );

    this.addSql(
      `create table "accounts"."guess_limit" ("tenant_id" uuid not null, "digest" char(64) not null, "count" int not null, "last_at" timestamptz not null, "blocked_until" timestamptz null, primary key ("tenant_id", "digest"));`,
    );
    this.addSql(`create index guess_limit_age on accounts.guess_limit (last_at);`);

    this.addSql(
      `create table "accounts"."hold" ("id" uuid not null, "tenant_id" uuid not null, "account_id" uuid not null, "source" text not null, "reference" varchar(200) not null, "reason" varchar(1000) not null, "placed_at" timestamptz not null, "released_at" timestamptz null, primary key ("id"));`,
    );
    this.addSql(`create index "hold_of_account" on "accounts"."hold" ("tenant_id", "account_id", "id");`);
    this.addSql(
      `create unique index hold_living on accounts.hold (tenant_id, account_id, source, reference) where released_at is null;`,
    );

    this.addSql(
      `create table "accounts"."identity_policy" ("id" uuid not null, "tenant_id" uuid not null, "idle_minutes" int not null, "session_hours" int not null, "staff_idle_minutes" int not null, "staff_session_hours" int not null, "password_least" int not null, "password_least_with_factor" int not null, "password_words" text[] not null, "magic_links" boolean not null, "pending_days" int not null, "updated_at" timestamptz not null, "version" int not null default 1, primary key ("id"));`,
    );

    this.addSql(
      `create table "accounts"."identity_provider" ("id" uuid not null, "tenant_id" uuid not null, "issuer" varchar(500) not null, "client_id" varchar(400) not null, "sealed_secret" text null, "scopes" text[] not null, "display_name" varchar(100) not null, "redirect_uris" text[] not null, "enabled" boolean not null, "opens_accounts" boolean not null, "email_domains" text[] not null, "second_factor_acr" text[] not null, "second_factor_amr" text[] not null, "max_age_seconds" int null, "changed_by_id" uuid not null, "created_at" timestamptz not null, "updated_at" timestamptz not null, "version" int not null default 1, primary key ("id"));`,
    );
    this.addSql(`create index "identity_provider_newest" on "accounts"."identity_provider" ("tenant_id", "id");`);
    this.addSql(
      `alter table "accounts"."identity_provider" add constraint "identity_provider_issuer" unique ("tenant_id", "issuer");`,
    );

    this.addSql(
      `create table "accounts"."impersonation" ("id" uuid not null, "tenant_id" uuid not null, "account_id" uuid not null, "impersonator_id" uuid not null, "impersonator_session_id" uuid not null, "session_id" uuid not null, "reason" varchar(1000) not null, "started_at" timestamptz not null, "expires_at" timestamptz not null, "ended_at" timestamptz null, "ended_why" text null, "version" int not null default 1, primary key ("id"));`,
    );
    this.addSql(`create index "impersonation_newest" on "accounts"."impersonation" ("tenant_id", "id");`);
    this.addSql(`create index "impersonation_of_account" on "accounts"."impersonation" ("tenant_id", "account_id", "id");`);
    this.addSql(`create index impersonation_running on accounts.impersonation (expires_at) where ended_at is null;`);
    this.addSql(`alter table "accounts"."impersonation" add constraint "impersonation_session" unique ("session_id");`);

    this.addSql(
      `create table "accounts"."ingested_event" ("tenant_id" uuid not null, "event_key" uuid not null, "received_at" timestamptz not null, primary key ("tenant_id", "event_key"));`,
    );

    this.addSql(
      `create table "accounts"."invitation" ("id" uuid not null, "tenant_id" uuid not null, "organization_id" uuid not null, "email" varchar(254) collate "C" not null, "role" text not null, "digest" char(64) not null, "invited_by_id" uuid not null, "created_at" timestamptz not null, "expires_at" timestamptz not null, "accepted_at" timestamptz null, "revoked_at" timestamptz null, primary key ("id"));`,
    );
    this.addSql(`create index "invitation_of_organization" on "accounts"."invitation" ("tenant_id", "organization_id", "id");`);
    this.addSql(`create index "invitation_by_email" on "accounts"."invitation" ("tenant_id", "email");`);
    this.addSql(`alter table "accounts"."invitation" add constraint "invitation_digest" unique ("digest");`);

    this.addSql(
      `create table "accounts"."kyc_check" ("id" uuid not null, "tenant_id" uuid not null, "application_id" uuid not null, "account_id" uuid not null, "kind" text not null, "attempt" int not null, "provider" varchar(40) not null, "state" text not null, "documents" jsonb not null, "takes_two" boolean not null, "first_reviewer_id" uuid null, "decided_by_id" uuid null, "reasons" text[] not null, "requested_at" timestamptz not null, "decided_at" timestamptz null, "version" int not null default 1, primary key ("id"));`,
    );
    this.addSql(`create index "kyc_check_newest" on "accounts"."kyc_check" ("tenant_id", "id");`);
    this.addSql(`create index "kyc_check_by_state" on "accounts"."kyc_check" ("tenant_id", "state", "id");`);
    this.addSql(
      `alter table "accounts"."kyc_check" add constraint "kyc_check_once" unique ("tenant_id", "application_id", "kind", "attempt");`,
    );

    this.addSql(
      `create table "accounts"."kyc_standing" ("account_id" uuid not null, "tenant_id" uuid not null, "level" text not null, "since" timestamptz not null, primary key ("account_id"));`,
    );

    this.addSql(
      `create table "accounts"."linked_identity" ("id" uuid not null, "tenant_id" uuid not null, "account_id" uuid not null, "provider_id" uuid not null, "issuer" varchar(500) not null, "subject" varchar(255) collate "C" not null, "email" varchar(254) null, "linked_at" timestamptz not null, "last_used_at" timestamptz null, primary key ("id"));`,
    );
    this.addSql(`create index "linked_identity_of_account" on "accounts"."linked_identity" ("tenant_id", "account_id", "id");`);
    this.addSql(
      `alter table "accounts"."linked_identity" add constraint "linked_identity_once" unique ("tenant_id", "issuer", "subject");`,
    );

    this.addSql(
      `create table "accounts"."membership" ("tenant_id" uuid not null, "organization_id" uuid not null, "account_id" uuid not null, "role" text not null, "joined_at" timestamptz not null, primary key ("tenant_id", "organization_id", "account_id"));`,
    );
    this.addSql(
      `create index "membership_of_account" on "accounts"."membership" ("tenant_id", "account_id", "organization_id");`,
    );

    this.addSql(
      `create table "accounts"."message" ("id" uuid not null, "tenant_id" uuid not null, "account_id" uuid null, "channel" text not null, "letter" varchar(40) not null, "sealed" text null, "attempts" smallint not null, "due_at" timestamptz not null, "expires_at" timestamptz not null, "created_at" timestamptz not null, "sent_at" timestamptz null, "trouble" varchar(200) null, primary key ("id"));`,
    );
    this.addSql(`create index message_due on accounts.message (due_at) where sealed is not null;`);
    this.addSql(`create index "message_of_account" on "accounts"."message" ("tenant_id", "account_id");`);
    this.addSql(`create index message_age on accounts.message (created_at);`);

    this.addSql(
      `create table "accounts"."organization" ("id" uuid not null, "tenant_id" uuid not null, "name" varchar(200) not null, "status" text not null, "created_at" timestamptz not null, "updated_at" timestamptz not null, "version" int not null default 1, primary key ("id"));`,
    );
    this.addSql(`create index "organization_newest" on "accounts"."organization" ("tenant_id", "id");`);

    this.addSql(
      `create table "accounts"."passkey" ("id" uuid not null, "tenant_id" uuid not null, "account_id" uuid not null, "credential_id" varchar(1400) not null, "public_key" text not null, "counter" bigint not null, "transports" text[] not null, "backup_eligible" boolean not null, "backed_up" boolean not null, "name" varchar(100) not null, "created_at" timestamptz not null, "last_used_at" timestamptz null, primary key ("id"));`,
    );
    this.addSql(`create index "passkey_of_account" on "accounts"."passkey" ("tenant_id", "account_id", "id");`);
    this.addSql(`alter table "accounts"."passkey" add constraint "passkey_once" unique ("tenant_id", "credential_id");`);

    this.addSql(
      `create table "accounts"."profile" ("account_id" uuid not null, "tenant_id" uuid not null, "avatar" varchar(2000) null, "about" varchar(2000) null, "locale" varchar(35) null, "time_zone" varchar(60) null, "currency" char(3) null, "marketing_consent_at" timestamptz null, "privacy" jsonb not null, "updated_at" timestamptz not null, primary key ("account_id"));`,
    );

    this.addSql(
      `create table "accounts"."proof" ("id" uuid not null, "tenant_id" uuid not null, "account_id" uuid null, "purpose" text not null, "address" varchar(254) not null, "digest" char(64) null, "sealed" text null, "attempts" smallint not null, "sends" smallint not null, "requested_at" timestamptz not null, "answered_at" timestamptz null, "expires_at" timestamptz not null, "ended_at" timestamptz null, "created_at" timestamptz not null, primary key ("id"));`,
    );
    this.addSql(`create index proof_to_answer on accounts.proof (requested_at) where answered_at is null and ended_at is null;`);
    this.addSql(`create index "proof_by_digest" on "accounts"."proof" ("tenant_id", "digest");`);
    this.addSql(`create index "proof_of_account" on "accounts"."proof" ("tenant_id", "account_id");`);
    this.addSql(`create index proof_age on accounts.proof (expires_at);`);

    this.addSql(
      `create table "accounts"."recovery_code" ("tenant_id" uuid not null, "account_id" uuid not null, "digest" char(64) not null, "used_at" timestamptz null, primary key ("tenant_id", "account_id", "digest"));`,
    );

    this.addSql(
      `create table "accounts"."refresh_token" ("tenant_id" uuid not null, "digest" char(64) not null, "session_id" uuid not null, "issued_at" timestamptz not null, "used_at" timestamptz null, primary key ("tenant_id", "digest"));`,
    );
    this.addSql(`create index "refresh_token_of_session" on "accounts"."refresh_token" ("tenant_id", "session_id");`);

    this.addSql(
      `create table "accounts"."registered_operation" ("id" uuid not null, "tenant_id" uuid not null, "api_key_id" uuid null, "hash" varchar(200) not null, "name" varchar(200) not null, "kind" text not null, "body" text not null, "registered_at" timestamptz not null, "deprecated_at" timestamptz null, "sunset_at" timestamptz null, "documentation" varchar(500) null, "removed_at" timestamptz null, "first_used_at" timestamptz null, "last_used_at" timestamptz null, "uses" bigint not null, "errors" bigint not null, "latencies" bigint[] not null, "deprecated_uses" text[] not null, "version" int not null default 1, primary key ("id"));`,
    );
    this.addSql(`create index "registered_operation_newest" on "accounts"."registered_operation" ("tenant_id", "id");`);
    this.addSql(
      `create index "registered_operation_of_key" on "accounts"."registered_operation" ("tenant_id", "api_key_id", "id");`,
    );
    this.addSql(
      `create unique index registered_operation_hash on accounts.registered_operation (tenant_id, hash, api_key_id) nulls not distinct;`,
    );

    this.addSql(
      `create table "accounts"."role_request" ("id" uuid not null, "tenant_id" uuid not null, "account_id" uuid not null, "role" varchar(40) not null, "state" text not null, "requested_by_id" uuid not null, "reason" varchar(1000) null, "requested_at" timestamptz not null, "expires_at" timestamptz not null, "decided_by_id" uuid null, "decided_at" timestamptz null, "decision_reason" varchar(1000) null, "version" int not null default 1, primary key ("id"));`,
    );
    this.addSql(`create index "role_request_by_state" on "accounts"."role_request" ("tenant_id", "state", "id");`);
    this.addSql(`create index "role_request_newest" on "accounts"."role_request" ("tenant_id", "id");`);
    this.addSql(`create index role_request_due on accounts.role_request (expires_at) where state = 'pending';`);
    this.addSql(
      `create unique index role_request_pending on accounts.role_request (tenant_id, account_id, role) where state = 'pending';`,
    );

    this.addSql(
      `create table "accounts"."second_factor_guard" ("tenant_id" uuid not null, "account_id" uuid not null, "failures" int not null, "failed_at" timestamptz null, "blocked_until" timestamptz null, primary key ("tenant_id", "account_id"));`,
    );

    this.addSql(
      `create table "accounts"."seller_application" ("id" uuid not null, "tenant_id" uuid not null, "account_id" uuid not null, "stage" text not null, "waits_for" text not null, "outcome" text null, "attempt" int not null, "deadline" timestamptz not null, "reminded_at" timestamptz null, "reasons" text[] not null, "business_name" varchar(200) not null, "country" char(2) not null, "registration_number" varchar(100) null, "volume_minor" bigint not null, "currency" char(3) not null, "documents" jsonb not null, "applied_at" timestamptz not null, "stage_since" timestamptz not null, "closed_at" timestamptz null, "version" int not null default 1, primary key ("id"));`,
    );
    this.addSql(`create index "seller_application_newest" on "accounts"."seller_application" ("tenant_id", "id");`);
    this.addSql(`create index "seller_application_by_stage" on "accounts"."seller_application" ("tenant_id", "stage", "id");`);
    this.addSql(
      `create index "seller_application_of_account" on "accounts"."seller_application" ("tenant_id", "account_id", "id");`,
    );
    this.addSql(
      `create unique index seller_application_open on accounts.seller_application (tenant_id, account_id) where outcome is null;`,
    );

    this.addSql(
      `create table "accounts"."seller_profile" ("account_id" uuid not null, "tenant_id" uuid not null, "business_name" varchar(200) not null, "country" char(2) not null, "registration_number" varchar(100) null, "since" timestamptz not null, primary key ("account_id"));`,
    );

    this.addSql(
      `create table "accounts"."session" ("id" uuid not null, "tenant_id" uuid not null, "account_id" uuid not null, "device_id" uuid not null, "impersonator_id" uuid null, "assurance" smallint not null, "methods" text[] not null, "authenticated_at" timestamptz not null, "provider_id" uuid null, "provider_sid" varchar(255) null, "ip" varchar(45) null, "rotation" int not null, "created_at" timestamptz not null, "refreshed_at" timestamptz not null, "expires_at" timestamptz not null, "revoked_at" timestamptz null, "revoked_why" text null, primary key ("id"));`,
    );
    this.addSql(`create index "session_of_account" on "accounts"."session" ("tenant_id", "account_id", "id");`);
    this.addSql(
      `create index session_of_provider on accounts.session (tenant_id, provider_id, provider_sid) where provider_id is not null;`,
    );
    this.addSql(`create index session_expiry on accounts.session (expires_at);`);

    this.addSql(
      `create table "accounts"."shop" ("account_id" uuid not null, "tenant_id" uuid not null, "shop_name" varchar(200) null, "description" varchar(5000) null, "logo" varchar(2000) null, "support_email" varchar(254) null, "support_phone" varchar(40) null, "updated_at" timestamptz not null, primary key ("account_id"));`,
    );

    this.addSql(
      `create table "accounts"."sign_in_challenge" ("tenant_id" uuid not null, "digest" char(64) not null, "account_id" uuid not null, "methods" text[] not null, "client" varchar(200) null, "provider_id" uuid null, "provider_sid" varchar(255) null, "expires_at" timestamptz not null, primary key ("tenant_id", "digest"));`,
    );
    this.addSql(`create index "sign_in_challenge_of_account" on "accounts"."sign_in_challenge" ("tenant_id", "account_id");`);
    this.addSql(`create index sign_in_challenge_expiry on accounts.sign_in_challenge (expires_at);`);

    this.addSql(
      `create table "accounts"."signing_key" ("kid" varchar(64) not null, "tenant_id" uuid not null, "public_jwk" jsonb not null, "sealed" text not null, "created_at" timestamptz not null, primary key ("kid"));`,
    );
    this.addSql(`create index "signing_key_newest" on "accounts"."signing_key" ("tenant_id", "created_at");`);

    this.addSql(
      `create table "accounts"."spent_challenge" ("tenant_id" uuid not null, "digest" char(64) not null, "expires_at" timestamptz not null, primary key ("tenant_id", "digest"));`,
    );
    this.addSql(`create index spent_challenge_expiry on accounts.spent_challenge (expires_at);`);

    this.addSql(
      `create table "accounts"."team" ("id" uuid not null, "tenant_id" uuid not null, "organization_id" uuid not null, "name" varchar(100) not null, "created_at" timestamptz not null, "version" int not null default 1, primary key ("id"));`,
    );
    this.addSql(`create index "team_of_organization" on "accounts"."team" ("tenant_id", "organization_id", "id");`);
    this.addSql(`alter table "accounts"."team" add constraint "team_name" unique ("tenant_id", "organization_id", "name");`);

    this.addSql(
      `create table "accounts"."team_member" ("tenant_id" uuid not null, "team_id" uuid not null, "account_id" uuid not null, "organization_id" uuid not null, primary key ("tenant_id", "team_id", "account_id"));`,
    );
    this.addSql(
      `create index "team_member_of_account" on "accounts"."team_member" ("tenant_id", "account_id", "organization_id");`,
    );

    this.addSql(
      `create table "accounts"."tenant" ("id" uuid not null, "tenant_id" uuid not null, "slug" varchar(63) not null, "name" varchar(200) not null, "created_at" timestamptz not null, primary key ("id"));`,
    );
    this.addSql(`alter table "accounts"."tenant" add constraint "tenant_slug" unique ("slug");`);

    this.addSql(
      `create table "accounts"."totp" ("tenant_id" uuid not null, "account_id" uuid not null, "id" uuid not null, "sealed" varchar(200) not null, "created_at" timestamptz not null, "confirmed_at" timestamptz null, "last_step" bigint null, primary key ("tenant_id", "account_id"));`,
    );

    this.addSql(
      `create table "accounts"."trace" ("tenant_id" uuid not null, "kind" text not null, "value" varchar(700) collate "C" not null, "account_id" uuid not null, "first_seen_at" timestamptz not null, "last_seen_at" timestamptz not null, primary key ("tenant_id", "kind", "value", "account_id"));`,
    );
    this.addSql(`create index "trace_of_account" on "accounts"."trace" ("tenant_id", "account_id", "kind", "value");`);

    this.addSql(
      `create table "accounts"."trust_standing" ("account_id" uuid not null, "tenant_id" uuid not null, "tier" varchar(40) not null, "risk_level" varchar(40) not null, "evaluated_at" timestamptz not null, primary key ("account_id"));`,
    );

    this.addSql(
      `create table "accounts"."wallet" ("id" uuid not null, "tenant_id" uuid not null, "account_id" uuid not null, "address" char(42) not null, "chain_id" bigint not null, "message" text not null, "signature" varchar(132) not null, "linked_at" timestamptz not null, "unlinked_at" timestamptz null, primary key ("id"));`,
    );
    this.addSql(`create index "wallet_of_account" on "accounts"."wallet" ("tenant_id", "account_id", "id");`);
    this.addSql(`create unique index wallet_one_account on accounts.wallet (tenant_id, address) where unlinked_at is null;`);
    this.addSql(
      `create unique index wallet_one_an_account on accounts.wallet (tenant_id, account_id) where unlinked_at is null;`,
    );

    this.addSql(
      `create table "accounts"."wallet_challenge" ("id" uuid not null, "tenant_id" uuid not null, "account_id" uuid not null, "address" char(42) not null, "chain_id" bigint not null, "message" text not null, "expires_at" timestamptz not null, "used_at" timestamptz null, primary key ("id"));`,
    );
    this.addSql(`create index "wallet_challenge_of_account" on "accounts"."wallet_challenge" ("tenant_id", "account_id", "id");`);
    this.addSql(`create index wallet_challenge_expiry on accounts.wallet_challenge (expires_at);`);

    this.addSql(
      `alter table "accounts"."account" add constraint "account_status_check" check ("status" in ('pending', 'active', 'locked', 'suspended', 'closed'));`,
    );
    this.addSql(`alter table "accounts"."account" enable row level security;`);
    this.addSql(`alter table "accounts"."account" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."account" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(
      `create policy "sweep" on "accounts"."account" for select using (current_setting('praetor.worker', true) = 'on');`,
    );

    this.addSql(
      `alter table "accounts"."account_link" add constraint "account_link_kind_check" check ("kind" in ('device', 'ip', 'wallet', 'payout'));`,
    );
    this.addSql(`alter table "accounts"."account_link" enable row level security;`);
    this.addSql(`alter table "accounts"."account_link" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."account_link" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(`alter table "accounts"."api_key" enable row level security;`);
    this.addSql(`alter table "accounts"."api_key" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."api_key" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(
      `create policy "sweep" on "accounts"."api_key" for select using (current_setting('praetor.worker', true) = 'on');`,
    );

    this.addSql(
      `alter table "accounts"."closing" add constraint "closing_status_check" check ("status" in ('grace', 'held', 'erasing', 'erased', 'cancelled'));`,
    );
    this.addSql(
      `alter table "accounts"."closing" add constraint "closing_by_check" check ("by" in ('owner', 'staff', 'expiry'));`,
    );
    this.addSql(
      `alter table "accounts"."closing" add constraint "closing_status_before_check" check ("status_before" in ('pending', 'active', 'locked', 'suspended', 'closed'));`,
    );
    this.addSql(`alter table "accounts"."closing" enable row level security;`);
    this.addSql(`alter table "accounts"."closing" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."closing" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(
      `create policy "sweep" on "accounts"."closing" for select using (current_setting('praetor.worker', true) = 'on');`,
    );

    this.addSql(
      `alter table "accounts"."data_export" add constraint "data_export_status_check" check ("status" in ('collecting', 'ready'));`,
    );
    this.addSql(`alter table "accounts"."data_export" enable row level security;`);
    this.addSql(`alter table "accounts"."data_export" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."data_export" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(
      `create policy "sweep" on "accounts"."data_export" for select using (current_setting('praetor.worker', true) = 'on');`,
    );

    this.addSql(
      `alter table "accounts"."data_export_part" add constraint "data_export_part_subgraph_check" check ("subgraph" in ('accounts', 'trust', 'admin', 'audit', 'disputes', 'notifications'));`,
    );
    this.addSql(`alter table "accounts"."data_export_part" enable row level security;`);
    this.addSql(`alter table "accounts"."data_export_part" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."data_export_part" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(`alter table "accounts"."device" enable row level security;`);
    this.addSql(`alter table "accounts"."device" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."device" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(
      `alter table "accounts"."erasure_answer" add constraint "erasure_answer_subgraph_check" check ("subgraph" in ('accounts', 'trust', 'admin', 'audit', 'disputes', 'notifications'));`,
    );
    this.addSql(`alter table "accounts"."erasure_answer" enable row level security;`);
    this.addSql(`alter table "accounts"."erasure_answer" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."erasure_answer" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(`alter table "accounts"."external_identity" enable row level security;`);
    this.addSql(`alter table "accounts"."external_identity" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."external_identity" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(
      `alter table "accounts"."factor_reset" add constraint "factor_reset_state_check" check ("state" in ('waiting', 'awaitingApproval', 'done', 'objected', 'overtaken', 'rejected', 'withdrawn', 'expired'));`,
    );
    this.addSql(`alter table "accounts"."factor_reset" enable row level security;`);
    this.addSql(`alter table "accounts"."factor_reset" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."factor_reset" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(
      `create policy "sweep" on "accounts"."factor_reset" for select using (current_setting('praetor.worker', true) = 'on');`,
    );

    this.addSql(`alter table "accounts"."guess_limit" enable row level security;`);
    this.addSql(`alter table "accounts"."guess_limit" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."guess_limit" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(
      `create policy "sweep" on "accounts"."guess_limit" for select using (current_setting('praetor.worker', true) = 'on');`,
    );

    this.addSql(`alter table "accounts"."hold" add constraint "hold_source_check" check ("source" in ('dispute', 'staff'));`);
    this.addSql(`alter table "accounts"."hold" enable row level security;`);
    this.addSql(`alter table "accounts"."hold" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."hold" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(`alter table "accounts"."identity_policy" enable row level security;`);
    this.addSql(`alter table "accounts"."identity_policy" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."identity_policy" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(
      `create policy "sweep" on "accounts"."identity_policy" for select using (current_setting('praetor.worker', true) = 'on');`,
    );

    this.addSql(`alter table "accounts"."identity_provider" enable row level security;`);
    this.addSql(`alter table "accounts"."identity_provider" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."identity_provider" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(
      `create policy "sweep" on "accounts"."identity_provider" for select using (current_setting('praetor.worker', true) = 'on');`,
    );

    this.addSql(
      `alter table "accounts"."impersonation" add constraint "impersonation_ended_why_check" check ("ended_why" in ('ended', 'expired', 'revoked'));`,
    );
    this.addSql(`alter table "accounts"."impersonation" enable row level security;`);
    this.addSql(`alter table "accounts"."impersonation" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."impersonation" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(
      `create policy "sweep" on "accounts"."impersonation" for select using (current_setting('praetor.worker', true) = 'on');`,
    );

    this.addSql(`alter table "accounts"."ingested_event" enable row level security;`);
    this.addSql(`alter table "accounts"."ingested_event" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."ingested_event" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(
      `alter table "accounts"."invitation" add constraint "invitation_role_check" check ("role" in ('OWNER', 'MANAGER', 'FINANCE', 'AGENT', 'VIEWER'));`,
    );
    this.addSql(`alter table "accounts"."invitation" enable row level security;`);
    this.addSql(`alter table "accounts"."invitation" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."invitation" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid and (organization_id::text = any (string_to_array(current_setting('praetor.organizations', true), ',')) or '*' = any (string_to_array(current_setting('praetor.organizations', true), ',')))) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid and (organization_id::text = any (string_to_array(current_setting('praetor.organizations', true), ',')) or '*' = any (string_to_array(current_setting('praetor.organizations', true), ','))));`,
    );
    this.addSql(
      `create policy "by_token" on "accounts"."invitation" for select using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid and digest = current_setting('praetor.invitation', true));`,
    );

    this.addSql(
      `alter table "accounts"."kyc_check" add constraint "kyc_check_kind_check" check ("kind" in ('identity', 'business', 'payout'));`,
    );
    this.addSql(
      `alter table "accounts"."kyc_check" add constraint "kyc_check_state_check" check ("state" in ('handing', 'pending', 'awaitingSecond', 'approved', 'rejected', 'cancelled'));`,
    );
    this.addSql(`alter table "accounts"."kyc_check" enable row level security;`);
    this.addSql(`alter table "accounts"."kyc_check" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."kyc_check" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(
      `alter table "accounts"."kyc_standing" add constraint "kyc_standing_level_check" check ("level" in ('none', 'basic', 'identified', 'verifiedBusiness'));`,
    );
    this.addSql(`alter table "accounts"."kyc_standing" enable row level security;`);
    this.addSql(`alter table "accounts"."kyc_standing" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."kyc_standing" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(`alter table "accounts"."linked_identity" enable row level security;`);
    this.addSql(`alter table "accounts"."linked_identity" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."linked_identity" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(
      `alter table "accounts"."membership" add constraint "membership_role_check" check ("role" in ('OWNER', 'MANAGER', 'FINANCE', 'AGENT', 'VIEWER'));`,
    );
    this.addSql(`alter table "accounts"."membership" enable row level security;`);
    this.addSql(`alter table "accounts"."membership" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."membership" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid and (organization_id::text = any (string_to_array(current_setting('praetor.organizations', true), ',')) or '*' = any (string_to_array(current_setting('praetor.organizations', true), ',')))) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid and (organization_id::text = any (string_to_array(current_setting('praetor.organizations', true), ',')) or '*' = any (string_to_array(current_setting('praetor.organizations', true), ','))));`,
    );
    this.addSql(
      `create policy "own" on "accounts"."membership" for select using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid and account_id::text = current_setting('praetor.account_id', true));`,
    );

    this.addSql(`alter table "accounts"."message" add constraint "message_channel_check" check ("channel" in ('email', 'sms'));`);
    this.addSql(`alter table "accounts"."message" enable row level security;`);
    this.addSql(`alter table "accounts"."message" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."message" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(
      `create policy "sweep" on "accounts"."message" for select using (current_setting('praetor.worker', true) = 'on');`,
    );

    this.addSql(
      `alter table "accounts"."organization" add constraint "organization_status_check" check ("status" in ('active', 'closed'));`,
    );
    this.addSql(`alter table "accounts"."organization" enable row level security;`);
    this.addSql(`alter table "accounts"."organization" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."organization" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid and (id::text = any (string_to_array(current_setting('praetor.organizations', true), ',')) or '*' = any (string_to_array(current_setting('praetor.organizations', true), ',')))) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid and (id::text = any (string_to_array(current_setting('praetor.organizations', true), ',')) or '*' = any (string_to_array(current_setting('praetor.organizations', true), ','))));`,
    );

    this.addSql(`alter table "accounts"."passkey" enable row level security;`);
    this.addSql(`alter table "accounts"."passkey" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."passkey" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(
      `create policy "sweep" on "accounts"."passkey" for select using (current_setting('praetor.worker', true) = 'on');`,
    );

    this.addSql(`alter table "accounts"."profile" enable row level security;`);
    this.addSql(`alter table "accounts"."profile" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."profile" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(
      `alter table "accounts"."proof" add constraint "proof_purpose_check" check ("purpose" in ('register', 'changeEmail', 'verifyPhone', 'resetPassword', 'magicLink', 'undoEmail'));`,
    );
    this.addSql(`alter table "accounts"."proof" enable row level security;`);
    this.addSql(`alter table "accounts"."proof" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."proof" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(`create policy "sweep" on "accounts"."proof" for select using (current_setting('praetor.worker', true) = 'on');`);

    this.addSql(`alter table "accounts"."recovery_code" enable row level security;`);
    this.addSql(`alter table "accounts"."recovery_code" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."recovery_code" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(`alter table "accounts"."refresh_token" enable row level security;`);
    this.addSql(`alter table "accounts"."refresh_token" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."refresh_token" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(
      `alter table "accounts"."registered_operation" add constraint "registered_operation_kind_check" check ("kind" in ('query', 'mutation', 'subscription'));`,
    );
    this.addSql(`alter table "accounts"."registered_operation" enable row level security;`);
    this.addSql(`alter table "accounts"."registered_operation" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."registered_operation" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(
      `create policy "sweep" on "accounts"."registered_operation" for select using (current_setting('praetor.worker', true) = 'on');`,
    );

    this.addSql(
      `alter table "accounts"."role_request" add constraint "role_request_state_check" check ("state" in ('pending', 'approved', 'rejected', 'withdrawn', 'expired'));`,
    );
    this.addSql(`alter table "accounts"."role_request" enable row level security;`);
    this.addSql(`alter table "accounts"."role_request" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."role_request" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(
      `create policy "sweep" on "accounts"."role_request" for select using (current_setting('praetor.worker', true) = 'on');`,
    );

    this.addSql(`alter table "accounts"."second_factor_guard" enable row level security;`);
    this.addSql(`alter table "accounts"."second_factor_guard" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."second_factor_guard" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(
      `alter table "accounts"."seller_application" add constraint "seller_application_stage_check" check ("stage" in ('application', 'identity', 'business', 'payout', 'trust', 'activation'));`,
    );
    this.addSql(
      `alter table "accounts"."seller_application" add constraint "seller_application_waits_for_check" check ("waits_for" in ('applicant', 'review', 'praetor'));`,
    );
    this.addSql(
      `alter table "accounts"."seller_application" add constraint "seller_application_outcome_check" check ("outcome" in ('activated', 'rejected', 'expired', 'withdrawn'));`,
    );
    this.addSql(`alter table "accounts"."seller_application" enable row level security;`);
    this.addSql(`alter table "accounts"."seller_application" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."seller_application" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(
      `create policy "sweep" on "accounts"."seller_application" for select using (current_setting('praetor.worker', true) = 'on');`,
    );

    this.addSql(`alter table "accounts"."seller_profile" enable row level security;`);
    this.addSql(`alter table "accounts"."seller_profile" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."seller_profile" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(
      `alter table "accounts"."session" add constraint "session_revoked_why_check" check ("revoked_why" in ('logout', 'revoked', 'reuseDetected', 'foreignDevice', 'idle', 'passwordChanged', 'locked', 'suspended', 'impersonationEnded', 'factorChanged', 'closed', 'providerLogout'));`,
    );
    this.addSql(`alter table "accounts"."session" enable row level security;`);
    this.addSql(`alter table "accounts"."session" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."session" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(
      `create policy "sweep" on "accounts"."session" for select using (current_setting('praetor.worker', true) = 'on');`,
    );

    this.addSql(`alter table "accounts"."shop" enable row level security;`);
    this.addSql(`alter table "accounts"."shop" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."shop" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(`alter table "accounts"."sign_in_challenge" enable row level security;`);
    this.addSql(`alter table "accounts"."sign_in_challenge" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."sign_in_challenge" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(
      `create policy "sweep" on "accounts"."sign_in_challenge" for select using (current_setting('praetor.worker', true) = 'on');`,
    );

    this.addSql(`alter table "accounts"."signing_key" enable row level security;`);
    this.addSql(`alter table "accounts"."signing_key" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."signing_key" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(`alter table "accounts"."spent_challenge" enable row level security;`);
    this.addSql(`alter table "accounts"."spent_challenge" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."spent_challenge" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(
      `create policy "sweep" on "accounts"."spent_challenge" for select using (current_setting('praetor.worker', true) = 'on');`,
    );

    this.addSql(`alter table "accounts"."team" enable row level security;`);
    this.addSql(`alter table "accounts"."team" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."team" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid and (organization_id::text = any (string_to_array(current_setting('praetor.organizations', true), ',')) or '*' = any (string_to_array(current_setting('praetor.organizations', true), ',')))) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid and (organization_id::text = any (string_to_array(current_setting('praetor.organizations', true), ',')) or '*' = any (string_to_array(current_setting('praetor.organizations', true), ','))));`,
    );

    this.addSql(`alter table "accounts"."team_member" enable row level security;`);
    this.addSql(`alter table "accounts"."team_member" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."team_member" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid and (organization_id::text = any (string_to_array(current_setting('praetor.organizations', true), ',')) or '*' = any (string_to_array(current_setting('praetor.organizations', true), ',')))) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid and (organization_id::text = any (string_to_array(current_setting('praetor.organizations', true), ',')) or '*' = any (string_to_array(current_setting('praetor.organizations', true), ','))));`,
    );

    this.addSql(`alter table "accounts"."tenant" enable row level security;`);
    this.addSql(`alter table "accounts"."tenant" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."tenant" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(
      `create policy "sweep" on "accounts"."tenant" for select using (current_setting('praetor.worker', true) = 'on');`,
    );

    this.addSql(`alter table "accounts"."totp" enable row level security;`);
    this.addSql(`alter table "accounts"."totp" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."totp" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(`create policy "sweep" on "accounts"."totp" for select using (current_setting('praetor.worker', true) = 'on');`);

    this.addSql(
      `alter table "accounts"."trace" add constraint "trace_kind_check" check ("kind" in ('device', 'ip', 'wallet', 'payout'));`,
    );
    this.addSql(`alter table "accounts"."trace" enable row level security;`);
    this.addSql(`alter table "accounts"."trace" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."trace" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(`alter table "accounts"."trust_standing" enable row level security;`);
    this.addSql(`alter table "accounts"."trust_standing" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."trust_standing" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(`alter table "accounts"."wallet" enable row level security;`);
    this.addSql(`alter table "accounts"."wallet" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."wallet" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );

    this.addSql(`alter table "accounts"."wallet_challenge" enable row level security;`);
    this.addSql(`alter table "accounts"."wallet_challenge" force row level security;`);
    this.addSql(
      `create policy "tenant" on "accounts"."wallet_challenge" using (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid) with check (tenant_id = nullif(current_setting('praetor.tenant_id', true), '')::uuid);`,
    );
    this.addSql(
      `create policy "sweep" on "accounts"."wallet_challenge" for select using (current_setting('praetor.worker', true) = 'on');`,
    );
    this.addSql(eventTables('accounts'));
    this.addSql(commandTables('accounts'));
  }
}
