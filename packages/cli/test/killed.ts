import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { wholeSecret, type Whole } from './whole.ts';

/** Runs a subgraph in a process of its own until there is nothing more to do; resolves to how it ended. */
export async function run(world: Whole, subgraph: string, point: string): Promise<string> {
  const script = fileURLToPath(new URL('subgraph-child.ts', import.meta.url));
  const given = [subgraph, world.urlOf(subgraph), world.clock().toISOString(), point, wholeSecret];
  const child = spawn(process.execPath, [script, ...given], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += String(chunk)));
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  return signal ?? `code ${code}: ${said}`;
}

/** Each of these processes kills itself at that point; see `subgraph-child.ts`. */
export async function killedAt(world: Whole, subgraph: string, ...points: string[]): Promise<void> {
  for (const point of points) expect(await run(world, subgraph, point), `${subgraph} ${point}`).toBe('SIGKILL');
}

/** Data of a subgraph's events of one type about an account. */
export async function announced(world: Whole, type: string, accountId: string): Promise<Record<string, unknown>[]> {
  const rows = await world.look<{ data: Record<string, unknown> }>(
    `select envelope->'data' as data from ${type.split('.')[0]}.outbox_event where type = $1 order by position`,
    [type],
  );
  return rows.map(({ data }) => data).filter((data) => data.accountId === accountId);
}
