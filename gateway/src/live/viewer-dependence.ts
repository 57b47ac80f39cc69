import {
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLSchema,
  isAbstractType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Supergraph } from '../supergraph.ts';
import type { Reread } from './reread.ts';

/** Fields of entities without a requirement, of which it was read in their resolvers that everybody sees the same. */
const sameForAll: ReadonlySet<string> = new Set(['Account.displayName', 'Account.claimed', 'Account.version']);

type Shape = Pick<Supergraph, 'apiSchema' | 'requirements' | 'entityKeys'>;

const known = new WeakMap<Reread, boolean>();

/**
 * Whether two people with the same rights may see different things in the same event. When in doubt it says yes, which costs
 * an execution each; no would show one what is the other's. So it is no only where a permission opens the live field, and
 * every selected field beneath is opened by a permission too, or names an entity by its key, or is part of the live
 * thing itself and not of another entity, which may have an owner who sees more of it (`Account.email`).
 */
export function dependsOnViewer(supergraph: Shape, reread: Reread): boolean {
  const found = known.get(reread) ?? derive(supergraph, reread);
  known.set(reread, found);
  return found;
}

function derive({ apiSchema, requirements, entityKeys }: Shape, { field, document }: Reread): boolean {
  const byPermission = (coordinate: string): boolean => Boolean(requirements.get(coordinate)?.scopes?.length);
  if (!byPermission(`Subscription.${field.name}`) || !byPermission(`Query.${field.query}`)) return true;
  const query = apiSchema.getQueryType();
  const subject = getNamedType(query?.getFields()[field.query]?.type)?.name;
  const isOfAnotherEntity = (parent: GraphQLCompositeType): boolean =>
    namesOf(apiSchema, parent).some((name) => name !== subject && entityKeys.has(name));

  const types = new TypeInfo(apiSchema);
  let depends = false;
  visit(
    document,
    visitWithTypeInfo(types, {
      Field({ name: { value: name } }) {
        const parent = types.getParentType();
        if (!parent || parent === query || name === '__typename') return;
        const coordinate = `${parent.name}.${name}`;
        if (!isOfAnotherEntity(parent) || byPermission(coordinate) || sameForAll.has(coordinate)) return;
        if (!entityKeys.get(parent.name)?.has(name)) depends = true;
      },
    }),
  );
  return depends;
}

const namesOf = (schema: GraphQLSchema, type: GraphQLCompositeType): string[] => [
  type.name,
  ...(isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : []),
];
