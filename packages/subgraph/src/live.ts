import { DirectiveLocation, GraphQLDirective, GraphQLList, GraphQLNonNull, GraphQLString } from 'graphql';

const text = new GraphQLNonNull(GraphQLString);

/**
 * Marks a subscription field as live: on an event of one of `types`, the gateway reads `query(id: event.data[key])`
 * again with the subscriber's own selection and rights. The event itself carries no content.
 */
export const liveDirective = new GraphQLDirective({
  name: 'live',
  locations: [DirectiveLocation.FIELD_DEFINITION],
  args: { query: { type: text }, types: { type: new GraphQLNonNull(new GraphQLList(text)) }, key: { type: text } },
});

/** The federation link of `@live`, which carries it through composition into the supergraph. */
export const liveLink = { name: 'link', args: { url: 'https://praetor.dev/live/v1.0', import: ['@live'] } };

export interface Live {
  /** The query field that reads the thing by `id`. */
  query: string;
  /** Event types that signal a change. */
  types: string[];
  /** The field of the event's data that holds the id. */
  key: string;
}

/** Directives of a live field, for Pothos. */
export const live = (args: Live) => [{ name: 'live', args: { ...args } }];

/** Subgraphs never stream: the gateway re-reads on each signal. The field has to resolve to something all the same. */
export const neverStreams = {
  subscribe: async function* (): AsyncGenerator<never> {},
  resolve: (): null => null,
};
