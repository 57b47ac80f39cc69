import { createHash, randomUUID } from 'node:crypto';
import { newId } from '@praetor/kernel/id';
import { findRedis, startRedis } from '@praetor/testkit/redis';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { createRateWindows } from '../src/limits/rate-windows.ts';
import type { Viewer } from '../src/viewer.ts';
import { issueKey, signIn } from './fixtures/records.ts';
import { overSocket } from './fixtures/streams.ts';
import { gatewayWorld } from './fixtures/world.ts';

const limited = expect.objectContaining({ code: 'RATE_LIMITED', retryAfter: expect.any(Number) });

describe('who asks for too much within a minute', () => {
  test('is told so and when to come back: a person, wherever they ask from', async () => {
    await using world = await gatewayWorld({ settings: { PRAETOR_RATE_LIMITS: 'actor=3' } });
    const [ada, bob] = [await signIn(world.records, ['BUYER']), await signIn(world.records, ['BUYER'])];
    for (let times = 0; times < 3; times++) expect((await world.ask('{ whoAmI }', ada)).status).toBe(200);
    const refused = await world.ask('{ whoAmI }', ada);
    expect([refused.status, refused.body.errors?.[0].extensions]).toEqual([429, limited]);
    const seconds = Number(refused.headers.get('retry-after'));
    expect([seconds > 0, seconds <= 60, seconds]).toEqual([true, true, refused.body.errors?.[0].extensions.retryAfter]);
    expect((await world.ask('{ whoAmI }', bob)).status).toBe(200);
    expect((await world.ask('{ whoAmI }')).status).toBe(200);
  });

  test('is counted within sockets too, and the socket stays', async () => {
    await using world = await gatewayWorld({ settings: { PRAETOR_RATE_LIMITS: 'actor=2' } });
    const { headers } = await signIn(world.records, ['BUYER']);
    await using socket = overSocket(world, headers);
    for (let times = 0; times < 2; times++) expect((await socket.subscribe('{ whoAmI }').next())?.data).toBeDefined();
    expect((await socket.subscribe('{ whoAmI }').next())?.errors?.[0].extensions).toEqual(limited);
    expect((await socket.subscribe('subscription { disputeChanged { id } }').next())?.errors?.[0].extensions).toEqual(limited);
  });

  test('an address: before anything of it is parsed, over HTTP, sockets and the events door', async () => {
    await using world = await gatewayWorld({ settings: { PRAETOR_RATE_LIMITS: 'ip=3', PRAETOR_TRUST_PROXY: 'true' } });
    const from = (ip: string) => ({ headers: { 'x-forwarded-for': ip } });
    for (let times = 0; times < 3; times++) await world.ask('{ not graphql', from('192.0.2.1'));
    const refused = await world.ask('{ not graphql', from('192.0.2.1'));
    expect([refused.status, refused.body.errors?.[0].extensions]).toEqual([429, limited]);
    const events = await fetch(`${world.url}/events`, {
      method: 'POST',
      headers: { ...from('192.0.2.1').headers, 'x-api-key': 'pk_x' },
    });
    expect([events.status, events.headers.get('retry-after'), ((await events.json()) as { code: string }).code]).toEqual([
      429,
      expect.stringMatching(/^\d+$/),
      'RATE_LIMITED',
    ]);
    await using refusedSocket = overSocket(world, {}, from('192.0.2.1').headers);
    expect(await refusedSocket.closed).toMatchObject({ code: 0, reason: expect.stringContaining('429') });
    expect((await world.ask('{ whoAmI }', from('192.0.2.2'))).status).toBe(200);
  });

  test('an address, also for what it asks on a socket that is open', async () => {
    await using world = await gatewayWorld({ settings: { PRAETOR_RATE_LIMITS: 'ip=3' } });
    await using socket = overSocket(world);
    for (let times = 0; times < 2; times++) expect((await socket.subscribe('{ whoAmI }').next())?.data).toBeDefined();
    expect((await socket.subscribe('{ not graphql').next())?.errors?.[0].extensions).toEqual(limited);
  });

  test('an IPv6 network counts as one address', async () => {
    await using world = await gatewayWorld({ settings: { PRAETOR_RATE_LIMITS: 'ip=1', PRAETOR_TRUST_PROXY: 'true' } });
    const statusFrom = async (ip: string) => (await world.ask('{ whoAmI }', { headers: { 'x-forwarded-for': ip } })).status;
    expect([await statusFrom('2001:db8::1'), await statusFrom('2001:db8::ffff:2'), await statusFrom('2001:db8:0:1::1')]).toEqual([
      200, 429, 200,
    ]);
  });

  test('an API key, at the events door', async () => {
    await using world = await gatewayWorld({ settings: { PRAETOR_RATE_LIMITS: 'key=1' } });
    const { headers } = issueKey(world.records, ['PARTNER']);
    const send = async () => (await fetch(`${world.url}/events`, { method: 'POST', headers, body: '{}' })).status;
    expect([await send(), await send()]).toEqual([415, 429]);
  });

  test('an API key’s registered operations have a window of their own, the first time and afterwards', async () => {
    await using world = await gatewayWorld({ settings: { PRAETOR_RATE_LIMITS: 'key=2,registered=4' } });
    const partner = issueKey(world.records, ['PARTNER']);
    const [body, hash] = ['{ whoAmI }', createHash('sha256').update('{ whoAmI }').digest('hex')];
    world.records.operations.set(`${partner.state.id} ${hash}`, { id: newId('operation'), body });
    const run = async (sent: object) => {
      const headers = { ...partner.headers, 'content-type': 'application/json' };
      return (await fetch(`${world.url}/graphql`, { method: 'POST', headers, body: JSON.stringify(sent) })).status;
    };
    const registered = { documentId: hash };
    const statuses = [];
    for (let times = 0; times < 5; times++) statuses.push(await run(registered));
    expect(statuses).toEqual([200, 200, 200, 200, 429]);
    expect([await run({ query: body }), await run({ query: body }), await run({ query: body })]).toEqual([200, 200, 429]);
  });

  test('a key that holds is counted by itself and no more by its address; one that does not is', async () => {
    await using world = await gatewayWorld({ settings: { PRAETOR_RATE_LIMITS: 'ip=3,key=20' } });
    const { headers } = issueKey(world.records, ['PARTNER']);
    for (let times = 0; times < 20; times++) expect((await world.ask('{ whoAmI }', { headers })).status).toBe(200);
    expect((await world.ask('{ whoAmI }', { headers })).status).toBe(429);
    const guessed = { authorization: 'Bearer pk_test_guessed' };
    const statuses = [];
    for (let times = 0; times < 4; times++) statuses.push((await world.ask('{ whoAmI }', { headers: guessed })).status);
    expect(statuses).toEqual([401, 401, 401, 429]);
  });

  test('a key, or each key of a tenant, has what was set for it by id, for all it does', async () => {
    const tenant = newId('tenant');
    const [mine, other, stranger] = [newId('apiKey'), newId('apiKey'), newId('apiKey')];
    const named = new Map<string, number>([
      [mine, 5],
      [tenant, 3],
    ]);
    const rates = { ip: 0, actor: 0, key: 1, registered: 1, named };
    await using windows = createRateWindows({ rates, redisUrl: null, logger: pino({ level: 'silent' }) });
    const count = async (id: string, tenantId: string): Promise<number> => {
      const viewer = { actor: { kind: 'partner', id, tenantId, ip: null } } as unknown as Viewer;
      for (let admitted = 0; ; admitted++)
        if (
          !(await windows.admitViewer(viewer, { registered: admitted % 2 > 0 }).then(
            () => true,
            () => false,
          ))
        )
          return admitted;
    };
    expect([await count(mine, tenant), await count(other, tenant)]).toEqual([5, 3]);
    expect(await count(stranger, newId('tenant'))).toBe(2);
    await using open = createRateWindows({
      rates: { ...rates, named: new Map([[mine, 0]]) },
      redisUrl: null,
      logger: pino({ level: 'silent' }),
    });
    const viewer = { actor: { kind: 'partner', id: mine, tenantId: tenant, ip: null } } as unknown as Viewer;
    for (let times = 0; times < 50; times++) await open.admitViewer(viewer);
  });

  test('nobody is limited on a developer’s machine, unless it is set', async () => {
    await using world = await gatewayWorld();
    const answers = await Promise.all(Array.from({ length: 200 }, () => world.ask('{ __typename }')));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
  });
});

describe('with Redis', () => {
  test.skipIf(!findRedis())('gateways count together, and alone when it is gone', async () => {
    const redis = await startRedis();
    const settings = { PRAETOR_RATE_LIMITS: 'ip=2', PRAETOR_TRUST_PROXY: 'true', REDIS_URL: redis.url };
    await using one = await gatewayWorld({ settings });
    await using other = await gatewayWorld({ settings });
    // Of its own: the server of REDIS_URL may be shared with earlier runs.
    const ip = `2001:db8:${randomUUID().slice(0, 4)}:${randomUUID().slice(0, 4)}::1`;
    const status = async (world: typeof one) => (await world.ask('{ whoAmI }', { headers: { 'x-forwarded-for': ip } })).status;
    await untilCounted(one, other);
    expect([await status(one), await status(other), await status(one), await status(other)]).toEqual([200, 200, 429, 429]);
    if (process.env.REDIS_URL) return;
    await redis[Symbol.asyncDispose]();
    expect([await status(one), await status(one), await status(one)]).toEqual([200, 200, 429]);
  });

  /** Until both are connected: before, each counts for itself. */
  async function untilCounted(...worlds: Awaited<ReturnType<typeof gatewayWorld>>[]): Promise<void> {
    const header = (ip: string) => ({ headers: { 'x-forwarded-for': ip } });
    for (let round = 0; ; round++) {
      const ip = `2001:db8:${randomUUID().slice(0, 4)}:${round.toString(16)}::1`;
      const statuses = [];
      for (const world of [...worlds, ...worlds]) statuses.push((await world.ask('{ whoAmI }', header(ip))).status);
      if (statuses.join() === '200,200,429,429') return;
    }
  }
});

describe('staff', () => {
  const settings = { PRAETOR_STAFF_ADDRESSES: '10.1.0.0/16,2001:db8::/32,192.0.2.7', PRAETOR_TRUST_PROXY: 'true' };

  test('may work from their addresses only; others from anywhere', async () => {
    await using world = await gatewayWorld({ settings });
    const [support, buyer] = [await signIn(world.records, ['BUYER', 'SUPPORT']), await signIn(world.records, ['BUYER'])];
    const ask = async (person: typeof buyer, ip: string) => {
      const { status, body } = await world.ask('{ whoAmI }', { headers: { ...person.headers, 'x-forwarded-for': ip } });
      return [status, body.errors?.[0].extensions.code];
    };
    for (const ip of ['10.1.2.3', '::ffff:10.1.2.3', '2001:db8::5', '192.0.2.7'])
      expect(await ask(support, ip)).toEqual([200, undefined]);
    for (const ip of ['10.2.0.1', '2001:db9::1', '192.0.2.8', 'nonsense', '127.0.0.1'])
      expect(await ask(support, ip)).toEqual([403, 'FORBIDDEN_ADDRESS']);
    expect(await ask(buyer, '10.2.0.1')).toEqual([200, undefined]);
  });

  test('are refused over sockets with a code of their own, and when the role comes later', async () => {
    await using world = await gatewayWorld({ settings });
    const support = await signIn(world.records, ['SUPPORT']);
    await using refused = overSocket(world, support.headers);
    expect(await refused.closed).toMatchObject({ code: 4403 });
    const person = await signIn(world.records, ['BUYER']);
    await using socket = overSocket(world, person.headers);
    expect((await socket.subscribe('{ whoAmI }').next())?.data).toBeDefined();
    person.session.roles = ['SUPPORT'];
    await expect
      .poll(async () => (await socket.subscribe('{ whoAmI }').next())?.errors?.[0].extensions.code)
      .toBe('FORBIDDEN_ADDRESS');
  });
});
