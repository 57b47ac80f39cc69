import {
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  Lexer,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  Source,
  TokenKind,
} from 'graphql';
import { coded, shortened } from '../errors.ts';

/** How large an operation may be, counted before it is validated: validation itself is not linear. */
export interface DocumentLimits {
  readonly characters: number;
  readonly tokens: number;
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly directives: number;
  /** With every fragment spread written out. */
  readonly fields: number;
}

export const documentLimits: DocumentLimits = {
  characters: 100_000,
  tokens: 4_000,
  depth: 15,
  aliases: 60,
  rootFields: 30,
  directives: 100,
  fields: 2_000,
};

/** Parses an operation within limits. Throws coded errors: GRAPHQL_PARSE_FAILED, GRAPHQL_…_LIMIT. */
export function parseWithinLimits(source: string | Source, limits: DocumentLimits = documentLimits): DocumentNode {
  const document = parsed(source, limits);
  const fragments = new Map(document.definitions.filter(isFragment).map((fragment) => [fragment.name.value, fragment]));
  const sizes = new Map<string, Size>();
  // Also those that no operation spreads: validation walks them too.
  for (const name of fragments.keys()) assertWithin({ ...sizeOfFragment(name, fragments, sizes), rootFields: 0 }, limits);
  for (const operation of document.definitions) {
    if (operation.kind !== Kind.OPERATION_DEFINITION) continue;
    assertWithin(sizeOf(operation.selectionSet, fragments, sizes), limits);
    if (operation.operation === 'subscription') refuseConditionalRoot(operation, fragments);
  }
  return document;
}

function parsed(source: string | Source, limits: DocumentLimits): DocumentNode {
  try {
    assertLexed(typeof source === 'string' ? new Source(source) : source, limits);
    return parse(source);
  } catch (error) {
    if (!(error instanceof GraphQLError) || error.extensions['code'] !== undefined) throw error;
    throw new GraphQLError(error.message, {
      source: error.source,
      positions: error.positions,
      extensions: { code: 'GRAPHQL_PARSE_FAILED', http: { status: 400, spec: true } },
    });
  }
}

/** Far more than fields and values need. */
const maxNesting = 100;
const opening: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/** The parser goes down a level of the stack with each bracket, so brackets are counted before. */
function assertLexed(source: Source, limits: DocumentLimits): void {
  if (source.body.length > limits.characters) throw exceeded('GRAPHQL_LENGTH_LIMIT', 'characters', limits.characters);
  const lexer = new Lexer(source);
  let nesting = 0;
  let tokens = 0;
  for (let { kind } = lexer.advance(); kind !== TokenKind.EOF; { kind } = lexer.advance()) {
    tokens += 1;
    nesting += Number(opening.has(kind)) - Number(closing.has(kind));
    if (nesting > maxNesting) throw exceeded('GRAPHQL_DEPTH_LIMIT', 'levels of brackets', maxNesting);
    if (tokens > limits.tokens) throw exceeded('GRAPHQL_TOKEN_LIMIT', 'tokens', limits.tokens);
  }
}

interface Size {
  readonly depth: number;
  readonly aliases: number;
  readonly fields: number;
  readonly rootFields: number;
  readonly directives: number;
}

const nothing: Size = { depth: 0, aliases: 0, fields: 0, rootFields: 0, directives: 0 };

/** Stands for the size of a fragment that is being measured. */
const measuring: Size = { ...nothing };

/** A selection's size with fragments written out; each fragment is measured once. */
function sizeOf(
  selectionSet: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  sizes: Map<string, Size>,
): Size {
  return selectionSet.selections.reduce((before, selection) => {
    const total = { ...before, directives: before.directives + (selection.directives?.length ?? 0) };
    switch (selection.kind) {
      case Kind.FIELD: {
        const inner = selection.selectionSet ? sizeOf(selection.selectionSet, fragments, sizes) : nothing;
        // graphql's own rules bound introspection, which a client cannot shape as it likes.
        const depth = selection.name.value.startsWith('__') ? 0 : inner.depth + 1;
        const aliases = inner.aliases + (selection.alias ? 1 : 0);
        return sum(total, { ...inner, depth, aliases, fields: inner.fields + 1, rootFields: 1 });
      }
      case Kind.INLINE_FRAGMENT:
        return sum(total, sizeOf(selection.selectionSet, fragments, sizes));
      case Kind.FRAGMENT_SPREAD:
        return sum(total, sizeOfFragment(selection.name.value, fragments, sizes));
    }
  }, nothing);
}

function sizeOfFragment(name: string, fragments: ReadonlyMap<string, FragmentDefinitionNode>, sizes: Map<string, Size>): Size {
  const known = sizes.get(name);
  if (known === measuring) throw circular(name);
  if (known) return known;
  const fragment = fragments.get(name);
  if (!fragment) return nothing;
  sizes.set(name, measuring);
  const size = sizeOf(fragment.selectionSet, fragments, sizes);
  sizes.set(name, size);
  return size;
}

function sum(left: Size, right: Size): Size {
  return {
    depth: Math.max(left.depth, right.depth),
    aliases: left.aliases + right.aliases,
    fields: left.fields + right.fields,
    rootFields: left.rootFields + right.rootFields,
    directives: left.directives + right.directives,
  };
}

function assertWithin(size: Size, limits: DocumentLimits): void {
  if (size.depth > limits.depth) throw exceeded('GRAPHQL_DEPTH_LIMIT', 'levels of fields', limits.depth);
  if (size.aliases > limits.aliases) throw exceeded('GRAPHQL_ALIAS_LIMIT', 'aliases', limits.aliases);
  if (size.rootFields > limits.rootFields) throw exceeded('GRAPHQL_ROOT_FIELD_LIMIT', 'root fields', limits.rootFields);
  if (size.directives > limits.directives) throw exceeded('GRAPHQL_DIRECTIVE_LIMIT', 'directives', limits.directives);
  if (size.fields > limits.fields) throw exceeded('GRAPHQL_FIELD_LIMIT', 'fields', limits.fields);
}

/** graphql's own validation of many circular fragments runs out of stack. */
const circular = (name: string): GraphQLError =>
  coded('GRAPHQL_VALIDATION_FAILED', `Cannot spread fragment "${shortened(name)}" within itself.`, { http: { status: 400 } });

function exceeded(code: string, noun: string, limit: number): GraphQLError {
  return coded(code, `This operation has more than ${limit} ${noun}. Split it into smaller ones.`, {
    http: { status: 400 },
  });
}

/** graphql 16's `validate` throws on these instead of reporting them. */
function refuseConditionalRoot(
  { selectionSet }: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): void {
  const seen = new Set<string>();
  const walk = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.directives?.some(isConditional))
        throw coded(
          'GRAPHQL_CONDITIONAL_SUBSCRIPTION',
          'A subscription’s root field takes no @skip and no @include: subscribe, or do not.',
          {
            http: { status: 400 },
          },
        );
      if (selection.kind === Kind.INLINE_FRAGMENT) walk(selection.selectionSet);
      if (selection.kind !== Kind.FRAGMENT_SPREAD || seen.has(selection.name.value)) continue;
      seen.add(selection.name.value);
      const fragment = fragments.get(selection.name.value);
      if (fragment) walk(fragment.selectionSet);
    }
  };
  walk(selectionSet);
}

const isConditional = ({ name }: DirectiveNode): boolean => name.value === 'skip' || name.value === 'include';
const isFragment = (node: DocumentNode['definitions'][number]): node is FragmentDefinitionNode =>
  node.kind === Kind.FRAGMENT_DEFINITION;
