import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '@praetor/postgres/embedded';

/** One real PostgreSQL for the whole run; every test file clones its own database in it. Nothing here must survive a crash. */
export default async function setup(): Promise<() => Promise<void>> {
  // Projects of one run share the server.
  if (process.env.PRAETOR_TEST_POSTGRES_URL) return async () => {};
  const folder = await mkdtemp(path.join(tmpdir(), 'praetor-test-'));
  const server = await startEmbeddedPostgres({
    folder,
    password: 'test',
    temporary: true,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' },
  });
  process.env.PRAETOR_TEST_POSTGRES_URL = server.url;
  return async () => {
    await server[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  };
}
