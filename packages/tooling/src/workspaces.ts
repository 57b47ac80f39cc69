import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The repository root, with a trailing slash. */
export const root = new URL('../../..', import.meta.url).pathname;

/** One npm workspace: `path` from the root (`packages/kernel`), `name` as others import it (`@praetor/kernel`). */
export interface Workspace {
  readonly path: string;
  readonly name: string;
  readonly manifest: Manifest;
}

export interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** Every workspace under `at`, sorted by path. */
export function workspaces(at: string): Workspace[] {
  return globSync('{gateway,subgraphs/*,packages/*}/package.json', { cwd: at })
    .toSorted()
    .map((file) => {
      const manifest = JSON.parse(readFileSync(join(at, file), 'utf8')) as Manifest;
      return { path: dirname(file), name: manifest.name, manifest };
    });
}

/** Every TypeScript file of every workspace under `at`, generated ones and fixtures left out. */
export function sourceFiles(at: string): string[] {
  return globSync('{gateway,subgraphs/*,packages/*}/**/*.ts', {
    cwd: at,
    exclude: (path) => /(^|\/)(node_modules|generated|fixtures)(\/|$)/.test(path),
  }).toSorted();
}

/** The six subgraphs, in the order of their ports. */
export const subgraphNames = ['accounts', 'trust', 'admin', 'audit', 'disputes', 'notifications'] as const;
