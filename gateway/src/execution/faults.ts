import { GraphQLError, type GraphQLFormattedError } from 'graphql';

type Path = readonly (string | number)[];

/** What went wrong in subgraphs during one operation, at the client's own paths. */
export interface Faults {
  readonly errors: readonly GraphQLError[];
  /** An error of a subgraph. Beyond the bound, a failure of many places is told no more, but still explains what is missing. */
  tell(subgraph: string, error: GraphQLFormattedError, path: Path | undefined, isShown?: boolean): void;
  /** Whether an error was told of this place, of what holds it, or of what it holds. */
  explain(path: Path): boolean;
}

/** `clientKey` turns a key of the data back into the one the client asked for. */
export function createFaults(clientKey: (key: string) => string): Faults {
  const errors: GraphQLError[] = [];
  const paths: Path[] = [];
  let explained: { places: Set<string>; ways: Set<string> } | null = null;
  return {
    errors,
    tell(subgraph, error, dataPath, isShown = true) {
      const path = dataPath?.map((part) => (typeof part === 'string' ? clientKey(part) : part));
      if (path) paths.push(path);
      explained = null;
      if (isShown) errors.push(fromSubgraph(subgraph, error, path));
    },
    explain(path) {
      explained ??= index(paths);
      const { places, ways } = explained;
      return ways.has(path.join('.')) || path.some((_, at) => places.has(path.slice(0, at + 1).join('.')));
    },
  };
}

/** The places of errors, and all that lead to them. Names hold no dots. */
function index(paths: readonly Path[]): { places: Set<string>; ways: Set<string> } {
  const places = new Set(paths.map((path) => path.join('.')));
  const ways = new Set(paths.flatMap((path) => path.map((_, at) => path.slice(0, at + 1).join('.'))));
  return { places, ways };
}

function fromSubgraph(subgraph: string, { message, extensions }: GraphQLFormattedError, path: Path | undefined): GraphQLError {
  return new GraphQLError(message || `Error while fetching from "${subgraph}".`, {
    ...(path && { path }),
    extensions: { ...extensions, serviceName: subgraph, code: extensions?.['code'] ?? 'DOWNSTREAM_SERVICE_ERROR' },
  });
}
