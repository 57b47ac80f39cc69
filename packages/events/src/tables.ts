import { tenantPolicies } from '@praetor/postgres/tenancy';

/** The tables of {@link eventTables}: no entity maps them, so the schema comparison must leave them alone. */
export const eventTableNames = ['outbox_event', 'inbox_event', 'inbox_failure'] as const;

/**
 * DDL of what a subgraph needs to announce and to consume, for its first migration.
 *
 * `outbox_event.id` and `event_id` are the event's key (see `keyOf`). Only unpublished rows are in an index by
 * position: it stays small, and nothing else reads the outbox in order. The BRIN indexes find old rows for pruning.
 */
export function eventTables(schema: string): string {
  const at = (table: string) => `${schema}.${table}`;
  return `
    create table ${at('outbox_event')} (
      id uuid primary key,
      tenant_id uuid not null,
      position bigint generated always as identity,
      partition_key text not null,
      type text not null,
      envelope jsonb not null,
      created_at timestamptz not null default now(),
      published_at timestamptz
    );
    create unique index outbox_event_unpublished on ${at('outbox_event')} (position) where published_at is null;
    create index outbox_event_age on ${at('outbox_event')} using brin (created_at) with (autosummarize = on);

    create table ${at('inbox_event')} (
      tenant_id uuid not null,
      consumer text not null,
      event_id uuid not null,
      processed_at timestamptz not null default now(),
      primary key (tenant_id, consumer, event_id)
    );
    create index inbox_event_age on ${at('inbox_event')} using brin (processed_at) with (autosummarize = on);

    create table ${at('inbox_failure')} (
      tenant_id uuid not null,
      consumer text not null,
      event_id uuid not null,
      partition_key text not null,
      position bigint generated always as identity,
      envelope jsonb not null,
      error text,
      attempts integer not null,
      failed_at timestamptz not null default now(),
      primary key (tenant_id, consumer, event_id)
    );
    comment on column ${at('inbox_failure')}.error is 'Null for an event that only waits behind a failed one of its partition key.';
    create index inbox_failure_order on ${at('inbox_failure')} (tenant_id, consumer, partition_key, position);
    ${eventTableNames.map((table) => tenantPolicies(at(table))).join('\n')}`;
}

const workersOnly = (table: string) => `
    alter table ${table} enable row level security;
    alter table ${table} force row level security;
    drop policy if exists worker on ${table};
    create policy worker on ${table} using (current_setting('praetor.worker', true) = 'on') with check (current_setting('praetor.worker', true) = 'on');`;

/**
 * Idempotent DDL of the shared schema through which events travel inside one Postgres.
 * @param members roles that announce and consume.
 * @param readers roles that only follow (the gateway).
 */
export function transportTables(members: string[], readers: string[] = []): string {
  const grants = [
    ...members.map(
      (role) => `grant usage on schema transport to ${role};
    grant select, insert, update, delete on transport.event, transport.consumer_group, transport.horizon to ${role};`,
    ),
    ...readers.map(
      (role) => `grant usage on schema transport to ${role};
    grant select on transport.event, transport.horizon to ${role};`,
    ),
  ];
  return `
    create schema if not exists transport;
    create table if not exists transport.event (
      position bigint generated always as identity primary key,
      tenant_id uuid not null,
      partition_key text not null,
      type text not null,
      event_id uuid not null,
      envelope jsonb not null,
      published_at timestamptz not null default now()
    );
    create table if not exists transport.consumer_group (
      name text primary key,
      position bigint not null default 0,
      updated_at timestamptz not null default now()
    );
    create table if not exists transport.horizon (
      "only" boolean primary key default true check ("only"),
      position bigint not null
    );
    comment on table transport.horizon is 'The highest position that was ever pruned: who resumes before it has missed events.';
    insert into transport.horizon (position) values (0) on conflict do nothing;
    ${['event', 'consumer_group', 'horizon'].map((table) => workersOnly(`transport.${table}`)).join('\n')}
    ${grants.join('\n    ')}`;
}
