import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../../.peers');

/** Exact, so that figures can be had again. The override cures a mistake of a release that the range would take. */
const manifest = JSON.stringify(
  {
    name: 'praetor-peers',
    private: true,
    type: 'module',
    dependencies: { '@graphql-hive/gateway': '2.15.1', '@graphql-hive/router-runtime': '1.4.23', graphql: '16.15.0' },
    overrides: { '@graphql-tools/batch-execute': '10.2.0' },
  },
  null,
  2,
);

/** Requests to subgraphs are not shared between clients: nobody's are, in this comparison. Registered operations are in memory, as everybody's. */
const config = `import { readFileSync } from 'node:fs';
const operations = JSON.parse(readFileSync(process.env.PEER_OPERATIONS, 'utf8'));
export const gatewayConfig = {
  persistedDocuments: { allowArbitraryDocuments: true, getPersistedOperation: (hash) => operations[hash] ?? null },
  transportEntries: { '*.http': { options: { deduplicateInflightRequests: false } } },
};
`;

/** The folder in which Hive's gateway is installed; null where it is not and cannot be. */
export function installedPeers(): { bin: string; config: string } | null {
  const paths = {
    bin: join(folder, 'node_modules/@graphql-hive/gateway/dist/bin.js'),
    config: join(folder, 'gateway.config.mjs'),
  };
  const marker = join(folder, 'package.json');
  const installed = existsSync(paths.bin) && existsSync(marker) && readFileSync(marker, 'utf8') === manifest;
  mkdirSync(folder, { recursive: true });
  writeFileSync(paths.config, config);
  if (installed) return paths;
  writeFileSync(marker, manifest);
  console.error('Installing peers into .peers/ …');
  const { status } = spawnSync(
    'npm',
    ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--fetch-retries=1', '--loglevel=error'],
    {
      cwd: folder,
      stdio: 'inherit',
    },
  );
  return status === 0 && existsSync(paths.bin) ? paths : null;
}
