import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parseSync } from 'oxc-parser';
import { sourceFiles, workspaces, type Workspace } from './workspaces.ts';

/** One import as a file writes it, with where it leads. */
export interface Import {
  /** Path of the importing file from the repository root. */
  readonly from: string;
  /** Path of the imported file from the repository root, or `npm:<package>` or `node:<module>`. */
  readonly to: string;
  /** The specifier as written. */
  readonly specifier: string;
  readonly line: number;
  /** Names imported as values; `*` stands for all of them. Empty when only types are imported. */
  readonly values: readonly string[];
  /** Those of `values` that the imported file declares as functions. */
  readonly functions: readonly string[];
}

/** Every import of every source file under `root`: static, dynamic and re-exported. */
export function importsOf(root: string): Import[] {
  const known = workspaces(root);
  return sourceFiles(root).flatMap((from) => importsOfFile(root, from, known));
}

function importsOfFile(root: string, from: string, known: readonly Workspace[]): Import[] {
  const source = readFileSync(join(root, from), 'utf8');
  const { module, errors } = parseSync(from, source);
  if (errors.length) throw new Error(`${from} does not parse: ${errors[0]?.message}`);
  const found = (specifier: string, start: number, values: string[]): Import => {
    const to = resolve(from, specifier, known);
    const functions = existsSync(join(root, to)) ? functionsOf(root, to) : new Set<string>();
    const line = source.slice(0, start).split('\n').length;
    return { from, to, specifier, line, values, functions: values.filter((name) => functions.has(name)) };
  };
  return [
    ...module.staticImports.map(({ moduleRequest, start, end, entries }) => {
      const typeOnly = /^import\s+type\b/.test(source.slice(start, end));
      const names = entries.filter((e) => !e.isType).map((e) => e.importName.name ?? '*');
      return found(moduleRequest.value, start, typeOnly || entries.length ? names : ['*']);
    }),
    ...module.staticExports.flatMap(({ start, entries }) =>
      entries.flatMap((entry) =>
        entry.moduleRequest ? [found(entry.moduleRequest.value, start, entry.isType ? [] : [entry.importName.name ?? '*'])] : [],
      ),
    ),
    ...module.dynamicImports.flatMap(({ start, moduleRequest }) => {
      const literal = /^(['"`])([^'"`$]+)\1$/.exec(source.slice(moduleRequest.start, moduleRequest.end));
      return literal?.[2] ? [found(literal[2], start, ['*'])] : [];
    }),
  ];
}

/** Names of the functions a file exports: declarations, and constants that hold one. */
function functionsOf(root: string, file: string): ReadonlySet<string> {
  const known = functionsByFile.get(join(root, file));
  if (known) return known;
  const names = new Set<string>();
  for (const statement of parseSync(file, readFileSync(join(root, file), 'utf8')).program.body) {
    if (statement.type !== 'ExportNamedDeclaration') continue;
    const { declaration } = statement;
    if (declaration?.type === 'FunctionDeclaration' && declaration.id) names.add(declaration.id.name);
    if (declaration?.type !== 'VariableDeclaration') continue;
    for (const { id, init } of declaration.declarations)
      if (id.type === 'Identifier' && /Function/.test(init?.type ?? '')) names.add(id.name);
  }
  functionsByFile.set(join(root, file), names);
  return names;
}
const functionsByFile = new Map<string, ReadonlySet<string>>();

/** Follows a specifier by the rules this repository keeps: extensions are written, workspaces export by pattern. */
function resolve(from: string, specifier: string, known: readonly Workspace[]): string {
  if (specifier.startsWith('.')) return normalize(join(dirname(from), specifier));
  if (specifier.startsWith('node:')) return specifier;
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  const own = known.find((workspace) => workspace.name === name);
  if (!own) return `npm:${name}`;
  return join(own.path, 'src', `${specifier.slice(name.length + 1)}.ts`);
}
