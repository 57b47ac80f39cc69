import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EventTransport } from '@praetor/events/transport';
import { ownClock, type SharedClock } from '@praetor/identity/shared-clock';
import type { Clock } from '@praetor/kernel/clock';
import { type Logger, pino } from 'pino';
import { accountsThrough } from './accounts.ts';
import { createAuthentication } from './authentication.ts';
import { coalesced } from './coalesce.ts';
import type { RunningSubgraph, Subgraph } from './data-source.ts';
import { InvalidSettings } from '@praetor/kernel/settings';
import { requestFields } from '@praetor/telemetry/request-scope';
import type { GatewayEnv } from './env.ts';
import type { ReportError } from './errors.ts';
import { createEventsDoor } from './events-door.ts';
import type { HealthCheck } from './health.ts';
import { createRateWindows, withinWindows } from './limits/rate-windows.ts';
import { createLogoutDoor } from './logout-door.ts';
import { createAccessWatch } from './live/access-watch.ts';
import { createCursors, cursorKey } from './live/cursor.ts';
import { createSignals } from './live/signals.ts';
import { createLiveViews } from './live/subscribe.ts';
import type { DemoLogin } from './page.ts';
import { createDoor } from './server.ts';
import type { Sockets } from './sockets.ts';
import { createRegistry } from './operations/registry.ts';
import { createUsageReporter } from './operations/usage.ts';
import { subgraphsOf } from './subgraphs.ts';
import { holdSupergraph, type SupergraphHolder } from './supergraph.ts';
import { createTelemetry } from './telemetry.ts';

/** What a gateway is made of beside its settings. */
export interface GatewayParts {
  /** Subgraphs in this process. Without it, they are reached at `env.subgraphUrls`. */
  readonly subgraphs?: readonly RunningSubgraph[];
  /** Where live views follow events. It stays the giver's to close. */
  readonly transport: Pick<EventTransport, 'tail'>;
  readonly clock: Clock;
  /** What it shares with subgraphs in other processes. */
  readonly sharedClock?: SharedClock;
  /** The installation's, where it is at hand; else what gateways share is derived from `env.gatewayKey`. */
  readonly secret?: string;
  readonly overrides?: {
    readonly logger?: Logger;
    /** The supergraph itself, instead of the file at `env.supergraphPath`. */
    readonly supergraphSdl?: string;
    /** What else has to answer before the gateway is ready: the database, the transport. */
    readonly checks?: Readonly<Record<string, HealthCheck>>;
    readonly demoLogins?: readonly DemoLogin[];
    /** The tour for newcomers, as text. */
    readonly tour?: string;
    /** How often open sockets and streams are asked whether they still may be. */
    readonly recheckMs?: number;
    /** How often the use of registered operations is reported. */
    readonly usageMs?: number;
    /** For a bench that weighs it: nothing is pruned. The subgraphs' own wall stands. */
    readonly withoutAuthorization?: boolean;
    /** For the same: every operation takes the whole pipeline, also when it is known. */
    readonly withoutEarlyAnswers?: boolean;
    /** How long nothing may move on a connection: more than any subgraph's deadline, and than heartbeats. */
    readonly stallMs?: number;
    /** How long an ending gateway waits for what it is answering. */
    readonly drainMs?: number;
  };
}

export interface Gateway extends AsyncDisposable {
  /** Resolves when it answers. Throws {@link InvalidSettings} when the port cannot be had. */
  listen(): Promise<{ readonly port: number; readonly url: string }>;
  /** Puts another supergraph in place, or throws and keeps the present one. */
  swap(supergraphSdl: string): Promise<void>;
  /** Puts what the file of the supergraph now holds in place; what cannot be loaded is logged, and the present one kept. */
  reload(): Promise<void>;
}

const waitingEvents = 100;

/** Wires a gateway; nothing runs before `listen`. Throws {@link InvalidSettings}, or why the supergraph cannot be loaded. */
export async function createGateway(
  env: GatewayEnv,
  { subgraphs: running, transport, clock, sharedClock = ownClock, secret, overrides = {} }: GatewayParts,
): Promise<Gateway> {
  const logger = overrides.logger ?? createLogger(env);
  const report: ReportError = (error, requestId) => logger.error({ err: error, requestId }, 'Unexpected error.');
  const telemetry = createTelemetry();
  const reached = subgraphsOf(env, {
    running,
    clock,
    logger,
    current: (actor, how) => authentication.current(actor, how),
    onRest: telemetry.rests,
  });
  const subgraphs = reached.all.map(telemetry.observed).map(coalesced);
  const accounts = accountsThrough(theAccounts(subgraphs));
  const supergraph = await holdSupergraph(overrides.supergraphSdl ?? (await sdlAt(env.supergraphPath)), {
    subgraphs,
    logger,
    authorizationMode: overrides.withoutAuthorization ? 'off' : env.authorizationMode,
    costBudgets: env.costBudgets,
    unmerged: env.unmergedSubgraphs,
  });

  const authentication = createAuthentication({
    accounts,
    clock,
    sharedClock,
    logger,
    tenant: env.tenant,
    staffAddresses: env.staffAddresses,
  });
  const windows = createRateWindows({ rates: env.rates, redisUrl: env.redisUrl, logger });
  const { registeredOperations: restriction } = env;
  const registry = createRegistry({ accounts, authentication, windows, restriction, clock, logger });
  const usage = createUsageReporter(accounts, overrides.usageMs ?? 3_000, logger);
  const watch = createAccessWatch(authentication, overrides.recheckMs ?? 400);
  const signals = createSignals(transport, logger, watch.heed);
  const live = createLiveViews({
    supergraph,
    authentication,
    signals,
    cursors: createCursors(cursorKey(secret ?? null, env.gatewayKey), clock),
    watch,
    clock,
    report,
    telemetry,
    capacity: waitingEvents,
  });
  const { server, sockets, streams } = createDoor({
    supergraph,
    authentication,
    accounts,
    registry,
    usage,
    live,
    watch,
    events: createEventsDoor({ authentication: withinWindows(authentication, windows), accounts, clock, report }),
    logout: createLogoutDoor({ accounts, windows, report }),
    checks: { accounts: async () => void (await accounts.jwks()), ...overrides.checks },
    telemetry,
    batchLimit: env.batchLimit,
    withoutEarlyAnswers: overrides.withoutEarlyAnswers ?? false,
    stallMs: overrides.stallMs ?? 150_000,
    windows,
    callers: { trustProxy: env.trustProxy, origins: env.origins },
    page: { development: env.development, demoLogins: overrides.demoLogins ?? [], tour: overrides.tour ?? null },
    logger,
    report,
  });
  telemetry.backlogs(running ?? []);
  telemetry.gauge('praetor_sockets', 'Open sockets.', () => sockets.open);
  telemetry.gauge('praetor_event_streams', 'Open event streams of many operations.', () => streams.open);
  telemetry.gauge('praetor_live_streams', 'Open subscriptions, over sockets and SSE.', () => live.openStreams);
  telemetry.gauge('praetor_live_listeners', 'What open subscriptions listen for.', () => signals.counts.listening);
  telemetry.gauge('praetor_watched_callers', 'Callers on open connections whose access is watched.', () => watch.size);
  telemetry.gauge(
    'praetor_live_replays',
    'Open subscriptions that are still told of what they missed.',
    () => signals.counts.replaying,
  );

  return {
    async listen() {
      await signals.start();
      return listening(server, env);
    },
    swap: async (sdl) => void (await supergraph.swap(sdl)),
    reload: () => reload(supergraph, env.supergraphPath, logger),
    async [Symbol.asyncDispose]() {
      const drained = drain(server, sockets, overrides.drainMs ?? 10_000);
      live.close();
      sockets.close();
      streams.close();
      await drained;
      signals.close();
      watch.close();
      await usage[Symbol.asyncDispose]();
      await windows[Symbol.asyncDispose]();
      await reached[Symbol.asyncDispose]();
    },
  };
}

function createLogger({ logLevel }: GatewayEnv): Logger {
  return pino({
    name: 'gateway',
    level: logLevel,
    mixin: requestFields,
  });
}

function theAccounts(subgraphs: readonly Subgraph[]): Subgraph {
  const accounts = subgraphs.find(({ name }) => name === 'accounts');
  if (!accounts) throw new Error('The gateway cannot tell who anybody is without the accounts subgraph.');
  return accounts;
}

async function reload(supergraph: SupergraphHolder, path: string, logger: Logger): Promise<void> {
  try {
    await supergraph.swap(await sdlAt(path));
  } catch (error) {
    logger.error(
      { err: error, supergraph: supergraph.current.id },
      'The supergraph in the file is refused: the present one stays.',
    );
  }
}

async function sdlAt(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw new InvalidSettings([`PRAETOR_SUPERGRAPH: there is no readable file at ${path}. Write it with "npm run schema".`]);
  }
}

const portProblems = new Map<string | undefined, string>([
  ['EADDRINUSE', 'is taken: stop what listens there, or'],
  ['EACCES', 'may not be used by this user:'],
]);

async function listening(server: Server, { port, host }: GatewayEnv): Promise<{ port: number; url: string }> {
  server.listen(port, host);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw portProblems.has(error.code)
      ? new InvalidSettings([`PORT: ${port} ${portProblems.get(error.code)} set another.`])
      : error;
  });
  const { port: taken } = server.address() as AddressInfo;
  return { port: taken, url: `http://${host === '0.0.0.0' ? 'localhost' : host}:${taken}` };
}

/** Takes no more connections, and waits for the answers under way; what is not done in time is cut. */
async function drain(server: Server, sockets: Sockets, patienceMs: number): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const end = setTimeout(() => {
    server.closeAllConnections();
    sockets.terminate();
  }, patienceMs);
  await closed;
  clearInterval(idle);
  clearTimeout(end);
}
