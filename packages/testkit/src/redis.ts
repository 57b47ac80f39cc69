import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@praetor/postgres/embedded';

export interface TestRedis extends AsyncDisposable {
  readonly url: string;
  /** Null for one that is not ours. */
  readonly pid: number | null;
}

/** Where a real Redis is to be had: `REDIS_URL`, or the path of `redis-server`; null when this machine has neither. */
export function findRedis(): string | null {
  if (process.env.REDIS_URL) return process.env.REDIS_URL;
  const names = (process.env.PATH ?? '').split(path.delimiter).map((folder) => path.join(folder, 'redis-server'));
  return names.find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A Redis server of its own on a free port, over a folder that goes with it; or the one of `REDIS_URL`, shared. */
export async function startRedis(): Promise<TestRedis> {
  const found = findRedis();
  if (!found) throw new Error('There is no redis-server on the PATH and no REDIS_URL.');
  if (found.includes('://')) return { url: found, pid: null, [Symbol.asyncDispose]: async () => undefined };
  const folder = await mkdtemp(path.join(tmpdir(), 'praetor-redis-'));
  const port = await freePort();
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'];
  const child = spawn(found, settings, { stdio: 'ignore' });
  const gone = once(child, 'exit');
  await answers(port, () => child.exitCode !== null);
  return {
    url: `redis://127.0.0.1:${port}`,
    pid: child.pid ?? null,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function answers(port: number, failed: () => boolean): Promise<void> {
  while (!(await connects(port))) {
    if (failed()) throw new Error('redis-server did not start.');
    await sleep(20);
  }
}

function connects(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    socket.once('connect', () => resolve((socket.destroy(), true)));
    socket.once('error', () => resolve(false));
  });
}
