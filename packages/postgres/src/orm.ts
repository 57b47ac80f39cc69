import { fileURLToPath } from 'node:url';
import { Migrator } from '@mikro-orm/migrations';
import { defineConfig, MikroORM, type EntitySchema, type Options } from '@mikro-orm/postgresql';
import { giveBackBrokenConnections } from './pool.ts';

export interface Store {
  /** Postgres schema, the subgraph's name. */
  schema: string;
  entities: EntitySchema[];
  /** `import.meta.url`-relative folder of the migrations. */
  migrations: URL;
}

/** Every subgraph's schema: a subgraph compares, and so changes, its own only. */
const schemas = ['accounts', 'trust', 'admin', 'audit', 'disputes', 'notifications'];

/** MikroORM as every subgraph uses it: one schema, migrations in that schema, no schema guessing at run time. */
export function ormOptions(store: Store, url: string, poolSize = 6): Options {
  const folder = fileURLToPath(store.migrations);
  return defineConfig({
    clientUrl: url,
    schema: store.schema,
    entities: store.entities,
    extensions: [Migrator],
    pool: { min: 0, max: poolSize, idleTimeoutMillis: 30_000 },
    driverOptions: { application_name: `praetor-${store.schema}`, onPoolCreated: giveBackBrokenConnections },
    ensureDatabase: false,
    ignoreUndefinedInQuery: true,
    forceUtcTimezone: true,
    validateRequired: true,
    migrations: {
      path: folder,
      pathTs: folder,
      glob: 'Migration*.ts',
      tableName: `${store.schema}.migration`,
      snapshotName: '.snapshot',
      // Only writing a migration may rewrite it: what is migrated holds the other subgraphs' tables, too.
      snapshotOnMigrate: false,
      emit: 'ts',
      fileName: (timestamp, name) => `Migration${timestamp}${name ? `_${name}` : ''}`,
      silent: true,
    },
    schemaGenerator: {
      createForeignKeyConstraints: true,
      ignoreSchema: ['public', 'dbos', 'transport', ...schemas.filter((schema) => schema !== store.schema)],
      // Made by plain SQL in the first migration (packages/events): no entity maps them.
      skipTables: [/^(outbox_event|inbox_event|inbox_failure|command_key)$/],
    },
  });
}

export function connect(store: Store, url: string, poolSize?: number): Promise<MikroORM> {
  return MikroORM.init(ormOptions(store, url, poolSize));
}
