import type { Requirements } from '@praetor/authorization/requirements';
import { type ConstDirectiveNode, Kind, parse, valueFromASTUntyped } from 'graphql';
import type { LiveField } from './live-fields.ts';

/** What a field says of who sees it: all the same, or each their own unless they hold a permission (null: whatever they hold). */
export type ViewerMark = { readonly kind: 'sameForAll' } | { readonly kind: 'perViewer'; readonly unless: string | null };

/** By `Type.field`. */
export type ViewerMarks = ReadonlyMap<string, ViewerMark>;

/** Reads `@perViewer` and `@sameForAll` of a supergraph. A field that says both is per viewer. */
export function readViewerMarks(supergraphSdl: string): ViewerMarks {
  const marks = new Map<string, ViewerMark>();
  for (const definition of parse(supergraphSdl, { noLocation: true }).definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const { name, directives = [] } of definition.fields ?? []) {
      const mark = markOf(directives);
      if (mark) marks.set(`${definition.name.value}.${name.value}`, mark);
    }
  }
  return marks;
}

/** Throws for a live field that is read by a query which neither a permission opens nor a mark describes. */
export function assertMarked(liveFields: ReadonlyMap<string, LiveField>, requirements: Requirements, marks: ViewerMarks): void {
  for (const { name, query } of liveFields.values())
    if (!requirements.get(`Query.${query}`)?.scopes?.length && !marks.has(`Query.${query}`))
      throw new Error(
        `Query.${query}, by which Subscription.${name} is read, must require a permission, or say @perViewer or @sameForAll.`,
      );
}

function markOf(directives: readonly ConstDirectiveNode[]): ViewerMark | null {
  const own = directives.filter(({ name }) => name.value === 'perViewer');
  const [unless, ...others] = own.map(({ arguments: given = [] }) => {
    const argument = given.find(({ name }) => name.value === 'unless');
    const value: unknown = argument ? valueFromASTUntyped(argument.value) : null;
    return typeof value === 'string' ? value : null;
  });
  if (unless !== undefined) return { kind: 'perViewer', unless: others.every((other) => other === unless) ? unless : null };
  return directives.some(({ name }) => name.value === 'sameForAll') ? { kind: 'sameForAll' } : null;
}
