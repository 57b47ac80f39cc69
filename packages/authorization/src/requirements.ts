import { printSubgraphSchema } from '@apollo/subgraph';
import { isSchema, parse } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { readDeclarations } from './declarations.ts';
import type { Declarations, TypeDeclaration } from './declarations.ts';
import { allOf, both, requirementText } from './requirement.ts';
import type { Requirement } from './requirement.ts';

/**
 * What is required at each place that requires anything, by coordinate: `Type.field` with all that bears on the field,
 * `Type` for conditions of fragments. A root field that is absent was not declared, and is for nobody; any other
 * absent place is open to whoever reaches it.
 */
export type Requirements = ReadonlyMap<string, Requirement>;

/** Root fields that federation adds to a subgraph; they are the gateway's own way in. */
export const federationRootFields: ReadonlySet<string> = new Set(['_entities', '_service']);

/**
 * Reads the requirements of a subgraph (schema or SDL) or of a supergraph (SDL). As in Apollo Router, a field requires
 * what is declared on itself, on its type and on the type it returns; a field of an interface requires what the field
 * of every implementing type does.
 */
export function readRequirements(source: GraphQLSchema | DocumentNode | string): Requirements {
  const declarations = readDeclarations(documentOf(source));
  const requirements = new Map<string, Requirement>();
  const put = (coordinate: string, requirement: Requirement | null): void => {
    if (requirement) requirements.set(coordinate, requirement);
  };
  for (const [name, type] of declarations.types) {
    put(name, typeRequirement(declarations, name, type));
    for (const field of type.fields.keys()) {
      if (!isUndeclaredRoot(declarations, name, field))
        put(`${name}.${field}`, fieldRequirement(declarations, name, type, field));
    }
  }
  return requirements;
}

/** Root fields that say nothing about who may use them, as `Query.field`. The build fails on any. */
export function undeclaredRootFields(source: GraphQLSchema | DocumentNode | string): string[] {
  const declarations = readDeclarations(documentOf(source));
  return [...declarations.rootTypes].flatMap((name) => {
    const fields = [...(declarations.types.get(name)?.fields.keys() ?? [])];
    return fields.filter((field) => isUndeclaredRoot(declarations, name, field)).map((field) => `${name}.${field}`);
  });
}

function documentOf(source: GraphQLSchema | DocumentNode | string): DocumentNode {
  if (typeof source === 'string') return parse(source);
  return isSchema(source) ? parse(printSubgraphSchema(source)) : source;
}

function isUndeclaredRoot({ types, rootTypes }: Declarations, name: string, field: string): boolean {
  if (!rootTypes.has(name) || federationRootFields.has(field)) return false;
  const type = types.get(name);
  return !type?.own && !type?.fields.get(field)?.own;
}

function typeRequirement(declarations: Declarations, name: string, type: TypeDeclaration): Requirement | null {
  return type.isInterface ? both(type.own, requirementOfImplementers(declarations, name)) : type.own;
}

function fieldRequirement(declarations: Declarations, name: string, type: TypeDeclaration, field: string): Requirement | null {
  const declared = type.fields.get(field);
  const here = allOf([type.own, declared?.own ?? null, declared ? requirementOfReturning(declarations, declared.returns) : null]);
  if (!type.isInterface) return here;
  return allOf([here, ...implementers(declarations, name).map(([at, one]) => fieldRequirement(declarations, at, one, field))]);
}

/**
 * What returning a type requires. Composition writes on each interface what its implementing types require together;
 * that guards the interface's fields, not the fields that return it, or `posts { ... on PublicPost { id } }` could
 * never be answered.
 */
function requirementOfReturning(declarations: Declarations, name: string): Requirement | null {
  const type = declarations.types.get(name);
  if (!type?.own || !type.isInterface) return type?.own ?? null;
  const composed = requirementOfImplementers(declarations, name);
  return composed && requirementText(composed) === requirementText(type.own) ? null : type.own;
}

function requirementOfImplementers(declarations: Declarations, name: string): Requirement | null {
  return allOf(implementers(declarations, name).map(([, type]) => type.own));
}

function implementers({ types }: Declarations, name: string): [string, TypeDeclaration][] {
  return [...types].filter(([, type]) => !type.isInterface && type.interfaces.has(name));
}
