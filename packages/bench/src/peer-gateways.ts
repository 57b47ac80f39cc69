import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@praetor/postgres/embedded';
import { installedPeers } from './peer-install.ts';

/** What all gateways are given. */
export interface Over {
  readonly supergraph: string;
  /** The same graph, in which most needs a right. */
  readonly guarded: string;
  /** Where spans are taken (OTLP). */
  readonly spansTo: string;
  /** A file of the operations that are registered, by hash. */
  readonly operations: string;
  readonly urls: Readonly<Record<string, string>>;
}

/** A gateway that can take part. */
export interface Contender {
  readonly name: string;
  readonly ours: boolean;
  /** The command line after Node's own flags; those that can be told a port are. */
  readonly command: (over: Over, port: number) => string[];
  /** Whether its first line is the port. */
  readonly tellsPort: boolean;
}

const bare = join(import.meta.dirname, '../../cli/src/bare-gateway.ts');
const ours = (name: string, given: (over: Over) => object): Contender => ({
  name,
  ours: true,
  tellsPort: true,
  command: (over) => [bare, JSON.stringify({ ...over, guarded: undefined, coalesces: false, ...given(over) })],
});

/** Ours, Apollo's, and Hive's where it could be installed. */
export function contenders(): Contender[] {
  const hive = installedPeers();
  const hives = (name: string, flag: string): Contender[] =>
    hive
      ? [
          {
            name,
            ours: false,
            tellsPort: false,
            command: ({ supergraph }, port) => [
              hive.bin,
              'supergraph',
              supergraph,
              '-p',
              String(port),
              '-h',
              '127.0.0.1',
              '-c',
              hive.config,
              flag,
            ],
          },
        ]
      : [];
  const apollo = join(import.meta.dirname, 'peer-apollo.ts');
  return [
    ours('Praetor, early', () => ({ early: true })),
    ours('Praetor, pipeline', () => ({ early: false })),
    ours('Praetor, guarded', ({ guarded, spansTo }) => ({ early: false, supergraph: guarded, guarded: { spansTo } })),
    {
      name: 'Apollo behind Yoga',
      ours: false,
      tellsPort: true,
      command: ({ supergraph, operations }) => [apollo, supergraph, operations],
    },
    ...hives('Hive, JavaScript', '--jit'),
    ...hives('Hive, Rust', '--hive-router-runtime'),
  ];
}

/** Whether processes can be given a core each. */
export const pins: boolean = spawnSync('taskset', ['--version']).status === 0;

/** Everything this process starts from now on, and itself, leaves the first core alone. */
export function leaveFirstCore(): void {
  if (pins) execFileSync('taskset', ['-a', '-p', '-c', '1', String(process.pid)], { stdio: 'ignore' });
}

async function firstLine(child: ChildProcess): Promise<string> {
  for await (const chunk of child.stdout ?? []) return String(chunk).trim();
  return '';
}

/** A gateway under way: a process of its own, alone on the first core where that can be. */
export class PeerProcess implements AsyncDisposable {
  readonly contender: Contender;
  readonly origin: string;
  readonly #child: ChildProcess;

  private constructor(contender: Contender, origin: string, child: ChildProcess) {
    this.contender = contender;
    this.origin = origin;
    this.#child = child;
  }

  static async started(contender: Contender, over: Over): Promise<PeerProcess> {
    const node = [process.execPath, '--max-semi-space-size=64', ...contender.command(over, await freePort())];
    const [command = '', ...args] = pins ? ['taskset', '-c', '0', ...node] : node;
    const { PATH = '', HOME = '' } = process.env;
    const quiet = { NODE_NO_WARNINGS: '1', LOG_LEVEL: 'error', APOLLO_TELEMETRY_DISABLED: 'true' };
    const env = { PATH, HOME, NODE_ENV: 'production', ...quiet, PEER_OPERATIONS: over.operations };
    const child = spawn(command, args, { env, stdio: ['ignore', contender.tellsPort ? 'pipe' : 'ignore', 'inherit'] });
    const told = contender.tellsPort ? await firstLine(child) : null;
    const port = told ?? args[args.indexOf('-p') + 1] ?? '';
    const peer = new PeerProcess(contender, `http://127.0.0.1:${port}`, child);
    await peer.#answers();
    return peer;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async ask(body: string): Promise<string> {
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const response = await fetch(`${this.origin}/graphql`, { method: 'POST', headers, body });
    return response.text();
  }

  async #answers(): Promise<void> {
    for (let left = 600; left > 0; left -= 1) {
      if (this.#child.exitCode !== null) break;
      const answer = await this.ask('{"query":"{ __typename }"}').catch(() => '');
      if (answer.includes('"Query"')) return;
      await sleep(100);
    }
    throw new Error(`${this.contender.name} does not answer.`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    const stuck = setTimeout(() => this.#child.kill('SIGKILL'), 5_000);
    await gone;
    clearTimeout(stuck);
  }
}
