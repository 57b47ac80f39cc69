import { Kind, valueFromASTUntyped } from 'graphql';
import type { ConstDirectiveNode, DocumentNode, TypeDefinitionNode, TypeExtensionNode, TypeNode } from 'graphql';
import { both, normalized } from './requirement.ts';
import type { Alternatives, Requirement } from './requirement.ts';
import { securityDirectiveNames } from './security-links.ts';
import type { SecurityDirective } from './security-links.ts';

/** What a document says of one type, in its own words: nothing is inherited yet. */
export interface TypeDeclaration {
  readonly isInterface: boolean;
  readonly interfaces: Set<string>;
  readonly fields: Map<string, FieldDeclaration>;
  own: Requirement | null;
}

export interface FieldDeclaration {
  own: Requirement | null;
  /** The named type under lists and non-null. */
  returns: string;
}

export interface Declarations {
  readonly types: ReadonlyMap<string, TypeDeclaration>;
  readonly rootTypes: ReadonlySet<string>;
}

type TypeNodes = TypeDefinitionNode | TypeExtensionNode;

/** Reads types, fields and their security directives out of SDL, definitions and extensions alike. */
export function readDeclarations(document: DocumentNode): Declarations {
  const names = securityDirectiveNames(document);
  const types = new Map<string, TypeDeclaration>();
  for (const node of document.definitions) if ('name' in node && isType(node)) readType(types, node, names);
  return { types, rootTypes: rootTypes(document, types) };
}

function readType(types: Map<string, TypeDeclaration>, node: TypeNodes, names: ReadonlyMap<string, SecurityDirective>): void {
  const isInterface = node.kind === Kind.INTERFACE_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_EXTENSION;
  const type = types.get(node.name.value) ?? { isInterface, interfaces: new Set(), fields: new Map(), own: null };
  types.set(node.name.value, type);
  type.own = both(type.own, readRequirement(node.directives, names));
  if ('interfaces' in node) for (const one of node.interfaces ?? []) type.interfaces.add(one.name.value);
  if (!hasOutputFields(node)) return;
  for (const { name, directives, type: returned } of node.fields ?? []) {
    const before = type.fields.get(name.value)?.own ?? null;
    type.fields.set(name.value, { own: both(before, readRequirement(directives, names)), returns: namedType(returned) });
  }
}

function readRequirement(
  directives: readonly ConstDirectiveNode[] | undefined,
  names: ReadonlyMap<string, SecurityDirective>,
): Requirement | null {
  let result: Requirement | null = null;
  for (const directive of directives ?? []) {
    const meaning = names.get(directive.name.value);
    if (meaning) result = both(result, requirementOf(meaning, directive));
  }
  return result;
}

function requirementOf(meaning: SecurityDirective, directive: ConstDirectiveNode): Requirement {
  switch (meaning) {
    case 'authenticated':
      return { authenticated: true, scopes: null, policies: null };
    case 'requiresScopes':
      return { authenticated: false, scopes: readAlternatives(directive, 'scopes'), policies: null };
    case 'policy':
      return { authenticated: false, scopes: null, policies: readAlternatives(directive, 'policies') };
  }
}

/** A list of lists of names. Anything else gives no alternative at all, which nobody fulfils. */
function readAlternatives(directive: ConstDirectiveNode, argument: string): Alternatives {
  const node = directive.arguments?.find(({ name }) => name.value === argument);
  const value: unknown = node ? valueFromASTUntyped(node.value) : [];
  const wellFormed =
    Array.isArray(value) && value.every((inner) => Array.isArray(inner) && inner.every((one) => typeof one === 'string'));
  return wellFormed ? normalized(value) : [];
}

function rootTypes(document: DocumentNode, types: ReadonlyMap<string, TypeDeclaration>): Set<string> {
  const named = document.definitions.flatMap((node) =>
    node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION
      ? (node.operationTypes ?? []).map(({ type }) => type.name.value)
      : [],
  );
  const names = named.length > 0 ? named : ['Query', 'Mutation', 'Subscription'];
  return new Set(names.filter((name) => types.has(name)));
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function isType(node: { kind: string }): node is TypeNodes {
  return /^(Object|Interface|Union|Enum|Scalar|InputObject)Type/.test(node.kind);
}

function hasOutputFields(node: TypeNodes): node is Extract<TypeNodes, { kind: `${'Object' | 'Interface'}Type${string}` }> {
  return /^(Object|Interface)Type/.test(node.kind);
}
