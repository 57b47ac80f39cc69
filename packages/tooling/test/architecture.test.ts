import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { catalog, contractsIn } from '@praetor/contracts/catalog';
import { describe, expect, test } from 'vitest';
import { importsOf } from '../src/imports.ts';
import { root, sourceFiles, subgraphNames, workspaces, type Manifest } from '../src/workspaces.ts';
import { eventTypesIn, refusalsIn, tablesIn } from './source.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const production = sourceFiles(root).filter((file) => file.includes('/src/') && !file.endsWith('.test.ts'));

describe.each(subgraphNames)('the subgraph %s', (name) => {
  const home = `subgraphs/${name}`;

  test('has the six rooms and what goes with them', () => {
    const kept = [
      'README.md',
      'mikro-orm.config.ts',
      'migrations/schema.sql',
      'src/main.ts',
      'src/service.ts',
      'src/env.ts',
      'src/db/orm.ts',
    ];
    const rooms = ['domain', 'db', 'commands', 'queries', 'graphql', 'workers'];
    const missing = [...kept, 'src/graphql/schema.ts'].filter((path) => !existsSync(join(root, home, path)));
    expect(missing).toEqual([]);
    const folders = globSync('src/*/', { cwd: join(root, home) }).map((folder) => basename(folder));
    expect(folders.toSorted()).toEqual(rooms.toSorted());
    const files = globSync('src/*.ts', { cwd: join(root, home) }).map((file) => basename(file));
    expect(files.toSorted()).toEqual(['env.ts', 'main.ts', 'service.ts']);
    expect(globSync('test/*.test.ts', { cwd: join(root, home) }), 'tests on a real database').not.toEqual([]);
    expect(globSync('src/domain/*.test.ts', { cwd: join(root, home) }), 'tests of the domain').not.toEqual([]);
  });

  test('shows its service and nothing else, but to benches what is pure', () => {
    // Who may import the domain is told by `no-package-to-subgraph`: nobody but a bench.
    const { exports = {} } = JSON.parse(read(`${home}/package.json`)) as Manifest;
    const { './domain/*': domain = './src/domain/*.ts', ...rest } = exports;
    expect([rest, domain]).toEqual([{ './service': './src/service.ts' }, './src/domain/*.ts']);
  });

  test('walls every table in by tenant', () => {
    const tables = tablesIn(read(`${home}/migrations/schema.sql`)).filter((table) => table.name !== `${name}.migration`);
    expect(tables.length).toBeGreaterThan(0);
    for (const table of tables) {
      expect(table, table.name).toMatchObject({ hasTenant: true, rowSecurity: ['enable', 'force'] });
      expect(
        table.policies.some((policy) => policy.includes("'praetor.tenant_id'")),
        `${table.name} has a tenant policy`,
      ).toBe(true);
    }
  });

  test('announces its own events only, and all of them', async () => {
    const own = `packages/contracts/src/${name}.ts`;
    const contracts = existsSync(join(root, own)) ? ((await import(join(root, own))) as Record<string, unknown>) : {};
    for (const { type } of contractsIn(contracts)) expect(type).toMatch(new RegExp(`^${name}[.]`));
    const imports = importsOf(root).filter((found) => found.from.startsWith(`${home}/src/`));
    const others = subgraphNames.filter((other) => other !== name).map((other) => `packages/contracts/src/${other}.ts`);
    expect(imports.filter(({ from, to }) => from.includes('/commands/') && others.includes(to))).toEqual([]);
    const used = imports.filter(({ to }) => to === own).flatMap(({ values }) => values);
    const silent = Object.entries(contracts).filter(
      ([key, value]) => contractsIn({ key: value }).length > 0 && !used.includes(key),
    );
    expect(
      silent.map(([key]) => key),
      'contracts that nothing announces',
    ).toEqual([]);
  });
});

test('a dependency has one version, written out in full, wherever it is declared', () => {
  const manifests = [JSON.parse(read('package.json')) as Manifest, ...workspaces(root).map(({ manifest }) => manifest)];
  const versions = new Map<string, Set<string>>();
  for (const { dependencies, devDependencies } of manifests) {
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      versions.set(name, (versions.get(name) ?? new Set()).add(version));
    }
  }
  for (const [name, found] of versions) expect([...found], name).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/)]);
});

test('every refusal code is used once and has a page in the handbook, and no page is left over', () => {
  const refusals = refusalsIn(production.map(read));
  const codes = refusals.map(({ code }) => code);
  expect(codes.length).toBeGreaterThan(5);
  expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([]);
  const pages = globSync('packages/handbook/errors/*.md', { cwd: root }).map((file) => basename(file, '.md'));
  expect(codes.filter((code) => !pages.includes(code)).toSorted(), 'codes without a page').toEqual([]);
  const texts = production.map(read);
  expect(
    pages.filter((page) => !texts.some((text) => text.includes(`'${page}'`))),
    'pages nothing raises',
  ).toEqual([]);
  for (const page of pages) expect(read(`packages/handbook/errors/${page}.md`)).toMatch(new RegExp(`^# ${page}\n`));
});

test('every event type that code names has a contract', () => {
  const named = production.flatMap((file) => eventTypesIn(read(file)).map((type) => ({ file, type })));
  expect(named.filter(({ type }) => !catalog.has(type))).toEqual([]);
});
