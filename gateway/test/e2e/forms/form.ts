import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { leash } from '@praetor/postgres/leash';

/** One running Praetor, as the suite sees it: an address and what a newcomer is told at start. */
export interface Form {
  readonly name: 'embedded' | 'distributed';
  readonly url: string;
  /** Every gateway process there is, the one of `url` too. */
  readonly gateways: readonly string[];
  /** Subgraphs that are processes of their own, as only a gateway should reach them. */
  readonly subgraphs: readonly string[];
  readonly logins: readonly { readonly role: string; readonly email: string; readonly password: string }[];
  readonly apiKey: string;
  /** Where the mails that it sent can be read. */
  readonly inboxUrl: string;
  /** Its PRAETOR_HOME. */
  readonly home: string;
  /** What a gateway's own process is given, where subgraphs are processes of their own: whoever has it can speak as a gateway. */
  readonly gatewaySettings: Readonly<Record<string, string>> | null;
}

declare module 'vitest' {
  interface ProvidedContext {
    form: Form;
  }
}

export const root = new URL('../../../../', import.meta.url).pathname;

/** A real process of ours. What it says goes to the error of whoever waits for it in vain. */
export class Part implements AsyncDisposable {
  readonly #child: ChildProcess;
  /** A run that is killed takes its parts along. */
  readonly #kept: Disposable;
  #said = '';

  constructor(script: string, args: readonly string[], env: Record<string, string>) {
    const { PATH = '', HOME = '' } = process.env;
    this.#child = spawn(process.execPath, [join(root, script), ...args], {
      cwd: root,
      env: { PATH, HOME, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#kept = leash({ pid: this.#child.pid!, signal: 'TERM' });
    this.#child.once('exit', () => this.#kept[Symbol.dispose]());
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.#said = (this.#said + String(chunk)).slice(-20_000)));
  }

  get said(): string {
    return this.#said;
  }

  /** Resolves when the address answers 200. */
  async answers(url: string): Promise<void> {
    for (let waited = 0; waited < 90_000; waited += 100) {
      if (this.#child.exitCode !== null) throw new Error(`A part ended with ${this.#child.exitCode}:\n${this.#said}`);
      const ready = await fetch(url).then(
        (response) => response.ok,
        () => false,
      );
      if (ready) return;
      await sleep(100);
    }
    throw new Error(`${url} did not answer:\n${this.#said}`);
  }

  /** Resolves when it ended by itself, and well. */
  async done(): Promise<void> {
    if (this.#child.exitCode === null) await once(this.#child, 'exit');
    if (this.#child.exitCode !== 0) throw new Error(`A part ended with ${this.#child.exitCode}:\n${this.#said}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await Promise.race([gone, sleep(15_000)]);
    if (this.#child.exitCode === null) this.#child.kill('SIGKILL');
  }
}

/** What `praetor start` and `praetor demo` keep of the demo tenant. */
export async function demoIn(home: string): Promise<Pick<Form, 'logins' | 'apiKey' | 'home'>> {
  const { logins, apiKey } = JSON.parse(await readFile(join(home, 'demo.json'), 'utf8')) as Pick<Form, 'logins' | 'apiKey'>;
  return { logins, apiKey, home };
}
