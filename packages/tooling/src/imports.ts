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
  /** Those of `values` that the imported file declares as classes. */
  readonly classes: readonly string[];
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
    const declared = declarationsOf(root, to);
    const of = (kind: Declared): string[] => values.filter((name) => declared.get(name) === kind);
    const line = source.slice(0, start).split('\n').length;
    return { from, to, specifier, line, values, functions: of('function'), classes: of('class') };
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

type Declared = 'function' | 'class';

/** Which exports of a file are functions (declared, or held by a constant) and which are classes. */
function declarationsOf(root: string, file: string): ReadonlyMap<string, Declared> {
  const path = join(root, file);
  const known = declarationsByFile.get(path);
  if (known) return known;
  const declared = new Map<string, Declared>();
  const source = existsSync(path) ? readFileSync(path, 'utf8') : '';
  for (const statement of parseSync(file, source).program.body) {
    if (statement.type !== 'ExportNamedDeclaration') continue;
    const { declaration } = statement;
    if (declaration?.type === 'FunctionDeclaration' && declaration.id) declared.set(declaration.id.name, 'function');
    if (declaration?.type === 'ClassDeclaration' && declaration.id) declared.set(declaration.id.name, 'class');
    if (declaration?.type !== 'VariableDeclaration') continue;
    for (const { id, init } of declaration.declarations) {
      if (id.type === 'Identifier' && /Function/.test(init?.type ?? '')) declared.set(id.name, 'function');
    }
  }
  declarationsByFile.set(path, declared);
  return declared;
}
const declarationsByFile = new Map<string, ReadonlyMap<string, Declared>>();

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
