import type { Actor } from '@praetor/identity/actor';
import { days, hours } from '@praetor/kernel/clock';
import { uuidOf, type Id } from '@praetor/kernel/id';
import { accountActor } from '@praetor/testkit/actors';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { live, telling, type Life } from './erasure-life.ts';
import { announced, killedAt } from './killed.ts';
import { whole, type Whole } from './whole.ts';

let world: Whole;
let life: Life;
beforeAll(async () => {
  world = await whole();
  life = await live(world);
}, 120_000);
afterAll(() => world[Symbol.asyncDispose]());

type Answer = Record<string, unknown> & { __typename: string };

async function ask(actor: Actor, mutation: string, input: object, fields = ''): Promise<Answer> {
  const query = `mutation ($input: ${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input!) {
    ${mutation}(input: $input) { __typename ... on UserError { code } ${fields} } }`;
  const { data, errors } = await world.named('accounts').execute({ query, variables: { input } }, actor);
  if (!data?.[mutation]) throw new Error(JSON.stringify(errors));
  return data[mutation] as Answer;
}
const request = (actor: Actor) => ask(actor, 'requestDataExport', {}, '... on DataExport { id status }');
const fetched = (actor: Actor, exportId: unknown) =>
  ask(actor, 'downloadDataExport', { exportId }, '... on DownloadedDataExport { document dataExport { downloads } }');

const subgraphs = ['accounts', 'trust', 'admin', 'audit', 'disputes', 'notifications'];
const others = subgraphs.slice(1);
const kept = async () => {
  const counts = await world.look<{ exports: number; parts: number }>(
    `select (select count(*)::int from accounts.data_export) as exports, (select count(*)::int from accounts.data_export_part) as parts`,
  );
  return counts[0];
};

test('a copy is collected from all six, though each is killed in and after its part; its owner alone reads it', async () => {
  const { id: exportId, status } = await request(life.actor);
  expect(status).toBe('COLLECTING');
  expect(await request(life.actor)).toMatchObject({ code: 'ACCOUNT_EXPORT_NOT_YET' });
  expect(await fetched(life.actor, exportId)).toMatchObject({ code: 'ACCOUNT_EXPORT_NOT_READY' });
  await killedAt(world, 'accounts', 'before publishing', 'after publishing');
  // It publishes what was asked before it answers itself.
  await killedAt(world, 'accounts', 'in: insert into accounts.outbox_event', 'before acknowledging');
  await Promise.all(others.map((name) => killedAt(world, name, `in: insert into ${name}.outbox_event`, 'before acknowledging')));
  for (const name of others) await world.named(name).drain();
  await killedAt(world, 'accounts', 'in: update accounts.data_export', 'before acknowledging');
  await world.drain();
  for (const name of subgraphs) expect(await announced(world, `${name}.subjectExported.v1`, life.id), name).toHaveLength(1);
  expect(await announced(world, 'accounts.exportReady.v1', life.id)).toHaveLength(1);
  expect(await world.look("select from accounts.message where letter = 'exportReady'")).toHaveLength(1);

  const { document, dataExport } = await fetched(life.actor, exportId);
  expect(dataExport).toEqual({ downloads: 1 });
  const held = document as Record<string, Record<string, unknown[]>>;
  const text = JSON.stringify(document);
  for (const word of Object.values(telling)) expect(text, word).toContain(word);
  for (const name of subgraphs) expect(Object.values(held[name]!).flat().length, name).toBeGreaterThan(0);
  expect(held.accounts!.account).toMatchObject([{ id: life.id, display_name: telling.name }]);
  expect(held.disputes!.disputes).toHaveLength(3);
  await nobodyElseIn(text);
  await nobodyElseReads(exportId);
  expect(await announced(world, 'accounts.dataExported.v1', life.id)).toEqual([{ accountId: life.id, exportId }]);
}, 300_000);

/** Ids and addresses of everybody else; and nothing of what is secret. */
async function nobodyElseIn(text: string): Promise<void> {
  const others = await world.look<{ id: string; email: string | null; secret: string | null }>(
    'select id::text, email, password_hash as secret from accounts.account where id <> $1',
    [uuidOf(life.id)],
  );
  expect(others.length).toBeGreaterThan(5);
  for (const { id, email } of others) {
    expect(text).not.toContain(id);
    if (email) expect(text).not.toContain(email);
  }
  expect(text).not.toContain('That is untrue.');
  expect(text).not.toMatch(/argon2|"sealed|digest|password_hash|public_key/);
  expect(text.match(/acc_\w{26}/g)?.filter((id) => id !== life.id) ?? []).toEqual([]);
}

async function nobodyElseReads(exportId: unknown): Promise<void> {
  const staff = accountActor(world.tenantId, ['ADMIN', 'AUDITOR']);
  expect(await fetched(staff, exportId)).toMatchObject({ code: 'NOT_FOUND' });
  const stale = { ...life.actor, authenticatedAt: Math.floor(world.clock().getTime() / 1000) - 3600 } as Actor;
  await expect(fetched(stale, exportId)).rejects.toThrow(/UNMET_AUTHENTICATION|insufficient|INSUFFICIENT/);
  const impersonated = { ...life.actor, impersonatorId: staff.id } as Actor;
  await expect(fetched(impersonated, exportId)).rejects.toThrow(/FORBIDDEN/);
  // Neither what accounts keeps nor what audit and the outboxes keep can be read without the installation's secret.
  const sealed = await world.look<{ sealed: string }>('select sealed from accounts.data_export_part');
  for (const one of sealed) expect(Buffer.from(one.sealed, 'base64url').toString('latin1')).not.toContain(telling.name);
}

test('a copy is destroyed with its key after 7 days, and with the account; another can be asked for after a day', async () => {
  world.advance(hours(24));
  expect(await request(life.actor)).toMatchObject({ status: 'COLLECTING' });
  await world.drain();
  const { rows, parts } = { rows: 1, parts: 6 };
  expect(await kept()).toEqual({ exports: rows, parts });
  const forget = world.named('accounts').jobs.find(({ name }) => name === 'accounts.forgetExports')!;
  world.advance(days(7) - 1);
  await forget.runOnce();
  expect(await kept()).toEqual({ exports: rows, parts });
  world.advance(1);
  await forget.runOnce();
  expect(await kept()).toEqual({ exports: 0, parts: 0 });
  const { id } = await request(life.actor);
  await world.drain();
  expect(await ask(life.actor, 'closeMyAccount', {})).toMatchObject({ __typename: 'ClosedAccount' });
  expect(await kept()).toEqual({ exports: 0, parts: 0 });
  expect(await fetched(life.actor, id as Id<'dataExport'>)).toMatchObject({ code: 'NOT_FOUND' });
});
