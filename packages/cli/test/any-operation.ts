import { newId } from '@praetor/kernel/id';
import {
  getNamedType,
  getNullableType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLSchema,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';

/** An operation with one root field, and the least that it takes as input: enough to be run, not to find anything. */
export function rootOperation(schema: GraphQLSchema, type: string, field: string): string {
  return `${type.toLowerCase()} { ${fieldText(schema, type, field)} }`;
}

/** A field with its required arguments and, of an object, only its type's name. */
export function fieldText(schema: GraphQLSchema, type: string, field: string): string {
  const found = fieldOf(schema, type, field);
  const args = found.args.filter(isRequiredArgument).map(givenText).join(', ');
  return `${field}${args && `(${args})`}${isCompositeType(getNamedType(found.type)) ? ' { __typename }' : ''}`;
}

function fieldOf(schema: GraphQLSchema, typeName: string, fieldName: string): GraphQLField<unknown, unknown> {
  const type = schema.getType(typeName);
  const field = type && 'getFields' in type ? type.getFields()[fieldName] : undefined;
  if (!field || !('args' in field)) throw new Error(`There is no field ${typeName}.${fieldName}.`);
  return field;
}

const givenText = ({ name, type }: GraphQLArgument | GraphQLInputField): string => `${name}: ${literal(type)}`;

function literal(given: GraphQLInputType): string {
  const type = getNullableType(given);
  if (isListType(type)) return `[${literal(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (isInputObjectType(type))
    return `{ ${Object.values(type.getFields()).filter(isRequiredInputField).map(givenText).join(', ')} }`;
  return scalars.get(type.name)?.() ?? '"x"';
}

const scalars: ReadonlyMap<string, () => string> = new Map([
  ['Int', () => '1'],
  ['Float', () => '1'],
  ['Boolean', () => 'true'],
  ['ID', () => JSON.stringify(newId('account'))],
  ['DateTime', () => '"2026-01-01T00:00:00.000Z"'],
  ['BigInt', () => '"1"'],
  ['CurrencyCode', () => '"EUR"'],
  ['JSON', () => '{}'],
]);
