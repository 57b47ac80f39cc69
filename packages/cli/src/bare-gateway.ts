import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createAccessWatch } from '@praetor/gateway/live/access-watch';
import { createRateWindows } from '@praetor/gateway/limits/rate-windows';
import { remoteSubgraph } from '@praetor/gateway/remote-subgraph';
import type { OperationState } from '@praetor/gateway/accounts';
import { createRegistry } from '@praetor/gateway/operations/registry';
import { createDoor } from '@praetor/gateway/server';
import { coalesced } from '@praetor/gateway/coalesce';
import type { CurrentActor } from '@praetor/gateway/data-source';
import { holdSupergraph } from '@praetor/gateway/supergraph';
import { createTelemetry } from '@praetor/gateway/telemetry';
import type { Viewer } from '@praetor/gateway/viewer';
import { systemActor } from '@praetor/identity/actor';
import { systemClock } from '@praetor/kernel/clock';
import { newId } from '@praetor/kernel/id';
import { startTracing } from '@praetor/telemetry/tracing';
import { pino } from 'pino';

/** What a bare gateway is given, as JSON in its one argument. */
interface Given {
  /** The file of any composed supergraph. */
  readonly supergraph: string;
  /** Where each of its subgraphs answers, by name. */
  readonly urls: Readonly<Record<string, string>>;
  /** The file of the operations that are registered, by hash; none without it. */
  readonly operations?: string;
  /** Whether known operations are answered without the pipeline's phases. */
  readonly early: boolean;
  /**
   * As in production: what each caller may read is decided (filter), whoever asks is signed for each subgraph, and every operation's
   * spans are sent to this collector (OTLP over HTTP). Without it everybody is let in, and there is nothing of these.
   */
  readonly guarded?: { readonly spansTo: string };
  /** Whether equal reads at the same time may share a request to a subgraph. */
  readonly coalesces: boolean;
}

/** The one scope that guarded graphs ask for. */
const everything = 'shop:read';

const never = (): never => {
  throw new Error('A bare gateway has no accounts.');
};

/**
 * The gateway as a process over any graph, for benches beside other gateways: the same door, pipeline, limits, planner and executor,
 * but there are no accounts: callers are one who may do everything. Its first line is the port.
 */
async function run({ supergraph: file, urls, operations: registeredIn, early, guarded, coalesces }: Given): Promise<void> {
  const logger = pino({ level: 'error' }, process.stderr);
  const telemetry = createTelemetry();
  await startTracing({ endpoint: guarded?.spansTo ?? null, service: 'gateway', clock: systemClock });
  const key = guarded ? generateKeyPairSync('ed25519').privateKey : null;
  const current: CurrentActor = (actor) => Promise.resolve({ actor, asOf: 0 });
  const subgraphs = Object.entries(urls).map(([name, url]) => {
    const report = (subgraph: string, error: unknown): void => logger.error({ err: error, subgraph }, 'No answer.');
    const remote = remoteSubgraph({ name, url, key, clock: systemClock, deadlineMs: 30_000, report, current });
    return coalesces ? coalesced(telemetry.observed(remote)) : telemetry.observed(remote);
  });
  const costBudgets = new Map([['DEFAULT', Number.MAX_SAFE_INTEGER]]);
  const authorizationMode = guarded ? 'filter' : 'off';
  const settings = { subgraphs, logger, authorizationMode, costBudgets, unmerged: new Set<string>() } as const;
  const viewer: Viewer = {
    authenticated: true,
    permissions: new Set([everything]),
    impersonating: false,
    actor: systemActor('bench', newId('tenant')),
  };
  const authentication = { viewerOf: () => Promise.resolve(viewer), current, jwks: never };
  const windows = createRateWindows({
    rates: { ip: 0, actor: 0, key: 0, registered: 0, named: new Map() },
    redisUrl: null,
    logger,
  });
  const registered = new Map(
    Object.entries(registeredIn ? (JSON.parse(readFileSync(registeredIn, 'utf8')) as Record<string, string>) : {}),
  );
  const operationState = ({ hash }: { readonly hash: string }): Promise<OperationState | null> => {
    const body = registered.get(hash);
    const more = { deprecatedAt: null, sunsetAt: null, documentation: null };
    return Promise.resolve(body === undefined ? null : { id: newId('operation'), body, ...more });
  };
  const looking = { accounts: { operationState }, authentication, windows, clock: systemClock, logger };
  const { server } = createDoor({
    supergraph: await holdSupergraph(readFileSync(file, 'utf8'), settings),
    authentication,
    accounts: { partnerState: never },
    registry: createRegistry({ ...looking, restriction: 'partners' }),
    usage: { record() {}, [Symbol.asyncDispose]: () => Promise.resolve() },
    live: { subscribe: never, openStreams: 0, close() {} },
    watch: createAccessWatch(authentication, 60_000),
    events: never,
    logout: never,
    checks: {},
    telemetry,
    callers: { trustProxy: false, origins: [] },
    page: { development: false, demoLogins: [], tour: null },
    batchLimit: 0,
    windows,
    stallMs: 120_000,
    logger,
    report: (error) => logger.error({ err: error }),
    withoutEarlyAnswers: !early,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  console.log((server.address() as AddressInfo).port);
}

await run(JSON.parse(process.argv[2] ?? '') as Given);
