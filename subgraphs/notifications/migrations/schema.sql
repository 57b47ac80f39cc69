-- What the migrations of notifications make. Written by `npm run dump`, never edited.

create sequence notifications.migration_id_seq as integer;

create table notifications.alert (
  id uuid not null,
  tenant_id uuid not null,
  severity text not null,
  source character varying(100) not null,
  title character varying(200) not null,
  detail text,
  dedup_key character varying(200) not null,
  count integer not null,
  account_id uuid,
  dispute_id uuid,
  status text not null,
  acknowledged_by_id uuid,
  acknowledged_at timestamp with time zone,
  resolved_by_id uuid,
  resolved_at timestamp with time zone,
  raised_at timestamp with time zone not null,
  last_raised_at timestamp with time zone not null,
  version integer not null default 1,
  constraint alert_pkey PRIMARY KEY (id),
  constraint alert_severity_check CHECK ((severity = ANY (ARRAY['info'::text, 'warning'::text, 'critical'::text]))),
  constraint alert_status_check CHECK ((status = ANY (ARRAY['raised'::text, 'acknowledged'::text, 'resolved'::text])))
);
CREATE INDEX alert_by_severity ON notifications.alert USING btree (tenant_id, severity, id);
CREATE INDEX alert_by_status ON notifications.alert USING btree (tenant_id, status, id);
CREATE INDEX alert_newest ON notifications.alert USING btree (tenant_id, id);
CREATE UNIQUE INDEX alert_unresolved ON notifications.alert USING btree (tenant_id, dedup_key) WHERE (status <> 'resolved'::text);
alter table notifications.alert enable row level security;
alter table notifications.alert force row level security;
create policy tenant on notifications.alert for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on notifications.alert to praetor_notifications;

create table notifications.command_key (
  tenant_id uuid not null,
  actor_id text not null,
  key text not null,
  action text not null,
  input_digest text not null,
  result_id text,
  created_at timestamp with time zone not null,
  constraint command_key_pkey PRIMARY KEY (tenant_id, actor_id, key)
);
alter table notifications.command_key enable row level security;
alter table notifications.command_key force row level security;
create policy tenant on notifications.command_key for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
create policy worker on notifications.command_key for all to public using ((current_setting('praetor.worker'::text, true) = 'on'::text)) with check ((current_setting('praetor.worker'::text, true) = 'on'::text));
grant delete, insert, select, update on notifications.command_key to praetor_notifications;

create table notifications.inbox_event (
  tenant_id uuid not null,
  consumer text not null,
  event_id uuid not null,
  processed_at timestamp with time zone not null default now(),
  constraint inbox_event_pkey PRIMARY KEY (tenant_id, consumer, event_id)
);
CREATE INDEX inbox_event_age ON notifications.inbox_event USING brin (processed_at) WITH (autosummarize='on');
alter table notifications.inbox_event enable row level security;
alter table notifications.inbox_event force row level security;
create policy tenant on notifications.inbox_event for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
create policy worker on notifications.inbox_event for all to public using ((current_setting('praetor.worker'::text, true) = 'on'::text)) with check ((current_setting('praetor.worker'::text, true) = 'on'::text));
grant delete, insert, select, update on notifications.inbox_event to praetor_notifications;

create table notifications.inbox_failure (
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
comment on column notifications.inbox_failure.error is 'Null for an event that only waits behind a failed one of its partition key.';
CREATE INDEX inbox_failure_order ON notifications.inbox_failure USING btree (tenant_id, consumer, partition_key, "position");
alter table notifications.inbox_failure enable row level security;
alter table notifications.inbox_failure force row level security;
create policy tenant on notifications.inbox_failure for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
create policy worker on notifications.inbox_failure for all to public using ((current_setting('praetor.worker'::text, true) = 'on'::text)) with check ((current_setting('praetor.worker'::text, true) = 'on'::text));
grant delete, insert, select, update on notifications.inbox_failure to praetor_notifications;

create table notifications.migration (
  id integer not null default nextval('notifications.migration_id_seq'::regclass),
  name character varying(255) not null,
  executed_at timestamp(6) with time zone not null default CURRENT_TIMESTAMP(6),
  constraint migration_pkey PRIMARY KEY (id)
);

create table notifications.notification (
  id uuid not null,
  tenant_id uuid not null,
  account_id uuid not null,
  kind text not null,
  title character varying(200) not null,
  body text not null,
  link_type character varying(40),
  link_id character varying(200),
  created_at timestamp with time zone not null,
  read_at timestamp with time zone,
  constraint notification_pkey PRIMARY KEY (id),
  constraint notification_kind_check CHECK ((kind = ANY (ARRAY['disputeOpened'::text, 'disputeAnswered'::text, 'disputeDecided'::text, 'disputeAppealed'::text, 'disputeWithdrawn'::text, 'disputeClosed'::text, 'accountLocked'::text, 'accountSuspended'::text, 'newDevice'::text, 'sessionStolen'::text, 'factorAdded'::text, 'factorRemoved'::text, 'factorReset'::text, 'recoveryCodeUsed'::text, 'impersonation'::text, 'passwordChanged'::text, 'sellerDocumentsWanted'::text, 'sellerDeadlineNear'::text, 'sellerDocumentsReturned'::text, 'sellerActivated'::text, 'sellerRejected'::text, 'warning'::text, 'trustTierLowered'::text])))
);
CREATE INDEX notification_of_account ON notifications.notification USING btree (tenant_id, account_id, id);
CREATE INDEX notification_unread ON notifications.notification USING btree (tenant_id, account_id, id) WHERE (read_at IS NULL);
alter table notifications.notification enable row level security;
alter table notifications.notification force row level security;
create policy tenant on notifications.notification for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on notifications.notification to praetor_notifications;

create table notifications.outbox_event (
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
CREATE INDEX outbox_event_age ON notifications.outbox_event USING brin (created_at) WITH (autosummarize='on');
CREATE UNIQUE INDEX outbox_event_unpublished ON notifications.outbox_event USING btree ("position") WHERE (published_at IS NULL);
alter table notifications.outbox_event enable row level security;
alter table notifications.outbox_event force row level security;
create policy tenant on notifications.outbox_event for all to public using ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('praetor.tenant_id'::text, true), ''::text))::uuid));
create policy worker on notifications.outbox_event for all to public using ((current_setting('praetor.worker'::text, true) = 'on'::text)) with check ((current_setting('praetor.worker'::text, true) = 'on'::text));
grant delete, insert, select, update on notifications.outbox_event to praetor_notifications;
