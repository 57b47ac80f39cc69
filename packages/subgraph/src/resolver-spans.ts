import { whileResolving } from '@praetor/telemetry/tracing';
import { defaultFieldResolver, type GraphQLField, type GraphQLSchema, isObjectType } from 'graphql';

/**
 * Makes each field that does work a span, in a schema that is the executor's own. Fields that read a property, or make
 * something of their parent alone, have none: without the context nothing can be asked of anybody.
 */
export function traceResolvers(schema: GraphQLSchema): void {
  const root = new Set([schema.getQueryType(), schema.getMutationType()]);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__') || type === schema.getSubscriptionType()) continue;
    for (const field of Object.values(type.getFields()))
      if (root.has(type) ? field.name !== '_service' : takesContext(field)) traceResolver(`${type.name}.${field.name}`, field);
  }
}

function traceResolver(coordinate: string, field: GraphQLField<unknown, unknown>): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  const attributes = { 'graphql.field.coordinate': coordinate };
  field.resolve = (parent, args, context, info) =>
    whileResolving(attributes, () => resolve(parent, args, context, info) as unknown);
}

/** Of the resolver as its author wrote it: what plugins put around it always takes everything. */
function takesContext({ extensions }: GraphQLField<unknown, unknown>): boolean {
  const { resolve } = (extensions['pothosOptions'] ?? {}) as { resolve?: (...given: never[]) => unknown };
  return resolve !== undefined && resolve.length > 2;
}
