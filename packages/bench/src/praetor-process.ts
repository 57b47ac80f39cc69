import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { derived, secretOf } from '@praetor/cli/home';
import { freePort } from '@praetor/postgres/embedded';
import { ask, login, type Demo } from './client.ts';

const root = join(import.meta.dirname, '../../..');

/** What `npm start` gives node: its flags are part of what is measured. */
function startArguments(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } };
  return scripts.start.split(' ').slice(1);
}

/** A folder of its own for one measurement, gone afterwards. */
export async function scratch(): Promise<{ home: string } & AsyncDisposable> {
  const home = await mkdtemp(join(tmpdir(), 'praetor-bench-'));
  return { home, [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true }) };
}

/** `praetor start` as an operator runs it: a process of its own, over one folder. */
export class PraetorProcess implements AsyncDisposable {
  readonly url: string;
  readonly #home: string;
  readonly #child: ChildProcess;
  #said = '';

  private constructor(home: string, port: number, settings: Readonly<Record<string, string>>) {
    this.url = `http://127.0.0.1:${port}`;
    this.#home = home;
    const { PATH = '', HOME = '' } = process.env;
    this.#child = spawn(process.execPath, startArguments(), {
      cwd: root,
      env: { PATH, HOME, PRAETOR_HOME: home, PORT: String(port), LOG_LEVEL: 'warn', ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.#said = (this.#said + String(chunk)).slice(-20_000)));
  }

  /** Spawns it and does not wait: starting is what is measured. */
  static async spawned(home: string, settings: Readonly<Record<string, string>> = {}): Promise<PraetorProcess> {
    return new PraetorProcess(home, await freePort(), settings);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** The process ID of the embedded server. */
  get postgresPid(): number {
    return Number(this.#postmaster(0));
  }

  /** The embedded server's administrator: sees every tenant. */
  get adminUrl(): string {
    const password = derived(secretOf({ home: this.#home, secret: null }), 'database administrator');
    return `postgres://praetor:${encodeURIComponent(password)}@127.0.0.1:${this.#postmaster(3)}/praetor`;
  }

  /** A line of `postmaster.pid`: https://www.postgresql.org/docs/18/storage-file-layout.html */
  #postmaster(line: number): string {
    return readFileSync(join(this.#home, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[line]?.trim() ?? '';
  }

  /** What the process kept of the demo tenant. */
  get demo(): Demo {
    return JSON.parse(readFileSync(join(this.#home, 'demo.json'), 'utf8')) as Demo;
  }

  /** Resolves when a GraphQL query is answered. */
  async answers(): Promise<void> {
    for (const began = performance.now(); performance.now() - began < 120_000;) {
      if (this.#child.exitCode !== null) throw new Error(`Praetor ended with ${this.#child.exitCode}:\n${this.#said}`);
      const answered = await this.ask('{ __typename }').catch(() => null);
      if (answered) return;
      await sleep(20);
    }
    throw new Error(`Praetor did not answer:\n${this.#said}`);
  }

  ask<Data>(query: string, token?: string): Promise<Data> {
    return ask<Data>(this.url, query, {}, token);
  }

  /** An access token of the demo login of a role. */
  login(role: string): Promise<string> {
    return login(this.url, this.demo, role);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await gone;
  }
}
