import { type DirectiveNode, type GraphQLSchema, getNamedType, isNonNullType, Kind, parse, valueFromASTUntyped } from 'graphql';
import { z } from 'zod';

/**
 * A subscription field that streams: on each event of `types`, the caller's selection is read anew through the query
 * field `query`, with the id found in the event's data under `key`.
 */
export interface LiveField {
  readonly name: string;
  readonly query: string;
  readonly types: ReadonlySet<string>;
  readonly key: string;
  /** Fields of the event's data that hold the accounts it is told to, beside viewers who are all alike; null: to everybody. */
  readonly concerns: readonly string[] | null;
}

const LiveArguments = z.strictObject({
  query: z.string(),
  types: z.array(z.string()).min(1),
  key: z.string(),
  concerns: z.array(z.string()).min(1).optional(),
});

/** The subscription fields that the supergraph marks `@live`, by name. Throws when one names a query it cannot be read by. */
export function readLiveFields(supergraphSdl: string, apiSchema: GraphQLSchema): ReadonlyMap<string, LiveField> {
  const marked = parse(supergraphSdl, { noLocation: true }).definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === 'Subscription' ? (definition.fields ?? []) : [],
  );
  const fields = marked.flatMap(({ name, directives = [] }) => {
    const live = directives.find((directive) => directive.name.value === 'live');
    return live ? [liveField(name.value, live)] : [];
  });
  for (const field of fields) assertReadable(field, apiSchema);
  return new Map(fields.map((field) => [field.name, field]));
}

function liveField(name: string, directive: DirectiveNode): LiveField {
  const given = Object.fromEntries(
    (directive.arguments ?? []).map((argument) => [argument.name.value, valueFromASTUntyped(argument.value)]),
  );
  const { types, concerns = null, ...rest } = LiveArguments.parse(given);
  return { name, ...rest, types: new Set(types), concerns };
}

function assertReadable({ name, query }: LiveField, schema: GraphQLSchema): void {
  const subscribed = schema.getSubscriptionType()?.getFields()[name];
  const read = schema.getQueryType()?.getFields()[query];
  if (!subscribed) return;
  if (!read) throw new Error(`Subscription.${name} is @live(query: "${query}"), but there is no Query.${query}.`);
  if (getNamedType(read.type) !== getNamedType(subscribed.type))
    throw new Error(`Subscription.${name} and Query.${query}, by which it is read, must have the same type.`);
  const others = read.args.filter(
    (argument) => argument.name !== 'id' && isNonNullType(argument.type) && argument.defaultValue === undefined,
  );
  if (others.length > 0 || !read.args.some((argument) => argument.name === 'id'))
    throw new Error(`Query.${query} must be readable by \`id\` alone, since Subscription.${name} is @live through it.`);
}
