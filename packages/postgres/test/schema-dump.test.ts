import { dumpSchema } from '@praetor/postgres/schema-dump';
import { testDatabase } from '@praetor/testkit/database';
import pg from 'pg';
import { expect, test } from 'vitest';

const sample = `
  create schema if not exists sample;
  create type sample.mood as enum ('calm', 'it''s loud');
  create function sample.twice(n integer) returns integer language sql immutable as 'select n * 2';
  create function sample.touch() returns trigger language plpgsql as 'begin return new; end';
  create sequence sample.ticket;
  create table sample.account (id uuid primary key, tenant_id uuid not null, unique (tenant_id, id));
  create table sample.child (
    id bigint generated always as identity primary key,
    tenant_id uuid not null,
    parent_id uuid not null references sample.account (id) on delete cascade,
    mood sample.mood default 'calm',
    amount numeric(12, 2) check (amount >= 0),
    doubled integer generated always as (sample.twice(3)) stored,
    "order" text collate "C"
  );
  comment on table sample.child is 'It''s a child.';
  comment on column sample.child."order" is 'A word of SQL.';
  create index child_by_mood on sample.child (tenant_id, mood) where mood is not null;
  create trigger touched before update on sample.child for each row execute function sample.touch();
  alter table sample.child enable row level security;
  alter table sample.child force row level security;
  create policy own on sample.child using (tenant_id is not null) with check (amount > 0);
  create policy seen on sample.child as restrictive for select to public using (true);
  grant select, insert on sample.child to public;
  create table sample.dated (at timestamptz not null, note text) partition by range (at);
  create table sample.dated_2026 partition of sample.dated for values from ('2026-01-01') to ('2027-01-01');
  create view sample.quiet with (security_invoker = true) as select id from sample.child where mood = 'calm';`;

test('a dump says everything, and made into a schema it dumps the same', async () => {
  await using database = await testDatabase([], sample);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const dump = await dumpSchema(client, 'sample');
    expect(dump).toMatchSnapshot();
    await client.query('drop schema sample cascade; create schema sample');
    await client.query(dump);
    expect(await dumpSchema(client, 'sample')).toBe(dump);
  } finally {
    await client.end();
  }
});
