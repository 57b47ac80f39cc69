import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const isPosix = process.platform !== 'win32';

const runs = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** A process of ours, killed at the end if it still runs. */
function started(args: string[]): ChildProcess & Disposable {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  return Object.assign(child, { [Symbol.dispose]: () => void child.kill('SIGKILL') });
}

test.skipIf(!isPosix).each([
  ['and its folder goes too when it was temporary', 'temporary', false],
  ['and its folder stays', 'kept', true],
])(
  'a PostgreSQL ends with its owner, also when that is killed, %s',
  async (_, kind, stays) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'praetor-leash-'));
    try {
      using owner = started([fileURLToPath(new URL('owner.ts', import.meta.url)), folder, kind]);
      const [line] = (await once(owner.stdout!, 'data')) as [Buffer];
      const pid = Number(String(line));
      expect(runs(pid)).toBe(true);
      owner.kill('SIGKILL');
      await expect.poll(() => runs(pid), { timeout: 20_000 }).toBe(false);
      if (!stays) await expect.poll(() => existsSync(folder), { timeout: 20_000 }).toBe(false);
      expect(existsSync(path.join(folder, 'data/PG_VERSION'))).toBe(stays);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  60_000,
);

test.skipIf(!isPosix)('who was let go outlives us; a number that names another process by now is left alone', async () => {
  using child = started(['-e', 'setInterval(() => {}, 60_000)']);
  // Each in a process of its own that ends at once: of the three, the last alone holds the child.
  const hold = (options: object, letGo: boolean): Promise<unknown> => {
    const module = new URL('../src/leash.ts', import.meta.url).href;
    const code = `const { leash } = await import(${JSON.stringify(module)});
      const kept = leash(${JSON.stringify({ pid: child.pid, signal: 'TERM', ...options })});
      ${letGo ? 'kept[Symbol.dispose]();' : ''}`;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'inherit' });
    return once(owner, 'exit');
  };
  await hold({}, true);
  await hold({ pidFile: '/nowhere/postmaster.pid' }, false);
  expect(runs(child.pid!)).toBe(true);
  const ended = once(child, 'exit');
  await hold({}, false);
  expect(await ended).toEqual([null, 'SIGTERM']);
});
