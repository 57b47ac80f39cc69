import { verifyLog } from '@praetor/audit/service';
import { days } from '@praetor/kernel/clock';
import { uuidOf } from '@praetor/kernel/id';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { live, type Life } from './erasure-life.ts';
import { announced, killedAt } from './killed.ts';
import { tablesHolding } from './personal-data.ts';
import { whole, type Whole } from './whole.ts';

let world: Whole;
let life: Life;
beforeAll(async () => {
  world = await whole();
  life = await live(world);
}, 120_000);
afterAll(() => world[Symbol.asyncDispose]());

const others = ['trust', 'admin', 'audit', 'disputes', 'notifications'];

const status = async () =>
  (await world.look<{ status: string }>('select status from accounts.closing where account_id = $1', [uuidOf(life.id)]))[0]
    ?.status;

/** Closes the account, and lets everything end that holds its data back. */
async function close(): Promise<void> {
  const query = `mutation ($input: CloseMyAccountInput!) { closeMyAccount(input: $input) { __typename } }`;
  const variables = { input: { reason: `${life.words[0]} is tired.` } };
  const { data } = await world.named('accounts').execute({ query, variables }, life.actor);
  expect(data).toEqual({ closeMyAccount: { __typename: 'ClosedAccount' } });
  for (const when of [days(20), days(15)]) {
    world.advance(when);
    await world.drain();
    for (const { jobs } of world.running) for (const job of jobs) if (job.name !== 'accounts.eraseDue') await job.runOnce();
  }
  await world.drain();
}

test(
  'an erasure whose processes are killed before, in and after each of its steps is reported once, and leaves nothing',
  { timeout: 300_000 },
  async () => {
    expect((await tablesHolding(world, life.words)).length).toBeGreaterThan(20);
    expect((await world.named('disputes').backlog()).failed).toBe(1);
    await close();
    expect(await status()).toBe('grace');
    await killedAt(world, 'accounts', 'in: insert into accounts.outbox_event');
    expect(await status(), 'nothing of a step that was cut short is left').toBe('grace');
    await killedAt(world, 'accounts', 'after the job', 'before publishing', 'after publishing');
    expect(await status()).toBe('erasing');
    await killedAt(world, 'accounts', 'in: update accounts.account set email', 'before acknowledging');
    await Promise.all(
      others.map((name) => killedAt(world, name, `in: insert into ${name}.outbox_event`, 'before acknowledging')),
    );
    for (const name of others)
      expect(await announced(world, `${name}.subjectErased.v1`, life.id), `${name} answers once`).toHaveLength(1);
    await killedAt(world, 'audit', 'before publishing', 'after publishing');
    for (const name of others) await world.named(name).drain();
    expect(await status()).toBe('erasing');
    await killedAt(world, 'accounts', 'in: update accounts.closing set status');
    expect(await status()).toBe('erasing');
    await killedAt(world, 'accounts', 'before acknowledging');
    await world.drain();

    expect(await status()).toBe('erased');
    expect(await announced(world, 'accounts.erased.v1', life.id)).toHaveLength(1);
    expect(await announced(world, 'accounts.erasureRequested.v1', life.id)).toHaveLength(1);
    for (const name of [...others, 'accounts'])
      expect(await announced(world, `${name}.subjectErased.v1`, life.id), name).toHaveLength(1);
    expect(await verifyLog(world.named('audit').orm, world.tenantId)).toMatchObject({ ok: true });
    for (const one of world.running) expect(await one.backlog(), one.name).toMatchObject({ failed: 0, waiting: 0 });
    await forgetEvents();
    expect(await tablesHolding(world, life.words)).toEqual([]);
    // A pseudonym in leaves that are never changed; nothing here leads from it to anybody.
    expect(await tablesHolding(world, [life.userRef])).toEqual(['audit.entry']);
  },
);

/** What outboxes and the transport keep for some days, as those days go by. */
async function forgetEvents(): Promise<void> {
  const past = "now() - interval '40 days'";
  for (const { name } of world.running)
    await world.administer(`update ${name}.outbox_event set created_at = ${past}, published_at = ${past}`);
  await world.administer(`update transport.event set published_at = ${past}`);
  for (const one of world.running) await one.prune();
}
