import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { violationsOf } from '../src/dependency-rules.ts';
import { importsOf } from '../src/imports.ts';

/** Each rule with one line that breaks it, put where it breaks it. */
const forbidden: [rule: string, file: string, line: string, others?: Record<string, string>][] = [
  ['domain-is-pure', 'subgraphs/alpha/src/domain/thing.ts', `import { readFileSync } from 'node:fs';`],
  ['domain-is-pure', 'subgraphs/alpha/src/domain/thing.ts', `import type { z } from 'zod';`],
  ['rooms-in-order', 'subgraphs/alpha/src/queries/page.ts', `import { open } from '../commands/open.ts';`],
  ['rooms-in-order', 'subgraphs/alpha/src/db/thing.store.ts', `import type { Page } from '../queries/page.ts';`],
  ['rooms-in-order', 'subgraphs/alpha/src/workers/sweep.ts', `import type { Row } from '../db/thing.entity.ts';`],
  ['rooms-in-order', 'subgraphs/alpha/src/main.ts', `import { open } from './commands/open.ts';`],
  ['packages-of-a-room', 'subgraphs/alpha/src/db/thing.store.ts', `import { announce } from '@praetor/contracts/envelope';`],
  ['resolvers-decide-nothing', 'subgraphs/alpha/src/graphql/thing.ts', `import { decide } from '../domain/thing.ts';`],
  ['resolvers-decide-nothing', 'subgraphs/alpha/src/graphql/thing.ts', `import { ThingRow } from '../db/thing.entity.ts';`],
  ['orm-stays-in-db', 'subgraphs/alpha/src/commands/open.ts', `import { LockMode } from '@mikro-orm/core';`],
  ['no-cross-subgraph', 'subgraphs/alpha/src/service.ts', `import type { Beta } from '@praetor/beta/service';`],
  ['no-package-to-subgraph', 'packages/kernel/src/id.ts', `import { create } from '@praetor/beta/service';`],
  ['no-package-to-subgraph', 'packages/testkit/src/world.ts', `import { server } from '@praetor/gateway/server';`],
  ['subgraphs-only-by-service', 'packages/cli/src/start.ts', `import { open } from '@praetor/beta/commands/open';`],
  ['no-package-to-subgraph', 'packages/bench/src/scores.ts', `import { create } from '@praetor/beta/service';`],
  ['gateway-knows-no-subgraph', 'gateway/src/server.ts', `import { create } from '@praetor/beta/service';`],
  ['no-subgraph-to-gateway', 'subgraphs/alpha/src/service.ts', `import { server } from '@praetor/gateway/server';`],
  ['no-test-in-source', 'packages/kernel/src/id.ts', `import { actors } from '@praetor/testkit/actors';`],
  ['no-test-in-source', 'subgraphs/alpha/src/service.ts', `import { world } from '../test/world.ts';`],
  ['workspaces-by-name', 'packages/cli/src/start.ts', `export { newId } from '../../kernel/src/id.ts';`],
  [
    'no-cycles',
    'packages/kernel/src/id.ts',
    `const other = await import('./money.ts');`,
    { 'packages/kernel/src/money.ts': `import './id.ts';` },
  ],
];

const allowed: [file: string, line: string][] = [
  ['subgraphs/alpha/src/domain/thing.ts', `import { Refusal } from '@praetor/kernel/refusal';`],
  ['subgraphs/alpha/src/domain/thing.test.ts', `import { expect } from 'vitest';`],
  ['subgraphs/alpha/src/graphql/thing.ts', `import { statuses, Wrong } from '../domain/thing.ts';`],
  ['subgraphs/alpha/src/graphql/thing.ts', `import type { ThingRow } from '../db/thing.entity.ts';`],
  ['subgraphs/alpha/src/commands/open.ts', `import { decide } from '../domain/thing.ts';`],
  ['subgraphs/alpha/src/commands/open.ts', `import type { EntityManager } from '@mikro-orm/postgresql';`],
  ['subgraphs/alpha/src/service.ts', `import { open } from './commands/open.ts';`],
  ['packages/cli/src/start.ts', `import { create } from '@praetor/beta/service';`],
  ['packages/bench/src/scores.ts', `import { decide } from '@praetor/beta/domain/thing';`],
  ['gateway/test/e2e/login.test.ts', `import { create } from '@praetor/beta/service';`],
];

const surroundings: Record<string, string> = {
  ...Object.fromEntries(
    [
      'gateway',
      'subgraphs/alpha',
      'subgraphs/beta',
      'packages/kernel',
      'packages/contracts',
      'packages/testkit',
      'packages/cli',
    ].map((path) => [`${path}/package.json`, JSON.stringify({ name: `@praetor/${path.split('/').at(-1)}` })]),
  ),
  'subgraphs/alpha/src/domain/thing.ts': `export function decide() {}\nexport const statuses = ['open'];\nexport class Wrong {}`,
  'subgraphs/alpha/src/db/thing.entity.ts': `export class ThingRow {}`,
};

describe('the dependency rules', () => {
  test.each(forbidden)('%s: %s may not %s', (rule, file, line, others) => {
    expect(rulesBrokenBy({ ...surroundings, ...others, [file]: line })).toEqual([rule]);
  });

  test.each(allowed)('%s may %s', (file, line) => {
    expect(rulesBrokenBy({ ...surroundings, [file]: `${line}\n${surroundings[file] ?? ''}` })).toEqual([]);
  });
});

function rulesBrokenBy(files: Record<string, string>): string[] {
  const root = mkdtempSync(join(tmpdir(), 'praetor-rules-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return [...new Set(violationsOf(importsOf(root)).map((violation) => violation.rule))];
  } finally {
    rmSync(root, { recursive: true });
  }
}
