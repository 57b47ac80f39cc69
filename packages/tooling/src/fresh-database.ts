import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transportTables } from '@praetor/events/tables';
import { prepareDatabase, roleOf } from '@praetor/postgres/database';
import { startEmbeddedPostgres } from '@praetor/postgres/embedded';
import type { Store } from '@praetor/postgres/orm';
import { root, subgraphNames } from './workspaces.ts';

/** The stores of the subgraphs that have one, in the order of their ports. */
export async function stores(): Promise<Store[]> {
  const files = subgraphNames.map((name) => join(root, 'subgraphs', name, 'src/db/orm.ts')).filter((file) => existsSync(file));
  return Promise.all(files.map(async (file) => ((await import(file)) as { store: Store }).store));
}

/** Runs `work` on a PostgreSQL of its own, migrated from zero, with the administrator's URL. */
export async function withFreshDatabase(all: Store[], work: (url: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'praetor-fresh-'));
  try {
    await using server = await startEmbeddedPostgres({ folder, password: 'fresh', temporary: true, settings: { fsync: 'off' } });
    const members = all.map(({ schema }) => roleOf(schema));
    const shared = transportTables(members, [roleOf('gateway')]);
    await prepareDatabase({ url: server.url, stores: all, passwordOf: () => 'fresh', shared, readers: ['gateway'] });
    await work(server.url);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
