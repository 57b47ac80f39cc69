import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { minutes } from '@praetor/kernel/clock';
import { newId } from '@praetor/kernel/id';
import { inTenant } from '@praetor/postgres/tenancy';
import { startMailCatcher, type MailCatcher } from '@praetor/testkit/mail-catcher';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSeal } from '../src/db/seal.ts';
import { deliverMessages, type Carriers } from '../src/commands/deliver-messages.ts';
import { readMailEnv } from '../src/env.ts';
import { createCarriers } from '../src/workers/carriers.ts';
import { accountsWorld, secret, type AccountsWorld } from './world.ts';

let world: AccountsWorld;
let catcher: MailCatcher;
beforeAll(async () => {
  catcher = await startMailCatcher();
  world = await accountsWorld();
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await catcher[Symbol.asyncDispose]();
});
beforeEach(() => world.admin.query('delete from accounts.message'));

const ways = () => ({ smtpUrl: catcher.url, from: 'Flea market <no-reply@market.example>', sms: null, print: null });
const deliver = (carriers: Carriers = createCarriers(ways())) =>
  deliverMessages({ orm: world.subgraph.orm, clock: world.clock.now, seal: createSeal(secret, 'message'), carriers });
const rows = async () => (await world.admin.query('select sealed, attempts, sent_at, trouble from accounts.message')).rows;

let addresses = 0;
async function post(channel: 'email' | 'sms' = 'email', lastsMinutes = 15) {
  const to = channel === 'email' ? `reader-${(addresses += 1)}@example.com` : '+4915112345678';
  const now = world.clock.now();
  const id = await inTenant(world.subgraph.orm, world.tenantId, (tx) =>
    world.desk.post.post(tx, {
      tenantId: world.tenantId,
      accountId: newId('account'),
      channel,
      letter: channel === 'email' ? 'register' : 'verifyPhone',
      to,
      secret: '12345678',
      now,
      expiresAt: new Date(now.getTime() + minutes(lastsMinutes)),
    }),
  );
  return { id, to };
}

describe('by e-mail', () => {
  test('a message is kept sealed, sent once under its own id, and wiped', async () => {
    const { id, to } = await post();
    const [kept] = await rows();
    expect(JSON.stringify(kept)).not.toMatch(/1234|reader/);
    expect(await deliver()).toBe(1);
    expect(await deliver()).toBe(0);
    const mails = catcher.mails.filter((mail) => mail.to === to);
    expect(mails).toEqual([
      {
        to,
        messageId: `<${id}@market.example>`,
        subject: 'Your code for A marketplace',
        text: expect.stringContaining('1234 5678'),
      },
    ]);
    expect(await rows()).toMatchObject([{ sealed: null, attempts: 1, trouble: null, sent_at: world.clock.now() }]);
  });

  test('many couriers send each message once', async () => {
    const posted = await Promise.all(Array.from({ length: 20 }, () => post()));
    await Promise.all(Array.from({ length: 5 }, () => deliver()));
    for (const { to } of posted) expect(catcher.mails.filter((mail) => mail.to === to)).toHaveLength(1);
  });

  test('a server that is busy is asked again, later and later; one that refuses is not', async () => {
    const { to } = await post();
    catcher.refusals.push(451, 451);
    expect(await deliver()).toBe(1);
    expect(await deliver()).toBe(0);
    expect(await rows()).toMatchObject([{ attempts: 1, trouble: 'the mail server answered 451' }]);
    world.clock.advance(5_000);
    expect(await deliver()).toBe(1);
    world.clock.advance(5_000);
    expect(await deliver()).toBe(0);
    world.clock.advance(5_000);
    expect(await deliver()).toBe(1);
    expect(catcher.mails.filter((mail) => mail.to === to)).toHaveLength(1);
    await world.admin.query('delete from accounts.message');
    await post();
    catcher.refusals.push(550);
    await deliver();
    expect(await rows()).toMatchObject([{ sealed: null, sent_at: null, trouble: 'the mail server answered 550' }]);
  });

  test('a server that does not answer is asked until the message is worth nothing', async () => {
    await post('email', 2);
    const nobody = createCarriers({ ...ways(), smtpUrl: 'smtp://127.0.0.1:9' });
    for (let at = 0; at < 10; at += 1) {
      await deliver(nobody);
      world.clock.advance(minutes(1));
    }
    const [row] = await rows();
    expect(row).toMatchObject({ sealed: null, sent_at: null });
    expect(row.attempts).toBeLessThan(10);
  });

  test('what has expired is not sent', async () => {
    const { to } = await post('email', 1);
    world.clock.advance(minutes(1));
    await deliver();
    expect(catcher.mails.filter((mail) => mail.to === to)).toEqual([]);
    expect(await rows()).toMatchObject([{ sealed: null, trouble: 'expired before it could be sent' }]);
  });

  test('killed between sending and wiping, it is sent again after the lease, under the same id', async () => {
    const { id, to } = await post();
    const smtp = createCarriers(ways()).email!;
    const dies: Carriers = {
      sms: null,
      email: {
        async send(message, parcel) {
          await smtp.send(message, parcel);
          await new Promise(() => undefined);
        },
      },
    };
    void deliver(dies);
    await catcher.newest(to);
    expect(await deliver(), 'it is still the other’s').toBe(0);
    world.clock.advance(minutes(2));
    expect(await deliver()).toBe(1);
    expect(catcher.mails.filter((mail) => mail.to === to).map(({ messageId }) => messageId)).toEqual(
      Array.from({ length: 2 }, () => `<${id}@market.example>`),
    );
  });
});

test('by text: a signed webhook with the message’s own id, whose answer decides', async () => {
  const key = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const answers = [503, 200];
  const seen: { id: unknown; payload: unknown }[] = [];
  const service = createServer((request, response) => {
    void text(request).then((body) => {
      const payload = new Webhook(key).verify(body, request.headers as Record<string, string>);
      seen.push({ id: request.headers['webhook-id'], payload });
      response.writeHead(answers.shift() ?? 400).end();
    });
  }).listen(0, '127.0.0.1');
  await once(service, 'listening');
  const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}/sms`;
  const carriers = createCarriers({ ...ways(), sms: { url, secret: key } });
  const { id, to } = await post('sms');
  await deliver(carriers);
  world.clock.advance(5_000);
  await deliver(carriers);
  const said = { id, payload: { to, text: 'A marketplace: 1234 5678 is your code for 15 minutes.' } };
  expect(seen).toEqual([said, said]);
  expect(await rows()).toMatchObject([{ sealed: null, attempts: 2, trouble: null }]);
  await world.admin.query('delete from accounts.message');
  await post('sms');
  await deliver(carriers);
  expect(await rows()).toMatchObject([{ sealed: null, sent_at: null, trouble: 'the SMS service answered 400' }]);
  service.close();
});

test('without a server: printed in development, and never in production', async () => {
  const printed: string[] = [];
  const silent = { ...ways(), smtpUrl: null };
  await post();
  await deliver(createCarriers({ ...silent, print: (line) => void printed.push(line) }));
  expect(printed.join('')).toContain('1234 5678');
  await post();
  await deliver(createCarriers(silent));
  expect((await rows()).map(({ trouble }) => trouble)).toContain('nothing carries this channel');
});

test.each([
  ['no mail server', { PRAETOR_ENV: 'production', MAIL_FROM: 'a@market.example' }, 'SMTP_URL'],
  ['no sender', { PRAETOR_ENV: 'production', SMTP_URL: 'smtps://mail.example' }, 'MAIL_FROM'],
  ['half of the SMS settings', { SMS_WEBHOOK_URL: 'https://sms.example' }, 'SMS_WEBHOOK_SECRET'],
])('settings with %s stop the start', (_, env, named) => {
  expect(() => readMailEnv(env, true)).toThrow(named);
});
