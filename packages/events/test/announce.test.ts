import { systemActor } from '@praetor/identity/actor';
import { InvalidInput } from '@praetor/kernel/refusal';
import { newId, uuidOf } from '@praetor/kernel/id';
import { inTenant } from '@praetor/postgres/tenancy';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Envelope } from '@praetor/contracts/envelope';
import { announce } from '../src/announce.ts';
import { sql } from '@praetor/postgres/sql';
import { counted, eventsWorld, type EventsWorld } from './world.ts';

let world: EventsWorld;
beforeAll(async () => {
  world = await eventsWorld();
});
afterAll(() => world?.[Symbol.asyncDispose]());

const now = new Date('2026-02-03T04:05:06.789Z');

test('an announced event says who, when, why and what changed', async () => {
  const [tenantId] = world.tenants;
  const actor = { ...systemActor('sweep', tenantId), ip: '192.0.2.1', requestId: newId('request'), traceparent: '00-a-b-01' };
  const decision = { effect: 'allow' as const, action: 'count', policies: ['p1'], policyVersion: '3' };
  const change = { before: null, after: { at: now, amount: 12n } };
  await inTenant(world.orm, tenantId, (tx) =>
    announce(tx, { actor, now, reason: 'because', decision }, counted, {
      subject: { type: 'widget', id: 'w1' },
      data: { number: 7 },
      change,
    }),
  );
  const [row] = await world.read<{ id: string; tenant_id: string; partition_key: string; type: string; envelope: Envelope }>(
    'select * from widgets.outbox_event',
  );
  expect(row).toMatchObject({ tenant_id: uuidOf(tenantId), partition_key: 'widget/w1', type: 'widgets.counted.v1' });
  expect(row!.envelope).toMatchObject({
    source: 'praetor/widgets',
    subject: 'widget/w1',
    time: now.toISOString(),
    tenantid: tenantId,
    traceparent: '00-a-b-01',
    data: { number: 7 },
    praetorcause: {
      actorKind: 'system',
      actorId: 'sweep',
      ip: '192.0.2.1',
      reason: 'because',
      requestId: actor.requestId,
      correlationId: actor.requestId,
    },
    praetorchange: { before: null, after: { at: now.toISOString(), amount: '12' } },
    praetordecision: decision,
    praetorstatus: 'succeeded',
  });
});

test('a change that is undone announces nothing', async () => {
  const [tenantId] = world.tenants;
  const before = await world.read('select id from widgets.outbox_event');
  const work = inTenant(world.orm, tenantId, async (tx) => {
    await announce(tx, { actor: systemActor('test', tenantId), now }, counted, {
      subject: { type: 'widget', id: 'w2' },
      data: { number: 1 },
    });
    throw new Error('undone');
  });
  await expect(work).rejects.toThrow('undone');
  expect(await world.read('select id from widgets.outbox_event')).toHaveLength(before.length);
});

test('an event that breaks its contract is not announced', async () => {
  const [tenantId] = world.tenants;
  const broken = inTenant(world.orm, tenantId, (tx) =>
    announce(tx, { actor: systemActor('test', tenantId), now }, counted, {
      subject: { type: 'widget', id: 'w3' },
      data: { number: 1.5 },
    }),
  );
  await expect(broken).rejects.toThrow(/number/);
});

test.each([
  ['NUL', 'a\0b'],
  ['a lone surrogate', 'a\ud800b'],
])('text that Postgres cannot keep (%s) is refused', async (_, text) => {
  const [tenantId] = world.tenants;
  const say = (reason: string) =>
    inTenant(world.orm, tenantId, (tx) =>
      announce(tx, { actor: systemActor('test', tenantId), now, reason }, counted, {
        subject: { type: 'widget', id: 'w4' },
        data: { number: 1 },
      }),
    );
  await expect(say(text)).rejects.toThrow(InvalidInput);
  await say(String.raw`a literal \u0000 and \\ud800, and 😀`);
  const [row] = await world.read<{ reason: string }>(
    "select envelope #>> '{praetorcause,reason}' as reason from widgets.outbox_event order by position desc limit 1",
  );
  expect(row!.reason).toBe(String.raw`a literal \u0000 and \\ud800, and 😀`);
});

test('an outbox shows a tenant its own events only, and takes no others', async () => {
  const [mine, other] = world.tenants;
  await world.count(other, 'secret', 1);
  const seen = await inTenant(world.orm, mine, (tx) =>
    sql<{ tenant_id: string }>(tx, 'select tenant_id from widgets.outbox_event'),
  );
  expect(new Set(seen.map((row) => row.tenant_id))).toEqual(new Set([uuidOf(mine)]));
  const foreign = inTenant(world.orm, mine, (tx) =>
    announce(tx, { actor: systemActor('test', other), now }, counted, {
      subject: { type: 'widget', id: 'x' },
      data: { number: 1 },
    }),
  );
  await expect(foreign).rejects.toThrow(/row-level security/);
});

test('transactions that Postgres cuts off do not use up the pool', async () => {
  const cutOff = () => world.read('select pg_terminate_backend(pg_backend_pid())').catch(() => 'cut off');
  for (let count = 0; count < 10; count += 1) expect(await cutOff()).toBe('cut off');
  expect(await world.read('select 1 as one')).toEqual([{ one: 1 }]);
});
