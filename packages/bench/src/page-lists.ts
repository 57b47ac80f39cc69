import type { RunningSubgraph } from '@praetor/subgraph/service';
import {
  getNamedType,
  isEnumType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLObjectType,
} from 'graphql';

/** The first page of one list, as a subgraph is asked for it. */
export interface ListQuery {
  readonly name: string;
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

/**
 * Every list of a subgraph: connections of `Query`, and those it adds to an account; each without a filter and with each
 * value of its enum filters. Found in the schema, so that a new list is measured without being named here.
 */
export function listsOf({ schema }: Pick<RunningSubgraph, 'schema'>, accountId: string): ListQuery[] {
  const query = schema.getQueryType();
  const account = schema.getType('Account');
  const own = query ? connectionsOf(query).flatMap((field) => variantsOf(field)) : [];
  const added =
    isObjectType(account) && query?.getFields()['_entities'] ? connectionsOf(account).flatMap((field) => variantsOf(field)) : [];
  const representations = [{ __typename: 'Account', id: accountId }];
  return [
    ...own.map(({ name, selection }) => ({ name, query: `{ ${selection} }`, variables: {} })),
    ...added.map(({ name, selection }) => ({
      name: `Account.${name}`,
      query: `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Account { ${selection} } } }`,
      variables: { representations },
    })),
  ];
}

type Field = GraphQLField<unknown, unknown>;

const connectionsOf = (type: GraphQLObjectType): Field[] =>
  Object.values(type.getFields()).filter((field) => nodeOf(field) && !field.args.some(isRequiredArgument));

function nodeOf(field: Field): GraphQLObjectType | null {
  const edges = fieldOf(getNamedType(field.type), 'edges');
  const node = edges && fieldOf(getNamedType(edges.type), 'node');
  const type = node && getNamedType(node.type);
  return isObjectType(type) ? type : null;
}

const fieldOf = (type: unknown, name: string): Field | undefined => (isObjectType(type) ? type.getFields()[name] : undefined);

function variantsOf(field: Field): { name: string; selection: string }[] {
  const filters = field.args.flatMap((argument) => valuesOf(argument).map((value) => `${argument.name}: ${value}`));
  return ['', ...filters].map((filter) => ({
    name: `${field.name}${filter && `(${filter})`}`,
    selection: `${field.name}(first: 20${filter && `, ${filter}`}) { pageInfo { hasNextPage endCursor } edges { cursor node { ${leavesOf(field)} } } }`,
  }));
}

function valuesOf({ type }: GraphQLArgument): string[] {
  const named = getNamedType(type);
  return isEnumType(named) ? named.getValues().map(({ name }) => name) : [];
}

/** What a dashboard's table shows: every plain value. */
function leavesOf(field: Field): string {
  const fields = Object.values(nodeOf(field)?.getFields() ?? {});
  return ['__typename', ...fields.filter(isPlain).map(({ name }) => name)].join(' ');
}

const isPlain = (field: Field): boolean => isLeafType(getNamedType(field.type)) && !field.args.some(isRequiredArgument);
