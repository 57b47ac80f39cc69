import type { Import } from './imports.ts';

/** Why an import may not be, with the import. */
export interface Violation {
  readonly rule: string;
  readonly why: string;
  readonly import: Import;
}

interface Rule {
  readonly name: string;
  readonly why: string;
  readonly forbids: (found: Import) => boolean;
}

const isTest = (path: string): boolean => /[.]test[.]ts$|\/test\//.test(path);
const isSource = (path: string): boolean => path.includes('/src/') && !isTest(path);
const workspaceOf = (path: string): string => /^(?:gateway|(?:packages|subgraphs)\/[^/]+)/.exec(path)?.[0] ?? '';
const subgraphOf = (path: string): string | undefined => /^subgraphs\/([^/]+)\//.exec(path)?.[1];
const packageOf = (path: string): string | undefined => /^packages\/([^/]+)\//.exec(path)?.[1];
/** The room of a subgraph a file is in: the folder under `src`, or the file itself (`service`, `main`, `env`). */
const roomOf = (path: string): string | undefined => /^subgraphs\/[^/]+\/src\/([^/.]+)/.exec(path)?.[1];
const oneOf =
  (...names: string[]) =>
  (name: string | undefined): boolean =>
    name !== undefined && names.includes(name);

/** A benchmark of the pure part measures just that: the functions that production calls. */
const measuresDomain = (i: Import): boolean => packageOf(i.from) === 'bench' && roomOf(i.to) === 'domain';

/** What each room may take from its own subgraph and from packages. A room absent here may take anything. */
const mayImport: Readonly<Record<string, { rooms: readonly string[]; packages: readonly string[] }>> = {
  domain: { rooms: [], packages: ['kernel'] },
  db: { rooms: ['domain'], packages: ['kernel', 'postgres', 'identity'] },
  queries: { rooms: ['db', 'domain'], packages: ['kernel', 'postgres', 'identity', 'subgraph', 'transparency'] },
  commands: {
    rooms: ['domain', 'db'],
    packages: ['kernel', 'contracts', 'postgres', 'events', 'identity', 'authorization', 'subgraph', 'transparency'],
  },
  graphql: {
    rooms: ['commands', 'queries', 'db', 'domain'],
    packages: ['kernel', 'subgraph', 'identity', 'authorization', 'postgres', 'contracts'],
  },
  workers: {
    rooms: ['commands', 'queries'],
    packages: ['kernel', 'contracts', 'postgres', 'events', 'identity', 'subgraph', 'transparency'],
  },
  env: { rooms: [], packages: ['kernel', 'postgres', 'subgraph', 'identity', 'events'] },
  main: { rooms: ['service', 'env'], packages: ['kernel', 'subgraph'] },
};

const fromRoom = (found: Import): string | undefined => (isSource(found.from) ? roomOf(found.from) : undefined);

/** What evaluates conditions of a model: a function of text and facts, see ADR 15. */
const pureLibraries = oneOf('npm:@marcbachmann/cel-js');

const rules: readonly Rule[] = [
  {
    name: 'domain-is-pure',
    why: 'Domain code imports its own room and the kernel, nothing else: no clock, no I/O, no ORM, no GraphQL.',
    forbids: (i) => fromRoom(i) === 'domain' && roomOf(i.to) !== 'domain' && packageOf(i.to) !== 'kernel' && !pureLibraries(i.to),
  },
  {
    name: 'rooms-in-order',
    why: 'domain ← db ← queries, commands ← graphql, workers ← service ← main: this room may not import that one.',
    forbids: (i) => {
      const from = fromRoom(i);
      const to = roomOf(i.to);
      if (!from || !to || from === to || subgraphOf(i.from) !== subgraphOf(i.to)) return false;
      return mayImport[from] !== undefined && !mayImport[from].rooms.includes(to);
    },
  },
  {
    name: 'packages-of-a-room',
    why: 'This room has no business with that package, but for its types.',
    forbids: (i) => {
      const allowed = mayImport[fromRoom(i) ?? '']?.packages;
      const to = packageOf(i.to);
      return allowed !== undefined && to !== undefined && i.values.length > 0 && !allowed.includes(to);
    },
  },
  {
    name: 'resolvers-decide-nothing',
    why: 'Resolvers call commands and queries. From db they take types and lists of values, from domain these and refusals.',
    forbids: (i) =>
      fromRoom(i) === 'graphql' &&
      (roomOf(i.to) === 'db' ? i.functions.length + i.classes.length > 0 : roomOf(i.to) === 'domain' && i.functions.length > 0),
  },
  {
    name: 'orm-stays-in-db',
    why: 'Only db, queries and service import values of MikroORM; commands take its types and the store.',
    forbids: (i) =>
      i.to.startsWith('npm:@mikro-orm/') &&
      i.values.length > 0 &&
      oneOf('domain', 'commands', 'graphql', 'workers', 'main', 'env')(fromRoom(i)),
  },
  {
    name: 'no-cross-subgraph',
    why: 'Subgraphs meet in two ways only: an entity key in the graph, an event in the outbox.',
    forbids: (i) => Boolean(subgraphOf(i.from) && subgraphOf(i.to) && subgraphOf(i.from) !== subgraphOf(i.to)),
  },
  {
    name: 'no-package-to-subgraph',
    why: 'Packages know no subgraph and no gateway; only the command and the tooling put them together.',
    forbids: (i) =>
      (subgraphOf(i.to) !== undefined || workspaceOf(i.to) === 'gateway') &&
      packageOf(i.from) !== undefined &&
      !oneOf('cli', 'tooling')(packageOf(i.from)) &&
      !measuresDomain(i),
  },
  {
    name: 'subgraphs-only-by-service',
    why: 'Whoever starts a subgraph imports its ./service. Only the schema printer reads its schema.',
    forbids: (i) =>
      subgraphOf(i.to) !== undefined &&
      workspaceOf(i.from) !== workspaceOf(i.to) &&
      roomOf(i.to) !== 'service' &&
      packageOf(i.from) !== 'tooling' &&
      !measuresDomain(i),
  },
  {
    name: 'gateway-knows-no-subgraph',
    why: 'The gateway knows subgraphs by the supergraph only. Its end-to-end tests start them.',
    forbids: (i) => workspaceOf(i.from) === 'gateway' && !i.from.startsWith('gateway/test/') && subgraphOf(i.to) !== undefined,
  },
  {
    name: 'no-subgraph-to-gateway',
    why: 'A subgraph knows nothing of who calls it, but the signature.',
    forbids: (i) => subgraphOf(i.from) !== undefined && workspaceOf(i.to) === 'gateway',
  },
  {
    name: 'no-test-in-source',
    why: 'What runs in production imports neither tests nor the testkit.',
    forbids: (i) =>
      isSource(i.from) &&
      (isTest(i.to) || packageOf(i.to) === 'testkit') &&
      !oneOf('testkit', 'bench', 'tooling')(packageOf(i.from)),
  },
  {
    name: 'workspaces-by-name',
    why: 'Another workspace is imported by its name, so that its exports hold.',
    forbids: (i) => i.specifier.startsWith('.') && workspaceOf(i.from) !== workspaceOf(i.to) && packageOf(i.from) !== 'tooling',
  },
];

/** Every import that a rule forbids, then every cycle. */
export function violationsOf(imports: readonly Import[]): Violation[] {
  const forbidden = imports.flatMap((found) =>
    rules.filter((rule) => rule.forbids(found)).map(({ name, why }) => ({ rule: name, why, import: found })),
  );
  return [...forbidden, ...cyclesIn(imports)];
}

/** One violation per strongly connected component, told at the import that closes it. */
function cyclesIn(imports: readonly Import[]): Violation[] {
  const edges = Map.groupBy(imports, (found) => found.from);
  const done = new Set<string>();
  const found: Violation[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    for (const edge of edges.get(file) ?? []) {
      const at = path.indexOf(edge.to);
      if (at >= 0) found.push({ rule: 'no-cycles', why: [...path.slice(at), edge.to].join(' → '), import: edge });
      else if (!done.has(edge.to)) visit(edge.to, [...path, edge.to]);
    }
    done.add(file);
  };
  for (const file of edges.keys()) if (!done.has(file)) visit(file, [file]);
  return found;
}
