import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

/** Compiles operation after operation, and keeps no more of them than the gateway does: what a cache of texts has. */
const program = `
import { parse } from 'graphql';
import { pino } from 'pino';
import { documentCache } from './src/document-cache.ts';
import { holdSupergraph } from './src/supergraph.ts';
import { supergraphOf } from './test/fixtures/compose.ts';
import { emptyRecords } from './test/fixtures/records.ts';
import { accountsFixture, disputesFixture } from './test/fixtures/subgraphs.ts';
const running = [accountsFixture, disputesFixture].map((make) => make(emptyRecords()));
const holder = await holdSupergraph(supergraphOf(running), {
  subgraphs: running.map(({ name }) => ({ name, ask: async () => ({ data: {} }) })),
  logger: pino({ level: 'silent' }), authorizationMode: 'off', costBudgets: new Map([['DEFAULT', 1e6]]), unmerged: new Set(),
});
const documents = documentCache(50_000);
for (let at = 0; at < 10_000; at += 1) {
  const text = \`query Q\${at} { me { id name disputes { id title claimant { id name } } } x\${at}: whoAmI }\`;
  const document = parse(text, { noLocation: true });
  documents.set(text, document);
  await holder.current.execute({ document, variables: {}, coerced: {}, actor: { roles: [] }, leaving: null });
}
console.log('done');
`;

test('ten thousand distinct operations are compiled in the memory that some hundreds need', { timeout: 240_000 }, async () => {
  // Were what is compiled kept, they would need more than 300 MiB.
  const args = ['--max-old-space-size=100', '--max-semi-space-size=4', '--input-type=module', '-e', program];
  const options = { cwd: join(import.meta.dirname, '..'), env: { ...process.env, NODE_NO_WARNINGS: '1' } };
  const { stdout } = await promisify(execFile)(process.execPath, args, options);
  expect(stdout).toBe('done\n');
});
