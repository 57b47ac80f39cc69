import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Actor } from '@praetor/identity/actor';
import { uuidOf, type Id } from '@praetor/kernel/id';
import { partnerActor } from '@praetor/testkit/actors';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rebuildAll } from '../src/rebuild-command.ts';
import { live } from './erasure-life.ts';
import { whole, wholeSecret, type Whole } from './whole.ts';

let world: Whole;
beforeAll(async () => {
  world = await whole();
  await live(world);
}, 120_000);
afterAll(() => world[Symbol.asyncDispose]());

const timeout = 240_000;

/** How often, and when last, a row was written is not what it says. */
const unsaid = ['version', 'updated_at'];

/** Every row of every projection, whatever its place in the table. */
async function rows(): Promise<Record<string, unknown[]>> {
  const tables = world.running.flatMap(({ projections }) => projections.flatMap((projection) => projection.tables));
  const dump: Record<string, unknown[]> = {};
  for (const table of tables) {
    const found = await world.look<{ row: unknown }>(`select to_jsonb(t) - $1::text[] as row from ${table} as t order by 1`, [
      unsaid,
    ]);
    dump[table] = found.map(({ row }) => row);
  }
  return dump;
}

async function rebuild(): Promise<void> {
  for (const subgraph of world.running) await rebuildAll(subgraph, world.named('audit'), () => undefined, world.clock);
}

let sent = 0;
/** What a marketplace tells, in one request; `at` are minutes before now, in any order. */
async function tell(sightings: readonly Sighting[]): Promise<void> {
  const events = sightings.map(({ who, device, ip, wallet, at }) => {
    const time = new Date(world.clock().getTime() - at * 60_000).toISOString();
    const about = { id: `r-${(sent += 1)}`, source: 'urn:market', time };
    const userRef = `user-${who}`;
    if (wallet) {
      const total = { amountMinor: 1000 * wallet, currency: 'EUR' };
      return {
        ...about,
        type: 'marketplace.orderCompleted.v1',
        data: { orderRef: about.id, buyerRef: userRef, sellerRef: `user-${wallet}`, total },
      };
    }
    const data = { userRef, deviceId: `device-${device}`, ip: `203.0.113.${ip}` };
    return { ...about, type: 'marketplace.deviceSeen.v1', data };
  });
  const query = 'mutation ($input: IngestEventsInput!) { ingestEvents(input: $input) { results { outcome message } } }';
  const partner = { ...partnerActor(world.tenantId), roles: ['PARTNER', 'GATEWAY'] } as Actor;
  const { data, errors } = await world.named('accounts').execute({ query, variables: { input: { events } } }, partner);
  expect(errors).toBeUndefined();
  const { results } = data!['ingestEvents'] as { results: { outcome: string }[] };
  expect(results.filter(({ outcome }) => outcome !== 'ACCEPTED')).toEqual([]);
}

const sighting = fc.record({
  who: fc.integer({ min: 1, max: 24 }),
  device: fc.integer({ min: 1, max: 6 }),
  ip: fc.integer({ min: 1, max: 5 }),
  wallet: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 24 })),
  at: fc.integer({ min: 0, max: 100_000 }),
});
type Sighting = typeof sighting extends fc.Arbitrary<infer T> ? T : never;

test(
  'after any history, read models rebuilt from the log are identical row by row, once and again, and nobody is told anything',
  { timeout },
  async () => {
    const history = fc.array(fc.array(sighting, { minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(history, async (batches) => {
        for (const batch of batches) {
          await tell(batch);
          await world.drain();
        }
        const before = await rows();
        const told = await world.look('select count(*) from transport.event');
        await rebuild();
        expect(await rows()).toEqual(before);
        await rebuild();
        expect(await rows()).toEqual(before);
        await world.drain();
        expect(await world.look('select count(*) from transport.event')).toEqual(told);
      }),
      { numRuns: 3, endOnFailure: true },
    );
    const filled = await rows();
    for (const table of [
      'accounts.trace',
      'accounts.account_link',
      'accounts.trust_standing',
      'trust.trust_profile',
      'admin.known_account',
      'disputes.party',
    ])
      expect(filled[table]?.length, table).toBeGreaterThan(0);
  },
);

test('what was damaged is repaired; a rebuild that is killed in the middle leaves what was', { timeout }, async () => {
  const before = await rows();
  await world.administer(
    "update accounts.trace set value = 'x' || value where kind = 'ip'; delete from admin.known_account; delete from disputes.party",
  );
  const damaged = await rows();
  expect(damaged).not.toEqual(before);
  for (const [name, statement] of [
    ['accounts', 'insert into accounts.account_link'],
    ['admin', 'insert into "admin"."known_account"'],
  ] as const) {
    const script = fileURLToPath(new URL('rebuild-child.ts', import.meta.url));
    const given = [name, world.urlOf(name), world.urlOf('audit'), world.clock().toISOString(), statement, wholeSecret];
    const child = spawn(process.execPath, [script, ...given], { stdio: ['ignore', 'ignore', 'inherit'] });
    expect((await once(child, 'exit'))[1], name).toBe('SIGKILL');
    expect(await rows(), name).toEqual(damaged);
  }
  await rebuild();
  expect(await rows()).toEqual(before);
});

test('events that come meanwhile are neither lost nor counted twice', { timeout }, async () => {
  const at = { who: 1, device: 1, ip: 1, wallet: 0, at: 0 };
  const [audit, others] = [world.named('audit'), world.running.filter(({ name }) => name !== 'audit')];
  const live = (async () => {
    for (let round = 0; round < 6; round += 1) {
      await tell(
        Array.from({ length: 10 }, (_, index) => ({ ...at, who: 30 + ((round + index) % 9), wallet: index % 2 ? 3 : 0 })),
      );
      for (const subgraph of others) await subgraph.drain();
    }
  })();
  // What is learned anew waits for its log, which has a pace of its own.
  const rebuilt = { all: false };
  const noting = (async () => {
    while (!rebuilt.all) await audit.drain().then(() => sleep(10));
  })();
  await Promise.all([live, rebuild().finally(() => (rebuilt.all = true)), noting]);
  await world.drain();
  const after = await rows();
  await rebuild();
  expect(await rows()).toEqual(after);
  expect(JSON.stringify(after['accounts.trace'])).toContain('203.0.113.1');
});

test('whoever was erased is not learned again', { timeout }, async () => {
  const { id } = await world.personOf('BUYER');
  const uuid = uuidOf(id as Id<'account'>);
  await world.administer(`update accounts.account set status = 'closed' where id = '${uuid}'`);
  await world.administer(
    `insert into accounts.closing (id, tenant_id, account_id, status, by, status_before, closed_at, erasure_at)
     select gen_random_uuid(), tenant_id, id, 'grace', 'owner', 'active', now(), '2020-01-01' from accounts.account where id = '${uuid}';
     update accounts.hold set released_at = now()`,
  );
  expect(JSON.stringify(await rows())).toContain(uuid);
  await world
    .named('accounts')
    .jobs.find(({ name }) => name === 'accounts.eraseDue')!
    .runOnce();
  await world.drain();
  const after = await rows();
  expect(JSON.stringify(after)).not.toContain(uuid);
  await rebuild();
  expect(await rows()).toEqual(after);
});
