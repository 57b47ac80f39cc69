import { connect, type Store } from '@praetor/postgres/orm';
import { dumpSchema } from '@praetor/postgres/schema-dump';
import pg from 'pg';
import { settle } from './drift.ts';
import { stores, withFreshDatabase } from './fresh-database.ts';

/**
 * `npm run dump`: migrates every schema from zero and writes what came of it to `migrations/schema.sql`, so that a change
 * of the database is a readable diff. With `--check` it writes nothing and fails where a dump differs, or where
 * entities say something that no migration does.
 */
async function main(flags: readonly string[]): Promise<void> {
  const all = await stores();
  await withFreshDatabase(all, async (url) => {
    settle(await dumps(url, all), { check: flags.includes('--check'), fix: 'npm run dump' });
    for (const { schema } of await storesWithoutMigration(url, all)) {
      console.error(`${schema}: its entities differ from its migrations. Run: npm run migration ${schema} <sentence>`);
      process.exitCode = 1;
    }
  });
}

async function storesWithoutMigration(url: string, all: Store[]): Promise<Store[]> {
  const undone: Store[] = [];
  for (const store of all) {
    const orm = await connect(store, url, 2);
    if (await orm.migrator.checkSchema()) undone.push(store);
    await orm.close();
  }
  return undone;
}

async function dumps(url: string, all: Store[]): Promise<Map<string, string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const files = new Map<string, string>();
  for (const { schema } of all) {
    const title = `-- What the migrations of ${schema} make. Written by \`npm run dump\`, never edited.\n\n`;
    files.set(`subgraphs/${schema}/migrations/schema.sql`, title + (await dumpSchema(client, schema)));
  }
  await client.end();
  return files;
}

await main(process.argv.slice(2));
