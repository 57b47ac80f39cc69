import type { Clock } from '@praetor/kernel/clock';
import type { Id } from '@praetor/kernel/id';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { Accounts, OperationState } from '../accounts.ts';
import type { Authentication } from '../authentication.ts';
import type { Caller } from '../caller.ts';
import { coded, unavailable } from '../errors.ts';
import type { RateWindows } from '../limits/rate-windows.ts';
import { shortCache } from '../short-cache.ts';
import type { Viewer } from '../viewer.ts';
import { hashOf, withoutHash } from './hash.ts';
import type { RunOperation } from './run-operation.ts';

/** Who runs registered operations and nothing else: the keys that were made so, or everybody who does not register them. */
export const restrictions = ['partners', 'everyone'] as const;
export type Restriction = (typeof restrictions)[number];

/** How long a removed operation may still run: as long as a revoked key. */
const liveStateMs = 100;

export interface RegistryOptions {
  readonly accounts: Pick<Accounts, 'operationState'>;
  readonly authentication: Pick<Authentication, 'viewerOf'>;
  readonly windows: Pick<RateWindows, 'admitViewer'>;
  readonly restriction: Restriction;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A request's parameters, of which nothing is believed yet. */
type Params = Readonly<Record<string, unknown>>;

export interface Registry {
  /** The parameters with the text to run. Throws why this caller may not run it. */
  resolve(caller: Caller, params: Params): Promise<Params>;
  /** What parameters that were resolved run, when that is registered. */
  runBy(params: object): RunOperation | undefined;
}

export function createRegistry(options: RegistryOptions): Registry {
  const { authentication, windows, restriction } = options;
  const find = finder(options);
  const resolved = new WeakMap<object, RunOperation>();
  return {
    async resolve(caller, params) {
      const hash = hashOf(params);
      // Most requests of dashboards: nothing to look up, nobody to hold back.
      if (hash === null && restriction === 'partners' && caller.credential.kind !== 'apiKey') return params;
      const viewer = await authentication.viewerOf(caller);
      const state = hash === null ? null : await find(viewer, hash);
      if (state && hash !== null) {
        const ready = { ...withoutHash(params), query: state.body };
        resolved.set(ready, { ...runOf(viewer, state), assertHolds: () => assertHolds(find, viewer, hash) });
        return ready;
      }
      const refused = refusalOf(params, hash, isRestricted(viewer, restriction));
      if (!refused) return withoutHash(params);
      await windows.admitViewer(viewer);
      throw refused;
    },
    runBy: (params) => resolved.get(params),
  };
}

const runOf = ({ actor }: Viewer, { id, deprecatedAt, ...more }: OperationState) => ({
  id,
  tenantId: actor.tenantId,
  deprecation: deprecatedAt && { deprecatedAt, sunsetAt: more.sunsetAt, documentation: more.documentation },
});

type Find = (viewer: Viewer, hash: string) => Promise<OperationState | null>;

function finder({ accounts, clock, logger }: RegistryOptions): Find {
  const states = shortCache<OperationState | null>(liveStateMs, clock, { ahead: true });
  return async ({ actor: { kind, id, tenantId } }, hash) => {
    const apiKeyId = kind === 'partner' ? (id as Id<'apiKey'>) : null;
    try {
      return await states.get(JSON.stringify([tenantId, apiKeyId, hash]), () =>
        accounts.operationState({ tenantId, apiKeyId, hash }),
      );
    } catch (error) {
      if (error instanceof GraphQLError) throw error;
      logger.error({ err: error }, 'Registered operations cannot be read.');
      throw unavailable();
    }
  };
}

async function assertHolds(find: Find, viewer: Viewer, hash: string): Promise<void> {
  if (!(await find(viewer, hash))) throw notFound();
}

function isRestricted({ operationsOnly = false, permissions }: Viewer, restriction: Restriction): boolean {
  return operationsOnly || (restriction === 'everyone' && !permissions.has('apiKey:manage'));
}

/** Why parameters that name nothing registered are refused; null when their text may run. Nothing registers itself. */
function refusalOf({ query }: Params, hash: string | null, restricted: boolean): GraphQLError | null {
  const hasText = query != null && query !== '';
  if (hasText) return restricted ? notRegistered() : null;
  return hash === null ? null : notFound();
}

// The code and message that Apollo's clients know.
const notFound = (): GraphQLError => coded('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound', { http: { status: 400 } });

const notRegistered = (): GraphQLError =>
  coded(
    'OPERATION_NOT_REGISTERED',
    'You may run registered operations only. Send the hash of one, or have this one registered.',
    {
      http: { status: 403 },
    },
  );
