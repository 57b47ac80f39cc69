import type { Pruned, Pruner } from '@praetor/authorization/prune';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';

/**
 * What happens to an operation of which a part is denied (Apollo Router, "Authorization directives"): `filter` takes
 * that part out, `reject` refuses the whole, `dry-run` runs it whole and writes to the log what would have been denied.
 * The subgraphs' own wall stands in every mode.
 */
export const authorizationModes = ['filter', 'reject', 'dry-run'] as const;
export type AuthorizationMode = (typeof authorizationModes)[number];

/** An operation that is refused as a whole: there is nothing to answer, not even nulls. */
export class Rejected extends Error {
  readonly errors: readonly GraphQLError[];
  constructor(errors: readonly GraphQLError[]) {
    super('A part of the operation is denied.');
    this.errors = errors;
  }
}

/** The same pruner, acting as the mode says; `off` is no setting, but what a bench compares with. In mode `reject` it throws {@link Rejected}. */
export function prunerInMode(pruner: Pruner, mode: AuthorizationMode | 'off', logger: Logger): Pruner {
  if (mode === 'off') return { signature: () => '', prune: async (document) => ({ document, errors: [] }) };
  if (mode === 'filter') return pruner;
  if (mode === 'dry-run') logger.warn('Authorization is a dry run: the gateway denies nothing. The subgraphs still do.');
  return {
    signature: pruner.signature,
    async prune(...asked): Promise<Pruned> {
      const pruned = await pruner.prune(...asked);
      // Whoever is asked to prove themselves is denied, too: that error keeps its own code.
      const denied = pruned.errors.filter(({ extensions }) => extensions['coordinate'] !== undefined);
      if (denied.length === 0) return pruned;
      if (mode === 'reject') throw new Rejected(denied.map(withStatus));
      const [document] = asked;
      logger.warn(
        { denied: denied.map(({ extensions, path }) => ({ coordinate: extensions['coordinate'], path })) },
        'Would be denied.',
      );
      return { document, errors: [] };
    },
  };
}

function withStatus(error: GraphQLError): GraphQLError {
  const { message, nodes, path, extensions } = error;
  return new GraphQLError(message, {
    ...(nodes && { nodes }),
    ...(path && { path }),
    extensions: { ...extensions, http: { status: 403 } },
  });
}
