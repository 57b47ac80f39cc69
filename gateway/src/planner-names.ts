import {
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  GraphQLError,
  type GraphQLFormattedError,
  Kind,
  parse,
  valueFromASTUntyped,
  visit,
} from 'graphql';

/**
 * Apollo's planner tells fields apart by response key alone. Where it must fetch an entity's key or an input of
 * `@requires` beside what the client asked for, and the client gave that name to something else, the client's value
 * would be sent to the next subgraph in its place: `{ item { weight: id postage } }` computes the postage of an id.
 * So such names are changed before planning, and changed back in the answer.
 */
export interface PlannerNames {
  /** The document to plan; the very one that was given when none of its names can be mistaken. */
  safe(document: DocumentNode): SafeDocument;
}

export interface SafeDocument {
  readonly document: DocumentNode;
  restore(result: ExecutionResult): ExecutionResult;
}

/** Throws when the supergraph requires a field with arguments, which no renaming could make safe. */
export function plannerNames(supergraphSdl: string): PlannerNames {
  const reserved = namesOfInputs(parse(supergraphSdl, { noLocation: true }));
  const known = new WeakMap<DocumentNode, SafeDocument>();
  return {
    safe(document) {
      const safe = known.get(document) ?? rename(document, reserved);
      known.set(document, safe);
      return safe;
    },
  };
}

/** Apollo's planner merges such a field with the client's of other arguments, and computes from the wrong value. */
class RequiresArguments extends Error {
  constructor(selection: string) {
    super(`A field is computed from "${selection}": what @requires names must take no arguments.`);
  }
}

/** Every field name within a key or a `requires` of the supergraph (https://specs.apollo.dev/join/v0.5). */
function namesOfInputs(supergraph: DocumentNode): ReadonlySet<string> {
  const names = new Set(['__typename']);
  visit(supergraph, {
    Directive({ name, arguments: given = [] }) {
      if (name.value !== 'join__type' && name.value !== 'join__field') return;
      for (const argument of given) {
        if (argument.name.value !== 'key' && argument.name.value !== 'requires') continue;
        const selection: unknown = valueFromASTUntyped(argument.value);
        if (typeof selection !== 'string') continue;
        visit(parse(`{ ${selection} }`, { noLocation: true }), {
          Field(field) {
            if (field.arguments?.length) throw new RequiresArguments(selection);
            names.add(field.name.value);
          },
        });
      }
    },
  });
  return names;
}

function rename(document: DocumentNode, reserved: ReadonlySet<string>): SafeDocument {
  const keys = new Set<string>();
  let mistakable = false;
  visit(document, {
    Field(node) {
      keys.add(responseKey(node));
      mistakable ||= isMistakable(node, reserved);
    },
  });
  if (!mistakable) return { document, restore: (result) => result };
  let prefix = 'praetorAlias_';
  while ([...keys].some((key) => key.startsWith(prefix))) prefix += '_';
  const renamed = visit(document, {
    Field: (node) =>
      isMistakable(node, reserved) ? { ...node, alias: { kind: Kind.NAME, value: `${prefix}${responseKey(node)}` } } : undefined,
  });
  const original = new Map([...keys].filter((key) => reserved.has(key)).map((key) => [`${prefix}${key}`, key]));
  return { document: renamed, restore: (result) => restored(result, original) };
}

const responseKey = ({ alias, name }: FieldNode): string => alias?.value ?? name.value;

/** Under a reserved name, but not the plain field of that name. */
function isMistakable(node: FieldNode, reserved: ReadonlySet<string>): boolean {
  const key = responseKey(node);
  return reserved.has(key) && (key !== node.name.value || (node.arguments?.length ?? 0) > 0);
}

function restored(result: ExecutionResult, original: ReadonlyMap<string, string>): ExecutionResult {
  const { data, errors, extensions } = result;
  const nulls: unknown = extensions?.['valueCompletion'];
  return {
    ...result,
    ...(errors && {
      errors: errors.map((error) => placedBack(error, original)),
    }),
    ...(data && { data: keysBack(data, original) as NonNullable<ExecutionResult['data']> }),
    ...(Array.isArray(nulls) && {
      extensions: {
        ...extensions,
        valueCompletion: nulls.map((one: GraphQLFormattedError) => ({ ...one, path: pathBack(one.path, original) })),
      },
    }),
  };
}

function placedBack(error: GraphQLError, original: ReadonlyMap<string, string>): GraphQLError {
  const { message, extensions, path } = error;
  return new GraphQLError(message, { extensions, path: pathBack(path, original), originalError: error });
}

function keysBack(value: unknown, original: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => keysBack(item, original));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [original.get(key) ?? key, keysBack(inner, original)]));
}

function pathBack(path: GraphQLFormattedError['path'], original: ReadonlyMap<string, string>): (string | number)[] | undefined {
  return path?.map((part) => (typeof part === 'string' ? (original.get(part) ?? part) : part));
}
