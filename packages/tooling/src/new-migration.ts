import { connect } from '@praetor/postgres/orm';
import { stores, withFreshDatabase } from './fresh-database.ts';

/** `npm run migration <subgraph> <a few words>`: writes the step from what is migrated to what the entities say. */
async function main([subgraph, ...words]: readonly string[]): Promise<void> {
  const all = await stores();
  const store = all.find(({ schema }) => schema === subgraph);
  if (!store || words.length === 0) {
    console.error(`Usage: npm run migration <${all.map(({ schema }) => schema).join('|')}> <a few words>`);
    process.exitCode = 2;
    return;
  }
  await withFreshDatabase(all, async (url) => {
    const orm = await connect(store, url, 2);
    const { fileName } = await orm.migrator.create(undefined, false, false, words.join('-').toLowerCase());
    await orm.close();
    console.log(
      fileName
        ? `Wrote subgraphs/${store.schema}/migrations/${fileName}. Read it, then run: npm run dump`
        : 'The migrations already say what the entities do.',
    );
  });
}

await main(process.argv.slice(2));
