import type { Clock } from '@praetor/kernel/clock';
import { InvalidSettings } from '@praetor/kernel/settings';
import type { Logger } from 'pino';
import { circuitBreaker } from './circuit-breaker.ts';
import { type AskingOptions, type CurrentActor, localSubgraph, type RunningSubgraph, type Subgraph } from './data-source.ts';
import type { GatewayEnv } from './env.ts';
import { remoteSubgraph } from './remote-subgraph.ts';

export interface SubgraphParts {
  /** Subgraphs in this process; without them, those at `env.subgraphUrls`. */
  readonly running: readonly RunningSubgraph[] | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly current: CurrentActor;
  /** Told when a subgraph is left alone for failing, and when it answers again. */
  readonly onRest: (subgraph: string, resting: boolean) => void;
}

/** The subgraphs a gateway reaches. What is disposed of are its connections to them. */
export interface ReachedSubgraphs extends AsyncDisposable {
  readonly all: readonly Subgraph[];
}

/** The subgraphs, each with its own deadline and its own circuit breaker. */
export function subgraphsOf(env: GatewayEnv, { running, clock, logger, current, onRest }: SubgraphParts): ReachedSubgraphs {
  const options = (name: string): AskingOptions => ({
    current,
    deadlineMs: env.subgraphTimeouts.get(name) ?? env.subgraphTimeoutMs,
    breaker: circuitBreaker(clock, (resting) => {
      onRest(name, resting);
      logger.warn({ subgraph: name }, resting ? 'A subgraph failed several times: it rests.' : 'A subgraph answers again.');
    }),
    report: (subgraph, error, { requestId }) => logger.error({ err: error, subgraph, requestId }, 'A subgraph did not answer.'),
  });
  if (running) {
    const all = running.map((subgraph) => localSubgraph(subgraph, options(subgraph.name)));
    return { all, [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  const { gatewayKey: key } = env;
  if (!key)
    throw new InvalidSettings([
      'PRAETOR_GATEWAY_KEY: write an Ed25519 private key: subgraphs in other processes accept nothing unsigned.',
    ]);
  const connected = new AsyncDisposableStack();
  const all = [...env.subgraphUrls].map(([name, url]) =>
    connected.use(remoteSubgraph({ name, url, key, clock, ...options(name) })),
  );
  return { all, [Symbol.asyncDispose]: () => connected.disposeAsync() };
}
