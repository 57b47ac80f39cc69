import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldNode,
  Kind,
  parse,
  print,
  type SelectionSetNode,
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
  /**
   * Whether an operation selects a field that another subgraph's fields are inputs of. Where conditions stand beside such a field, the
   * planner may leave an input out and still demand it, so that what was asked for without a condition comes back as null.
   */
  selectsComputed(document: DocumentNode): boolean;
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
  return {
    safe: (document) => rename(document, inputs),
    selectsComputed: (document) => inputs.computed.size > 0 && selects(document, inputs.computed),
  };
}

/** A supergraph on which no plan of `@apollo/gateway` is right. */
export class Unplannable extends Error {}

interface Inputs {
  /** Every field name within a key or a `requires` (https://specs.apollo.dev/join/v0.5). */
  readonly names: ReadonlySet<string>;
  /** Those that are required with arguments: the same field without them is another value. */
  readonly withArguments: ReadonlySet<string>;
  /** Fields that require others. */
  readonly computed: ReadonlySet<string>;
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
  const computed = new Set<string>();
  visit(supergraph, {
    FieldDefinition({ name, directives = [] }) {
      if (directives.some((one) => one.name.value === 'join__field' && argumentOf(one, 'requires') !== undefined))
        computed.add(name.value);
    },
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
  return { names, withArguments: new Set(withArguments), computed };
}

function selects(document: DocumentNode, fields: ReadonlySet<string>): boolean {
  let isFound = false;
  visit(document, { Field: ({ name }) => void (isFound ||= fields.has(name.value)) });
  return isFound;
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
  const mayBeEmpty = emptiness(document);
  let isSafe = true;
  visit(document, {
    Field(node) {
      keys.add(responseKey(node));
      isSafe &&= !isMistakable(node, inputs) && !mayBeEmpty(node.selectionSet);
    },
  });
  if (isSafe) return { document, dataKey: responseKey, clientKey: (key) => key };
  let prefix = 'praetorAlias_';
  while ([...keys].some((key) => key.startsWith(prefix))) prefix += '_';
  const safe = (node: FieldNode): string => (isMistakable(node, inputs) ? `${prefix}${responseKey(node)}` : responseKey(node));
  return {
    document: visit(document, {
      Field: (node) => ({
        ...node,
        ...(isMistakable(node, inputs) && { alias: { kind: Kind.NAME, value: safe(node) } }),
        ...(node.selectionSet && mayBeEmpty(node.selectionSet) && { selectionSet: withTypename(node.selectionSet, prefix) }),
      }),
    }),
    dataKey: safe,
    clientKey: (key) => (key.startsWith(prefix) ? key.slice(prefix.length) : key),
  };
}

type MayBeEmpty = (set: SelectionSetNode | undefined) => boolean;

/**
 * Whether conditions may take all of a selection away. The planner then leaves the field out, and whether there is an object
 * would not be known.
 */
function emptiness(document: DocumentNode): MayBeEmpty {
  const fragments = new Map(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );
  const mayBeEmpty: MayBeEmpty = (set) =>
    set?.selections.every((node) => {
      if (node.directives?.some(({ name }) => name.value === 'skip' || name.value === 'include')) return true;
      if (node.kind === Kind.FIELD) return false;
      return mayBeEmpty(node.kind === Kind.INLINE_FRAGMENT ? node.selectionSet : fragments.get(node.name.value)?.selectionSet);
    }) ?? false;
  return mayBeEmpty;
}

const withTypename = (set: SelectionSetNode, alias: string): SelectionSetNode => ({
  ...set,
  selections: [
    ...set.selections,
    { kind: Kind.FIELD, alias: { kind: Kind.NAME, value: alias }, name: { kind: Kind.NAME, value: '__typename' } },
  ],
});
