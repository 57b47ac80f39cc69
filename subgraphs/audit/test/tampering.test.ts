import { inTenant } from '@praetor/postgres/tenancy';
import { uuidOf } from '@praetor/kernel/id';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyLog } from '../src/service.ts';
import { auditWorld, type AuditWorld } from './world.ts';

let world: AuditWorld;
beforeAll(async () => {
  world = await auditWorld();
  await world.append(world.story(300));
  await world.subgraph.jobs[0]!.runOnce();
  await world.append(world.story(150).filter((_, at) => at % 5 > 2));
});
afterAll(() => world[Symbol.asyncDispose]());

const verdict = () => verifyLog(world.subgraph.orm, world.tenantId);
const asRole = (statement: string) => inTenant(world.subgraph.orm, world.tenantId, (tx) => tx.execute(statement));

describe('the login role of audit', () => {
  test.each([
    `update audit.entry set leaf = replace(leaf, '2026', '2027') where index = 5`,
    `update audit.entry set leaf_hash = '\\x00' where index = 5`,
    `update audit.entry set actor_id = 'someone else'`,
    `update audit.entry set personal = '{"data":{"email":"x"}}' where index = 1`,
    `update audit.entry set personal = null where index = 1`,
    `update audit.entry set personal = null, salt = null, index = 999999 where index = 1`,
    `delete from audit.entry where index = 359`,
    `delete from audit.checkpoint`,
    `update audit.checkpoint set note = 'forged'`,
    `delete from audit.tile`,
    `update audit.tile set hashes = substr(hashes, 1, 32)`,
    `update audit.tile set index = index + 1`,
    `update audit.log set size = size - 1`,
    `update audit.log set origin = 'elsewhere'`,
    `delete from audit.log`,
    `delete from audit.signing_key`,
    `update audit.signing_key set verifier_key = 'another'`,
  ])('cannot %s', async (statement) => {
    await expect(asRole(statement)).rejects.toThrow(/append-only/);
    expect(await verdict()).toMatchObject({ ok: true });
  });

  test.each([`truncate audit.entry`, `alter table audit.entry disable trigger all`, `drop trigger append_only on audit.entry`])(
    'may not %s',
    async (statement) => {
      await expect(asRole(statement)).rejects.toThrow(/permission denied|must be owner/);
    },
  );
});

describe('whoever gets past the triggers is found out', () => {
  /** As the administrator, with triggers off, in a transaction that the check sees and that is then undone by hand. */
  async function tampered(change: string, undo: string): Promise<unknown> {
    const client = await world.admin.connect();
    try {
      await client.query(`set session_replication_role = replica; ${change}`);
      return await verdict();
    } finally {
      await client.query(`${undo}; reset session_replication_role`);
      client.release();
    }
  }
  const at = (index: number) => `where tenant_id = '${uuidOf(world.tenantId)}' and index = ${index}`;
  const kept = 'create table if not exists kept as select * from';

  test.each<[string, (index: number) => string, RegExp]>([
    [
      'a leaf',
      (i) => `update audit.entry set leaf = replace(leaf, '2026-01-15T12', '2026-01-15T11') ${at(i)}`,
      /Column (time|recordedAt) of entry/,
    ],
    [
      'the reason in a leaf',
      (i) => `update audit.entry set leaf = replace(leaf, '"reason":null', '"reason":"x"') ${at(i)}`,
      /hash of entry/,
    ],
    [
      'leaf and hash',
      (i) =>
        `update audit.entry set leaf = replace(leaf, '"reason":null', '"reason":"x"') ${at(i)}; update audit.entry set leaf_hash = sha256('\\x00' || convert_to(leaf, 'UTF8')) ${at(i)}`,
      /Tile 0/,
    ],
    ['who acted', (i) => `update audit.entry set actor_id = 'acc_other' ${at(i)}`, /Column actorId of entry/],
    ['what it was done to', (i) => `update audit.entry set subject_type = null ${at(i)}`, /Column subjectType of entry/],
    ['which event it is of', (i) => `update audit.entry set id = gen_random_uuid() ${at(i)}`, /Column id of entry/],
    ['the hash', (i) => `update audit.entry set leaf_hash = sha256('x') ${at(i)}`, /hash of entry/],
    ['an entry out', (i) => `delete from audit.entry ${at(i)}`, /is missing/],
  ])('%s', async (_, change, reason) => {
    for (const index of [0, 256, 340]) {
      const statement = `drop table if exists kept; ${kept} audit.entry ${at(index)}; ${change(index)}`;
      expect(
        await tampered(statement, `delete from audit.entry ${at(index)}; insert into audit.entry select * from kept`),
      ).toMatchObject({ ok: false, reason: expect.stringMatching(reason) });
    }
    expect(await verdict()).toMatchObject({ ok: true });
  });

  test.each<[string, string, string, RegExp]>([
    [
      'a personal part',
      'entry',
      `update audit.entry set personal = '{"data":{"email":"x@example.org"}}' where index = 1`,
      /personal part of entry 1/,
    ],
    [
      'a tile',
      'tile',
      `update audit.tile set hashes = sha256('x') || substr(hashes, 33) where level = 0 and index = 0`,
      /Tile 0\/0/,
    ],
    ['a tile above', 'tile', `update audit.tile set hashes = sha256('x') where level = 1`, /Tile 1\/0/],
    ['the root', 'log', `update audit.log set root = sha256('x')`, /another root/],
    ['the head', 'log', `update audit.log set size = size - 1`, /another root/],
    [
      'a checkpoint',
      'checkpoint',
      `update audit.checkpoint set note = replace(note, 'praetor.test', 'praetor.tost')`,
      /Checkpoint 300/,
    ],
    ['the key', 'signing_key', `update audit.signing_key set verifier_key = 'praetor.test+00000000+AAAA'`, /not an Ed25519 key/],
    [
      'the newest entries and the head',
      'entry',
      `delete from audit.entry where index >= 200; update audit.log set size = 200`,
      /another root/,
    ],
  ])('%s', async (_, table, change, reason) => {
    const backup = `drop table if exists kept, kept_log; ${kept} audit.${table}; create table kept_log as select * from audit.log`;
    const undo = `delete from audit.${table}; insert into audit.${table} select * from kept; delete from audit.log; insert into audit.log select * from kept_log`;
    expect(await tampered(`${backup}; ${change}`, undo)).toMatchObject({ ok: false, reason: expect.stringMatching(reason) });
    expect(await verdict()).toMatchObject({ ok: true });
  });

  test('and nothing is signed or appended on top of a damaged tree', async () => {
    const client = await world.admin.connect();
    await client.query(`set session_replication_role = replica; create table kept_tiles as select * from audit.tile;
      update audit.tile set hashes = sha256('x') || substr(hashes, 33)`);
    await expect(world.append(world.story(4).slice(3))).rejects.toThrow(/do not lead to its root/);
    expect(await world.subgraph.jobs[0]!.runOnce()).toBe(0);
    await client.query(`delete from audit.tile; insert into audit.tile select * from kept_tiles; reset session_replication_role`);
    client.release();
    expect(await world.subgraph.jobs[0]!.runOnce()).toBe(1);
    expect(await verdict()).toMatchObject({ ok: true, checkpoints: 2 });
  });

  test('a log that is rewritten as a whole does not fit what was signed', async () => {
    const client = await world.admin.connect();
    const tables = ['entry', 'tile', 'log'];
    await client.query(`set session_replication_role = replica;
      ${tables.map((table) => `create table all_${table} as select * from audit.${table}; delete from audit.${table};`).join(' ')} reset session_replication_role`);
    await world.append(world.story(500));
    expect(await verdict()).toMatchObject({ ok: false, reason: expect.stringMatching(/^Checkpoint 300/) });
    expect(await world.subgraph.jobs[0]!.runOnce()).toBe(0);
    await client.query(`set session_replication_role = replica;
      ${tables.map((table) => `delete from audit.${table}; insert into audit.${table} select * from all_${table};`).join(' ')} reset session_replication_role`);
    client.release();
    expect(await verdict()).toMatchObject({ ok: true });
  });
});
