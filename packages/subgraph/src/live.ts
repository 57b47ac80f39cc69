import type { Permission } from '@praetor/authorization/roles';
import { DirectiveLocation, GraphQLDirective, GraphQLList, GraphQLNonNull, GraphQLString } from 'graphql';

const text = new GraphQLNonNull(GraphQLString);

/**
 * Marks a subscription field as live: on an event of one of `types`, the gateway reads `query(id: event.data[key])`
 * again with the subscriber's own selection and rights. The event itself carries no content. `concerns` names the fields of
 * its data that hold the accounts it is told to, beside those who are alike by `@perViewer(unless:)` of the query.
 */
const liveDirective = new GraphQLDirective({
  name: 'live',
  locations: [DirectiveLocation.FIELD_DEFINITION],
  args: {
    query: { type: text },
    types: { type: new GraphQLNonNull(new GraphQLList(text)) },
    key: { type: text },
    concerns: { type: new GraphQLList(text) },
  },
});

/** What is seen depends on who asks, and not on their permissions alone; `unless` they hold this one. */
const perViewerDirective = new GraphQLDirective({
  name: 'perViewer',
  locations: [DirectiveLocation.FIELD_DEFINITION],
  args: { unless: { type: GraphQLString } },
});

/** All who may read the field see the same, although its resolver could know who asks. */
const sameForAllDirective = new GraphQLDirective({
  name: 'sameForAll',
  locations: [DirectiveLocation.FIELD_DEFINITION],
});

export const liveDirectives = [liveDirective, perViewerDirective, sameForAllDirective];

const names = liveDirectives.map(({ name }) => `@${name}`);

/** Their federation link, which carries them through composition into the supergraph. */
export const liveLink = { name: 'link', args: { url: 'https://praetor.dev/live/v1.0', import: names } };

export interface Live {
  /** The query field that reads the thing by `id`. */
  query: string;
  /** Event types that signal a change. */
  types: string[];
  /** The field of the event's data that holds the id. */
  key: string;
  /** The fields that hold whom it concerns: nobody else is asked about, but those who see all such things alike. */
  concerns?: string[];
}

/** Directives of a live field, for Pothos. */
export const live = (args: Live) => [{ name: 'live', args: { ...args } }];

/** Field options: what is seen is the caller's own, or all there is for those who hold `unless`. */
export const perViewer = (unless?: Permission) => ({
  directives: [{ name: 'perViewer', args: unless === undefined ? {} : { unless } }],
});

/** Field options: all who may read it see the same. Say so only after reading its resolver. */
export const sameForAll = { directives: [{ name: 'sameForAll', args: {} }] };

/** Subgraphs never stream: the gateway re-reads on each signal. The field has to resolve to something all the same. */
export const neverStreams = {
  subscribe: async function* (): AsyncGenerator<never> {},
  resolve: (): null => null,
};
