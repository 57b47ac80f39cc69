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
import type { Viewer } from '../viewer.ts';
import type { Reread } from './reread.ts';

type Shape = Pick<Supergraph, 'apiSchema' | 'requirements' | 'entityKeys' | 'viewerMarks'>;

/** The permissions whose holders all see the same; null where that may differ whatever they hold. */
type Alike = ReadonlySet<string> | null;

const known = new WeakMap<Reread, Alike>();

/**
 * Whether two people with the rights of this viewer may see different things in the same event. When in doubt it says yes,
 * which costs an execution each; no would show one what is the other's. So it is no only where a permission opens the live
 * field, by requirement or by `@perViewer(unless:)`, and every selected field beneath is opened by a permission too, or says
 * `@sameForAll`, or names an entity by its key, or is part of the live thing itself and unmarked: the subgraphs mark
 * whatever could look at who asks.
 */
export function dependsOnViewer(supergraph: Shape, reread: Reread, { permissions }: Pick<Viewer, 'permissions'>): boolean {
  const found = known.get(reread);
  const alike = found === undefined ? alikeIn(supergraph, reread) : found;
  known.set(reread, alike);
  return alike === null || [...alike].some((permission) => !permissions.has(permission));
}

/** Whether the viewer sees every thing of the live field, and not only what is theirs. */
export function seesAll(
  { viewerMarks }: Pick<Shape, 'viewerMarks'>,
  { field }: Reread,
  { permissions }: Pick<Viewer, 'permissions'>,
) {
  const mark = viewerMarks.get(`Query.${field.query}`);
  return mark?.kind !== 'perViewer' || (mark.unless !== null && permissions.has(mark.unless));
}

function alikeIn({ apiSchema, requirements, entityKeys, viewerMarks }: Shape, { field, document }: Reread): Alike {
  const byPermission = (coordinate: string): boolean => Boolean(requirements.get(coordinate)?.scopes?.length);
  const needed = new Set<string>();
  /** Whether what the field gives is the same to holders of what is needed so far. */
  const isAlike = (coordinate: string, unmarked: boolean): boolean => {
    const mark = viewerMarks.get(coordinate);
    if (mark?.kind !== 'perViewer') return unmarked || mark?.kind === 'sameForAll' || byPermission(coordinate);
    if (mark.unless !== null) needed.add(mark.unless);
    return mark.unless !== null;
  };
  if (!isAlike(`Query.${field.query}`, false)) return null;
  if (needed.size === 0 && !byPermission(`Subscription.${field.name}`)) return null;

  const query = apiSchema.getQueryType();
  const subject = getNamedType(query?.getFields()[field.query]?.type)?.name;
  const isOfAnotherEntity = (parent: GraphQLCompositeType): boolean =>
    namesOf(apiSchema, parent).some((name) => name !== subject && entityKeys.has(name));
  const types = new TypeInfo(apiSchema);
  let alike = true;
  visit(
    document,
    visitWithTypeInfo(types, {
      Field({ name: { value: name } }) {
        const parent = types.getParentType();
        if (!parent || parent === query || name === '__typename') return;
        const others = namesOf(apiSchema, parent);
        const unmarked = !isOfAnotherEntity(parent) || Boolean(entityKeys.get(parent.name)?.has(name));
        if (!others.every((owner) => isAlike(`${owner}.${name}`, unmarked))) alike = false;
      },
    }),
  );
  return alike ? needed : null;
}

/** The type, and all that an object of it may be. */
const namesOf = (schema: GraphQLSchema, type: GraphQLCompositeType): string[] => [
  type.name,
  ...(isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : []),
];
