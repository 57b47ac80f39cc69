import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { leash } from '@praetor/postgres/leash';

const root = new URL('../../../', import.meta.url).pathname;

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

  get pid(): number {
    return this.#child.pid ?? 0;
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
