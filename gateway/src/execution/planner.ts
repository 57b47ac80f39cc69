import '../no-apollo-telemetry.ts';
import { operationFromDocument } from '@apollo/federation-internals';
import { ApolloGateway } from '@apollo/gateway';
import type { QueryPlan } from '@apollo/query-planner';
import { stripSecurityLinks } from '@praetor/authorization/security-links';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';

/** What `@apollo/gateway` does for us: it checks a supergraph, says what of it clients see, and plans operations. */
export interface Planner {
  readonly apiSchema: GraphQLSchema;
  /** Plans a valid query or mutation. */
  plan(document: DocumentNode, operationName: string | null): QueryPlan;
}

/** Throws when `sdl` is no supergraph, or needs a subgraph that `subgraphs` does not have. */
export async function loadPlanner(sdl: string, subgraphs: ReadonlySet<string>, logger: Logger): Promise<Planner> {
  const gateway = new ApolloGateway({
    // Apollo refuses a supergraph whose security features it does not enforce; the pruner enforces them.
    supergraphSdl: stripSecurityLinks(sdl),
    validateSupergraph: true,
    __exposeQueryPlanExperimental: false,
    logger: {
      debug: () => {},
      info: (text) => logger.debug(text),
      warn: (text) => logger.warn(text),
      error: (text) => logger.error(text),
    },
    buildService({ name }) {
      if (!subgraphs.has(name))
        throw new Error(`The supergraph needs the subgraph "${name}", which is not among ${[...subgraphs].join(', ')}.`);
      // Our own executor asks subgraphs.
      return { process: () => Promise.reject(new Error('Apollo’s executor is not used.')) };
    },
  });
  const { schema } = await gateway.load();
  const { queryPlanner } = gateway.__testing();
  if (!queryPlanner) throw new Error('@apollo/gateway loaded a supergraph and made no planner of it.');
  // Computed once, and kept by Apollo.
  const internalSchema = queryPlanner.supergraph.apiSchema();
  return {
    apiSchema: schema,
    plan: (document, operationName) =>
      queryPlanner.buildQueryPlan(
        operationFromDocument(internalSchema, document, operationName === null ? {} : { operationName }),
      ),
  };
}
