import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './workspaces.ts';

const home = join(root, 'packages/client');

/** What a partner gets beside the code: how to begin, and the schema that their operations are written against. */
const beside: Readonly<Record<string, string>> = {
  'README.md': join(home, 'README.md'),
  LICENSE: join(root, 'LICENSE'),
  'schema.graphql': join(root, 'schema/api.graphql'),
  'generated/persisted-documents.json': join(home, 'src/generated/persisted-documents.json'),
};

/**
 * Writes the tarball that partners install, and returns its path: JavaScript and types, for Node runs no TypeScript out of
 * `node_modules`. @param into a folder; made when it is not there
 */
export function packClient(into: string): string {
  const stage = mkdtempSync(join(tmpdir(), 'praetor-client-'));
  try {
    compile(stage);
    for (const [name, from] of Object.entries(beside)) copyFileSync(from, join(stage, name));
    writeFileSync(join(stage, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
    mkdirSync(into, { recursive: true });
    const said = execFileSync('npm', ['pack', '--json', '--pack-destination', resolve(into)], { cwd: stage, encoding: 'utf8' });
    const [{ filename }] = JSON.parse(said) as [{ filename: string }];
    return join(resolve(into), filename);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

function compile(stage: string): void {
  const compilerOptions = {
    noEmit: false,
    declaration: true,
    allowImportingTsExtensions: false,
    rewriteRelativeImportExtensions: true,
    rootDir: join(home, 'src'),
    outDir: stage,
    typeRoots: [join(root, 'node_modules/@types')],
  };
  const config = {
    extends: join(root, 'tsconfig.base.json'),
    compilerOptions,
    include: [join(home, 'src/**/*.ts')],
    exclude: [join(home, 'src/**/*.test.ts')],
  };
  // Outside the package, so that it is not packed; `tsc` finds imports from the sources.
  const file = `${stage}.tsconfig.json`;
  writeFileSync(file, JSON.stringify(config));
  try {
    execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', file], { stdio: 'pipe' });
  } finally {
    rmSync(file);
  }
}

/** The workspace's, with what was compiled in the place of the sources. */
function manifest(): object {
  const {
    private: _,
    exports: sources,
    ...kept
  } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
    private: boolean;
    exports: Record<string, string>;
  };
  const compiled = (path: string, extension: string): string => path.replace('./src/', './').replace(/\.ts$/, extension);
  return {
    ...kept,
    description: 'The typed client of a Praetor installation.',
    engines: { node: '>=20' },
    exports: {
      ...Object.fromEntries(
        Object.entries(sources).map(([name, path]) => [name, { types: compiled(path, '.d.ts'), default: compiled(path, '.js') }]),
      ),
      './schema.graphql': './schema.graphql',
      './persisted-documents.json': './generated/persisted-documents.json',
    },
  };
}

// `npm run pack [folder]`
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(packClient(process.argv[2] ?? '.'));
