import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { minutes } from '@praetor/kernel/clock';
import { roleOf, urlFor } from '@praetor/postgres/database';
import { anonymousActor } from '@praetor/testkit/actors';
import { testPassword } from '@praetor/testkit/database';
import { secretIn, startMailCatcher, type MailCatcher } from '@praetor/testkit/mail-catcher';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { register } from '../src/commands/register.ts';
import { verifyEmail } from '../src/commands/verify-email.ts';
import { InvalidCode } from '../src/domain/proof.ts';
import { accountsWorld, password, type AccountsWorld } from './world.ts';

let world: AccountsWorld;
let catcher: MailCatcher;
beforeAll(async () => {
  world = await accountsWorld();
  catcher = await startMailCatcher();
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await catcher[Symbol.asyncDispose]();
});

const anonymous = () => world.room(anonymousActor(world.tenantId));

/** One round of a courier in a process of its own. */
function round(smtpUrl: string, when = 'never', statement = '') {
  const url = urlFor(world.adminUrl, roleOf('accounts'), testPassword);
  const script = fileURLToPath(new URL('courier-child.ts', import.meta.url));
  const given = [url, world.clock.now().toISOString(), smtpUrl, when, statement];
  const child = spawn(process.execPath, [script, ...given], { stdio: ['ignore', 'ignore', 'inherit'] });
  const gone = once(child, 'exit').then(([code, signal]) => (signal ?? code) as string | number);
  return { child, gone };
}

/** Kills a courier while it speaks with a mail server about so many messages: that one takes the connections, and says nothing. */
async function killedWhileSending(messages: number): Promise<void> {
  const sockets: Socket[] = [];
  const silent = createServer((socket) => void (sockets.push(socket) === messages && silent.emit('all'))).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { child, gone } = round(`smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`);
  await once(silent, 'all');
  child.kill('SIGKILL');
  expect(await gone).toBe('SIGKILL');
  sockets.forEach((socket) => socket.destroy());
  silent.close();
}

const mailsTo = (to: string) => catcher.mails.filter((mail) => mail.to === to);
const lease = minutes(2);

test(
  'a courier that is killed anywhere loses no code, and sends one again only under its own id',
  { timeout: 300_000 },
  async () => {
    const people = ['ada', 'bea', 'cleo'].map((name) => `${name}@example.com`);
    const requests = [];
    for (const email of people) requests.push(await register(anonymous(), world.desk, { email, password }));
    const killed = async (when: string, statement: string): Promise<void> => {
      expect(await round(catcher.url, when, statement).gone, `${when} ${statement}`).toBe('SIGKILL');
    };

    await killed('after', 'insert into "accounts"."message"');
    await killed('after', 'update accounts.message set due_at');
    await killedWhileSending(people.length);
    expect(catcher.mails, 'none was sent so far').toEqual([]);
    expect(await round(catcher.url).gone).toBe(0);
    expect(catcher.mails, 'they are leased').toEqual([]);
    world.clock.advance(lease);
    await killed('before', 'update accounts.message set sent_at');
    world.clock.advance(lease);
    await killed('after', 'update accounts.message set sent_at');
    world.clock.advance(lease);
    expect(await round(catcher.url).gone).toBe(0);
    world.clock.advance(lease);
    expect(await round(catcher.url).gone).toBe(0);

    const codes = people.map((to) => {
      const mails = mailsTo(to);
      expect(new Set(mails.map(({ messageId }) => messageId)).size, `${to} got one message`).toBe(1);
      expect(new Set(mails.map(({ text }) => text)).size, 'each copy alike').toBe(1);
      expect(mails.length, 'a copy at most for each death behind the sending').toBeLessThanOrEqual(3);
      return secretIn(mails[0]!);
    });
    expect(people.some((to) => mailsTo(to).length > 1)).toBe(true);
    const { rows } = await world.admin.query('select 1 from accounts.message where sealed is not null or sent_at is null');
    expect(rows).toEqual([]);

    await verifyEmail(anonymous(), world.desk, { requestId: requests[0]!.id, code: codes[0]! });
    await expect(verifyEmail(anonymous(), world.desk, { requestId: requests[0]!.id, code: codes[0]! })).rejects.toThrow(
      InvalidCode,
    );
    world.clock.advance(minutes(15));
    await expect(verifyEmail(anonymous(), world.desk, { requestId: requests[1]!.id, code: codes[1]! })).rejects.toThrow(
      InvalidCode,
    );
  },
);
