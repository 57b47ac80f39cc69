import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { leash } from '@praetor/postgres/leash';

const root = join(import.meta.dirname, '../../..');

/** One of several processes that are measured together. A bench that is killed takes it along. */
export class Part implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #kept: Disposable;
  #said = '';

  constructor(argv: readonly string[], env: Readonly<Record<string, string>>) {
    const { PATH = '', HOME = '' } = process.env;
    this.#child = spawn(process.execPath, argv, {
      cwd: root,
      env: { PATH, HOME, NODE_NO_WARNINGS: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#kept = leash({ pid: this.pid, signal: 'TERM' });
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

  /** The first line it says. */
  async firstLine(): Promise<string> {
    while (!this.#said.includes('\n')) {
      if (this.#child.exitCode !== null) throw new Error(`A part ended with ${this.#child.exitCode}:\n${this.#said}`);
      await sleep(50);
    }
    return this.#said.slice(0, this.#said.indexOf('\n'));
  }

  /** Resolves when the address answers 200. */
  async answers(url: string): Promise<void> {
    for (const began = performance.now(); performance.now() - began < 120_000;) {
      if (this.#child.exitCode !== null) throw new Error(`A part ended with ${this.#child.exitCode}:\n${this.#said}`);
      const ready = await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      );
      if (ready) return;
      await sleep(50);
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
