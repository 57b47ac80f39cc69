import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, parse } from 'graphql';
import { type AcceptedChange, judgeChanges, type UsedOperation } from './breaking.ts';
import { root } from './workspaces.ts';

const current = 'schema/api.graphql';
/** The API schema of the last release. */
const released = 'schema/released.graphql';
const acceptedFile = 'schema/accepted-changes.json';
/** Who runs what: the clients we ship, and whatever `praetor operations export` was saved to. */
const operationFiles = 'schema/operations/*.json';
/** What we ship with a manifest. */
const ours: Readonly<Record<string, string>> = {
  '@praetor/client': 'packages/client/src/generated/persisted-documents.json',
  'the example partner': 'packages/client/examples/generated/persisted-documents.json',
};

/**
 * `npm run check breaking`: compares what a client sees with the last release, needing no history. `npm run release` makes
 * what is here the last release, and forgets what was accepted.
 */
function main(flags: readonly string[]): void {
  if (flags.includes('--release')) return release();
  const operations = globSync(operationFiles, { cwd: root })
    .toSorted()
    .flatMap((file) => JSON.parse(read(file)) as UsedOperation[]);
  const { problems, warnings } = judgeChanges({
    released: buildSchema(read(released)),
    current: buildSchema(read(current)),
    operations,
    accepted: existsSync(join(root, acceptedFile)) ? (JSON.parse(read(acceptedFile)) as AcceptedChange[]) : [],
  });
  for (const warning of warnings) console.warn(warning);
  for (const problem of problems) console.error(problem);
  if (problems.length === 0)
    return console.log(`${current} breaks nothing that was released, nor any of ${operations.length} operations.`);
  console.error(`\nTake it back, deprecate it first, or say in ${acceptedFile} that it is meant: ${form}`);
  process.exitCode = 1;
}

const form = '[{ "change": "…, as above", "reason": "…", "breaks": ["partner: operation"] }]';

function release(): void {
  writeFileSync(join(root, released), read(current));
  writeFileSync(join(root, acceptedFile), '[]\n');
  mkdirSync(join(root, 'schema/operations'), { recursive: true });
  const operations = Object.entries(ours).flatMap(([partner, file]) =>
    Object.values(JSON.parse(read(file)) as Record<string, string>).map((body): UsedOperation => ({
      partner,
      name: operationName(body),
      body,
      usage: null,
    })),
  );
  writeFileSync(join(root, 'schema/operations/shipped.json'), `${JSON.stringify(operations, null, 2)}\n`);
  console.log(`${current} is what was released, and ${operations.length} operations are what we ship.`);
}

function operationName(body: string): string {
  const [definition] = parse(body).definitions;
  return (definition && 'name' in definition && definition.name?.value) || 'anonymous';
}

const read = (file: string): string => readFileSync(join(root, file), 'utf8');

main(process.argv.slice(2));
