import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@praetor/postgres/embedded';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const main = join(import.meta.dirname, '../src/main.ts');

interface Started {
  readonly child: ChildProcess;
  readonly said: () => string;
}

function start(env: Record<string, string>, args = ['start']): Started {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH, HOME, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += String(chunk)));
  return { child, said: () => said };
}

async function ended({ child, said }: Started): Promise<{ code: number | null; said: string }> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return { code: child.exitCode, said: said() };
}

async function answers({ child, said }: Started, port: number): Promise<void> {
  for (let waited = 0; waited < 90_000; waited += 100) {
    if (child.exitCode !== null) throw new Error(`It ended:\n${said()}`);
    if (
      await fetch(`http://127.0.0.1:${port}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await sleep(100);
  }
  throw new Error(`It did not answer:\n${said()}`);
}

let home: string;
beforeAll(async () => (home = await mkdtemp(join(tmpdir(), 'praetor-start-'))));
afterAll(() => rm(home, { recursive: true, force: true }));

const plainly = (said: string): string[] => said.split('\n').filter((line) => line);

describe('praetor start', { timeout: 300_000 }, () => {
  test('starts on an empty folder, stops at Ctrl-C with code 0, and keeps its data; even after kill -9', async () => {
    const port = await freePort();
    const env = { PRAETOR_HOME: home, PORT: String(port) };
    const first = start(env);
    await answers(first, port);
    const demo = JSON.parse(await readFile(join(home, 'demo.json'), 'utf8')) as { logins: { email: string; password: string }[] };
    const [one] = demo.logins;
    for (const { email, password } of demo.logins) expect(first.said()).toMatch(new RegExp(`${email}\\s+${password}`));
    const register =
      'mutation { register(input: { email: "kept@example.com", password: "violet kettles march north" }) { ... on ProofRequest { id } } }';
    const { data } = (await post(port, register)) as { data: { register: { id: string } } };
    const code = await printedCode(first, 'kept@example.com');
    const verify = `mutation { verifyEmail(input: { requestId: "${data.register.id}", code: "${code}" }) { __typename } }`;
    expect(JSON.stringify(await post(port, verify))).toContain('SessionTokens');
    first.child.kill('SIGINT');
    expect(await ended(first)).toMatchObject({ code: 0 });
    expect(existsSync(join(home, 'postgres/data/postmaster.pid')), 'Postgres stopped too').toBe(false);

    const second = start(env);
    await answers(second, port);
    const login =
      'mutation { login(input: { email: "kept@example.com", password: "violet kettles march north" }) { __typename } }';
    expect(JSON.stringify(await post(port, login))).toContain('SessionTokens');
    // Killed, it leaves its Postgres behind; the next start takes over.
    second.child.kill('SIGKILL');
    await ended(second);
    const third = start(env);
    await answers(third, port);
    expect(third.said()).toContain(one?.password);

    const intruder = await ended(start({ ...env, PORT: String(await freePort()) }));
    expect(intruder.code).toBe(1);
    expect(plainly(intruder.said)).toEqual([
      expect.stringMatching(/^praetor: Praetor already runs over .* \(process \d+\): stop it, or set PRAETOR_HOME/),
    ]);
    third.child.kill('SIGTERM');
    expect(await ended(third)).toMatchObject({ code: 0 });
  });

  test('a taken port is one line, and the database is stopped again', async () => {
    const port = await freePort();
    const taken = createServer().listen(port, '127.0.0.1');
    await once(taken, 'listening');
    const { code, said } = await ended(start({ PRAETOR_HOME: home, PORT: String(port) }));
    taken.close();
    expect({ code, said: plainly(said) }).toEqual({
      code: 1,
      said: [`praetor: PORT: ${port} is taken: stop what listens there, or set another.`],
    });
    expect(existsSync(join(home, 'postgres/data/postmaster.pid'))).toBe(false);
  });

  test('a damaged data folder is one line', async () => {
    const damaged = await mkdtemp(join(tmpdir(), 'praetor-damaged-'));
    const env = { PRAETOR_HOME: damaged, PORT: String(await freePort()) };
    const first = start(env);
    await answers(first, Number(env.PORT));
    first.child.kill('SIGTERM');
    await ended(first);
    await rm(join(damaged, 'postgres/data/PG_VERSION'));
    const { code, said } = await ended(start(env));
    expect({ code, said: plainly(said) }).toEqual({
      code: 1,
      said: [expect.stringMatching(/^praetor: The data folder .* is damaged/)],
    });
    await writeFile(join(damaged, 'secrets.json'), '{');
    const secrets = await ended(start(env));
    expect(plainly(secrets.said)).toEqual([expect.stringMatching(/^praetor: .*secrets\.json is damaged/)]);
    await rm(damaged, { recursive: true, force: true });
  });

  test('without its database it ends, says so in one line, and starts again over what was committed', async () => {
    const lost = await mkdtemp(join(tmpdir(), 'praetor-lost-'));
    const env = { PRAETOR_HOME: lost, PORT: String(await freePort()) };
    const first = start(env);
    await answers(first, Number(env.PORT));
    const [pid] = (await readFile(join(lost, 'postgres/data/postmaster.pid'), 'utf8')).split('\n');
    process.kill(Number(pid), 'SIGKILL');
    const { code, said } = await ended(first);
    expect(code).toBe(1);
    expect(said).toMatch(/^praetor: PostgreSQL has ended \(SIGKILL\): see .*postgres\.log, and start again\./m);
    expect(said).not.toMatch(/^ +at /m);
    const again = start(env);
    await answers(again, Number(env.PORT));
    again.child.kill('SIGTERM');
    expect((await ended(again)).code).toBe(0);
    await rm(lost, { recursive: true, force: true });
  });

  test('a folder whose creation was cut short is made anew', async () => {
    const half = await mkdtemp(join(tmpdir(), 'praetor-half-'));
    const port = await freePort();
    const cut = start({ PRAETOR_HOME: half, PORT: String(port) });
    while (!existsSync(join(half, 'postgres/data')) && cut.child.exitCode === null) await sleep(5);
    cut.child.kill('SIGKILL');
    await ended(cut);
    const again = start({ PRAETOR_HOME: half, PORT: String(port) });
    await answers(again, port);
    again.child.kill('SIGTERM');
    expect((await ended(again)).code).toBe(0);
    await rm(half, { recursive: true, force: true });
  });
});

describe('praetor failures', { timeout: 300_000 }, () => {
  test('lists what was set aside, retries it in order, and gives it up when told', async () => {
    const port = await freePort();
    const env = { PRAETOR_HOME: home, PORT: String(port), PRAETOR_URL: `http://127.0.0.1:${port}` };
    const praetor = start(env);
    await answers(praetor, port);
    const quarrel = { disputeRef: 'ghost', claimantRef: 'ann', respondentRef: 'shop' };
    const raised = { ...quarrel, orderRef: null, category: 'other', description: 'x', claim: null };
    const run = async (...args: string[]) => (await ended(start(env, args))).said;
    await run('event', 'disputeForwarded', JSON.stringify(quarrel), '--id', 'too-early');
    await run('event', 'disputeRaised', JSON.stringify(raised));
    let listed = '';
    for (let waited = 0; !/1 waiting behind it/.test(listed) && waited < 20; waited += 1) listed = await run('failures');
    expect(listed).toMatch(
      /disputes\.events {2}too-early {2}marketplace\.disputeForwarded\.v1[\s\S]*No dispute ghost was raised/,
    );
    expect(await run('failures', 'retry')).toContain('disputes.events: 0 handled, 1 failed again.');
    expect(await run('failures', 'discard', 'too-early')).toContain('disputes.events');
    expect(await run('failures', 'retry')).toContain('disputes.events: 1 handled, 0 failed again.');
    expect(await run('failures')).toContain('No event is set aside.');
    const asked = '{ disputes(first: 1) { edges { node { externalRef } } } me { email } }';
    expect(await run('query', '--as', 'MODERATOR', asked)).toContain('ghost');
    // What may not be read is told beside what may.
    const refused = await ended(start(env, ['query', '--as', 'BUYER', asked]));
    expect(refused.code).toBe(1);
    expect(refused.said).toMatch(/"disputes": null[\s\S]*"email": "[\s\S]*UNAUTHORIZED_FIELD_OR_TYPE/);
    praetor.child.kill('SIGTERM');
    await ended(praetor);
  });
});

/** The code of the message that a start without a mail server prints. */
async function printedCode({ said }: Started, to: string): Promise<string> {
  for (let waited = 0; waited < 20_000; waited += 50) {
    const code = new RegExp(`To ${to}[\\s\\S]*?: (\\d{4}) (\\d{4})`).exec(said());
    if (code) return `${code[1]}${code[2]}`;
    await sleep(50);
  }
  throw new Error(`No code was printed:\n${said()}`);
}

async function post(port: number, query: string): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  return (await fetch(`http://127.0.0.1:${port}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })).json();
}

describe('settings', () => {
  test.each([
    ['a port that is none', { PORT: 'abc' }, /PORT: /],
    ['production without a secret', { PRAETOR_ENV: 'production' }, /PRAETOR_SECRET: /],
    ['a short secret', { PRAETOR_SECRET: 'short' }, /PRAETOR_SECRET: write at least 32/],
    ['a database that is none', { DATABASE_URL: 'mysql://x' }, /DATABASE_URL: /],
    [
      'a database that does not answer',
      { DATABASE_URL: 'postgres://u:hunter2@127.0.0.1:1/x' },
      /The database does not answer.*check DATABASE_URL/,
    ],
  ])('%s is said plainly, without a stack and without secrets', async (_, env, line) => {
    const { code, said } = await ended(start({ PRAETOR_HOME: home, ...env }));
    expect(code).toBe(1);
    expect(said).toMatch(line);
    expect(said).not.toMatch(/ {4}at |node:internal|hunter2/);
  });

  test('help is worth reading, and an unknown command points to it', async () => {
    const help = await ended(start({}, ['--help']));
    expect(help.code).toBe(0);
    for (const word of ['start', 'migrate', 'replay', 'audit', 'PRAETOR_HOME', 'Examples']) expect(help.said).toContain(word);
    const wrong = await ended(start({}, ['dance']));
    expect(wrong.code).not.toBe(0);
    expect(wrong.said).toContain('praetor --help');
  });
});
