import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldNode,
  Kind,
  parse,
  print,
  valueFromASTUntyped,
  visit,
} from 'graphql';
import { responseKey } from './selections.ts';

/**
 * Apollo's planner tells fields apart by response key alone. Where it must fetch an entity's key or an input of
 * `@requires` beside what the client asked for, and the client gave that name to something else, the client's value
 * would be sent to the next subgraph in its place: `{ item { weight: id postage } }` computes the postage of an id.
 * So such names are changed before planning, and the answer is read under the changed ones.
 */
export interface PlannerNames {
  safe(document: DocumentNode): SafeDocument;
}

export interface SafeDocument {
  /** The document to plan; the very one that was given when none of its names can be mistaken. */
  readonly document: DocumentNode;
  /** The key under which the data holds a field of the document that was given. */
  dataKey(field: FieldNode): string;
  /** The client's key for a key of the data. */
  clientKey(key: string): string;
}

/** Throws where a plan cannot be right: of `@fromContext`, and of one field that is required with differing arguments. */
export function plannerNames(supergraph: DocumentNode): PlannerNames {
  const inputs = inputsOf(supergraph);
  return { safe: (document) => rename(document, inputs) };
}

/** A supergraph on which no plan of `@apollo/gateway` is right. */
export class Unplannable extends Error {}

interface Inputs {
  /** Every field name within a key or a `requires` (https://specs.apollo.dev/join/v0.5). */
  readonly names: ReadonlySet<string>;
  /** Those that are required with arguments: the same field without them is another value. */
  readonly withArguments: ReadonlySet<string>;
}

function inputsOf(supergraph: DocumentNode): Inputs {
  const names = new Set(['__typename']);
  const argumentsOf = new Map<string, string>();
  const read = (selection: string): void =>
    void visit(parse(`{ ${selection} }`, { noLocation: true }), {
      Field(field) {
        const name = field.name.value;
        const { selectionSet: _inner, ...leaf } = field;
        const given = print(leaf);
        if ((argumentsOf.get(name) ?? given) !== given)
          throw new Unplannable(
            `"${name}" is required with other arguments in "${selection}" than elsewhere: give it two fields.`,
          );
        argumentsOf.set(name, given);
        names.add(name);
      },
    });
  visit(supergraph, {
    Directive(node) {
      if (node.name.value !== 'join__type' && node.name.value !== 'join__field') return;
      if (argumentOf(node as ConstDirectiveNode, 'contextArguments') !== undefined)
        throw new Unplannable(
          'A field uses @fromContext, which @apollo/gateway plans but does not run: pass its value by @requires.',
        );
      for (const name of ['key', 'requires']) {
        const selection = argumentOf(node as ConstDirectiveNode, name);
        if (typeof selection === 'string') read(selection);
      }
    },
  });
  const withArguments = [...argumentsOf].filter(([name, given]) => name !== given).map(([name]) => name);
  return { names, withArguments: new Set(withArguments) };
}

function argumentOf({ arguments: given }: ConstDirectiveNode, name: string): unknown {
  const found = given?.find((one) => one.name.value === name);
  return found && valueFromASTUntyped(found.value);
}

/** Every object has these by its prototype, so they are not told from what a subgraph sent. */
const inherited: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

function isMistakable(node: FieldNode, { names, withArguments }: Inputs): boolean {
  const key = responseKey(node);
  if (inherited.has(key)) return true;
  if (!names.has(key)) return false;
  return key !== node.name.value || (node.arguments?.length ?? 0) > 0 || withArguments.has(key);
}

function rename(document: DocumentNode, inputs: Inputs): SafeDocument {
  const keys = new Set<string>();
  let mistakable = false;
  visit(document, {
    Field(node) {
      keys.add(responseKey(node));
      mistakable ||= isMistakable(node, inputs);
    },
  });
  if (!mistakable) return { document, dataKey: responseKey, clientKey: (key) => key };
  let prefix = 'praetorAlias_';
  while ([...keys].some((key) => key.startsWith(prefix))) prefix += '_';
  const safe = (node: FieldNode): string => (isMistakable(node, inputs) ? `${prefix}${responseKey(node)}` : responseKey(node));
  return {
    document: visit(document, {
      Field: (node) => (isMistakable(node, inputs) ? { ...node, alias: { kind: Kind.NAME, value: safe(node) } } : undefined),
    }),
    dataKey: safe,
    clientKey: (key) => (key.startsWith(prefix) ? key.slice(prefix.length) : key),
  };
}
