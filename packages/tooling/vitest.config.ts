import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { LeftOut } from './src/left-out.ts';

const root = new URL('../..', import.meta.url).pathname;
const workspaces = '{gateway,subgraphs/*,packages/*}';
const never = ['**/node_modules/**', '**/fixtures/**'];
const ownSetup = 'packages/testkit/src/global-setup.ts';
// One PostgreSQL for the whole run; projects that need none do not wait for it.
const globalSetup = existsSync(`${root}${ownSetup}`) ? [`./${ownSetup}`] : [];

export default defineConfig({
  root,
  // Vite would take graphql's `module` entry and Node its `main`: two copies, and `instanceof GraphQLSchema` fails.
  resolve: { alias: [{ find: /^graphql$/, replacement: `${root}node_modules/graphql/index.js` }] },
  test: {
    pool: 'forks',
    maxWorkers: 2,
    passWithNoTests: false,
    // The forms of the end-to-end suite drain before they end.
    teardownTimeout: 60_000,
    reporters: ['default', new LeftOut()],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [`${workspaces}/src/**/*.test.ts`, 'packages/tooling/test/**/*.test.ts'],
          exclude: never,
          testTimeout: 20_000,
          hookTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'world',
          include: [`${workspaces}/test/**/*.test.ts`],
          exclude: [...never, 'gateway/test/e2e/**', 'packages/tooling/**'],
          globalSetup,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      // One suite, both ways of running it; each form is started once, as real processes.
      ...(['embedded', 'distributed'] as const).map((form) => ({
        extends: true as const,
        test: {
          name: `e2e ${form}`,
          include: ['gateway/test/e2e/**/*.test.ts'],
          exclude: never,
          globalSetup: [...globalSetup, `./gateway/test/e2e/forms/${form}.ts`],
          // One file after the other: they share the running Praetor, and the tour looks at what is newest.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      })),
    ],
  },
});
