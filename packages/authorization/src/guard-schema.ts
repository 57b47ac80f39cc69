import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import { defaultFieldResolver } from 'graphql';
import type { Requirements } from './requirements.ts';
import { fieldGuards } from './rules.ts';
import { applyMiddleware } from './shield.ts';
import type { FieldGuard, FieldGuards } from './shield.ts';

/**
 * The second wall: a subgraph's executable schema, every field that requires something guarded by graphql-shield
 * through graphql-middleware, entity fields included. `_entities`, `_service` and resolveReference work as before. A
 * subscription is checked when it starts and again, with the context of then, at each event.
 */
export function guardSchema(schema: GraphQLSchema, requirements: Requirements): GraphQLSchema {
  const guards = fieldGuards(requirements, schema);
  const subscriptionType = schema.getSubscriptionType()?.name;
  const ofFields: FieldGuards = {};
  for (const [coordinate, guard] of guards) {
    const [type = '', field = ''] = coordinate.split('.');
    if (type !== subscriptionType) (ofFields[type] ??= {})[field] = guard;
  }
  const guarded = applyMiddleware(schema, ofFields);
  for (const field of Object.values(guarded.getSubscriptionType()?.getFields() ?? {})) {
    const guard = guards.get(`${subscriptionType}.${field.name}`);
    // graphql-middleware guards `resolve` or `subscribe`, never both: a denied stream would open and stay silent.
    if (!guard) continue;
    if (field.subscribe) field.subscribe = guardedResolver(guard, field.subscribe);
    field.resolve = guardedResolver(guard, field.resolve ?? defaultFieldResolver);
  }
  return guarded;
}

type Resolver = GraphQLFieldResolver<unknown, object, Record<string, unknown>>;

function guardedResolver(guard: FieldGuard, resolve: Resolver): Resolver {
  return (parent, args, context, info) => guard(() => resolve(parent, args, context, info), parent, args, context, info);
}
