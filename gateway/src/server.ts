import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { GraphQLError } from 'graphql';
import { createYoga, type YogaServerInstance } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { Accounts } from './accounts.ts';
import type { Authentication } from './authentication.ts';
import { type Caller, callerOf, type CallerOptions, header, usesCookieFromForeignPage } from './caller.ts';
import { mayBeForged } from './csrf.ts';
import { coded, formatted, maskError, type ReportError } from './errors.ts';
import { type DocumentCache, documentCache } from './document-cache.ts';
import { createEarlyAnswers, type EarlyAnswers } from './early-answers.ts';
import { createEventStreams, type EventStreams } from './event-streams.ts';
import type { EventsDoor } from './events-door.ts';
import { type HealthCheck, readinessOf } from './health.ts';
import { createLeaving } from './leaving.ts';
import type { RateWindows } from './limits/rate-windows.ts';
import type { LogoutDoor } from './logout-door.ts';
import type { AccessWatch } from './live/access-watch.ts';
import type { LiveViews } from './live/subscribe.ts';
import { useJudgedUploads, useRegisteredOperations } from './operations/plugins.ts';
import type { Registry } from './operations/registry.ts';
import type { UsageReporter } from './operations/usage.ts';
import { firstPage, type PageFacts } from './page.ts';
import { maxBodyBytes } from './plain-http.ts';
import {
  type ServerContext,
  useAuthentication,
  useDocumentLimits,
  useFederation,
  useGuardedIntrospection,
  useGuardedMessages,
  useSupergraph,
} from './plugins.ts';
import { send, sendJson, sendProblem } from './problem.ts';
import { currentRequestId, requestScope } from './request-scope.ts';
import { createSockets, type Sockets } from './sockets.ts';
import { useStrictBodies } from './strict-bodies.ts';
import type { SupergraphHolder } from './supergraph.ts';
import type { Telemetry } from './telemetry.ts';

export interface DoorOptions {
  readonly supergraph: SupergraphHolder;
  readonly authentication: Authentication;
  readonly accounts: Pick<Accounts, 'partnerState'>;
  readonly registry: Registry;
  readonly usage: UsageReporter;
  readonly live: LiveViews;
  readonly watch: AccessWatch;
  readonly events: EventsDoor;
  readonly logout: LogoutDoor;
  readonly checks: Readonly<Record<string, HealthCheck>>;
  readonly telemetry: Telemetry;
  readonly callers: CallerOptions;
  readonly page: PageFacts;
  /** How many operations one HTTP request may carry; 0: no batches. */
  readonly batchLimit: number;
  readonly windows: RateWindows;
  /** A connection on which nothing moved for so long is cut; streams that are read have heartbeats. */
  readonly stallMs: number;
  readonly logger: Logger;
  readonly report: ReportError;
  /** For a bench that weighs them: every operation takes the whole way. */
  readonly withoutEarlyAnswers?: boolean;
}

/** The one public door: HTTP, SSE and sockets on one port. */
export function createDoor(options: DoorOptions): { server: Server; sockets: Sockets; streams: EventStreams } {
  const documents = documentCache();
  const early = options.withoutEarlyAnswers ? null : createEarlyAnswers({ ...options, documents });
  const yoga = createPipeline(options, documents, early);
  const sockets = createSockets({ ...options, yoga, maxPayload: maxBodyBytes });
  const streams = createEventStreams({ ...options, yoga, maxPayload: maxBodyBytes });
  const routes = routesOf(options, { yoga, early, streams });
  const server = createServer((request, response) => {
    const caller = callerOf(request, options.callers);
    const path = pathOf(request);
    const route = Object.hasOwn(routes, path) ? routes[path] : undefined;
    response.setHeader('x-request-id', caller.requestId);
    response.once('close', () => options.telemetry.httpAnswered(route ? path : 'other', response.statusCode));
    requestScope.run(caller, () => {
      if (!route)
        return sendProblem(
          response,
          { status: 404, code: 'NOT_FOUND', title: 'There is nothing here.', detail: 'GraphQL is at /graphql.' },
          caller.requestId,
        );
      Promise.resolve(route(request, response, caller)).catch((error: unknown) => {
        options.report(error, caller.requestId);
        response.destroy();
      });
    });
  });
  server.setTimeout(options.stallMs, (socket) => {
    options.logger.debug('A connection stalled, and was cut.');
    socket.destroy();
  });
  server.on('upgrade', (request, socket, head) => {
    if (pathOf(request) === '/graphql') sockets.upgrade(request, socket, head);
    else socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
  });
  return { server, sockets, streams };
}

type Pipeline = YogaServerInstance<ServerContext, object>;

/** What every operation passes, over HTTP, SSE and sockets, in this order. */
function createPipeline(
  {
    supergraph,
    authentication,
    accounts,
    registry,
    usage,
    live,
    telemetry,
    callers,
    page,
    batchLimit,
    windows,
    logger,
    report,
  }: DoorOptions,
  documents: DocumentCache,
  early: EarlyAnswers | null,
): Pipeline {
  return createYoga<ServerContext>({
    plugins: [
      useStrictBodies(maxBodyBytes),
      useSupergraph(supergraph),
      useDocumentLimits(),
      ...(page.development ? [] : [useGuardedIntrospection()]),
      useGuardedMessages(page.development),
      useAuthentication(authentication, windows, registry),
      ...(early ? [early.plugin] : []),
      useRegisteredOperations(registry, usage),
      useJudgedUploads({ accounts, introspection: page.development ? 'open' : 'permitted' }),
      useFederation({ live, report, telemetry }),
    ],
    maskedErrors: { maskError: (error) => maskError(error, currentRequestId(), report) },
    maxRequestBodySize: maxBodyBytes,
    // What cannot be parsed is not worth remembering.
    parserAndValidationCache: {
      documentCache: documents,
      errorCache: { get: () => undefined, set: () => {} },
    },
    batching: batchLimit > 0 && { limit: batchLimit },
    multipart: false,
    landingPage: false,
    cors: callers.origins.length > 0 && {
      origin: [...callers.origins],
      credentials: true,
      exposedHeaders: ['deprecation', 'sunset', 'link', 'retry-after', 'x-request-id'],
    },
    graphiql: page.development && { title: 'Praetor', subscriptionsProtocol: 'SSE', defaultQuery },
    // Megabytes of page, self-contained: loaded when somebody opens it.
    renderGraphiQL: async (settings) => (await import('@graphql-yoga/render-graphiql')).renderGraphiQL(settings),
    // What is masked is reported with its request id; Yoga would write it once more without.
    logging: {
      debug: () => {},
      info: () => {},
      warn: (...what: unknown[]) => logger.warn({ what }),
      error: (...what: unknown[]) => logger.debug({ what }),
    },
  });
}

const defaultQuery = `# Sign in as one of the demo logins, then put its accessToken into the headers below:
#   { "authorization": "Bearer …" }
mutation {
  login(input: { email: "moderator@demo.example", password: "…" }) {
    ... on SessionTokens { accessToken }
    ... on UserError { code message }
  }
}
`;

type Route = (request: IncomingMessage, response: ServerResponse, caller: Caller) => unknown;

function routesOf(
  { authentication, events, logout, checks, telemetry, callers, page, windows, stallMs, logger }: DoorOptions,
  { yoga, early, streams }: { yoga: Pipeline; early: EarlyAnswers | null; streams: EventStreams },
): Readonly<Record<string, Route>> {
  const guarded =
    (route: Route): Route =>
    async (request, response, caller) => {
      const excess = await excessOf(windows, caller);
      if (excess) return sendJson(response, 429, { errors: [formatted(excess)] }, excess.extensions.http?.headers);
      if (usesCookieFromForeignPage(request, callers.origins))
        return sendJson(response, 403, { errors: [formatted(foreignPage())] });
      if (mayBeForged(request)) return sendJson(response, 403, { errors: [formatted(forgeable())] });
      return route(request, response, caller);
    };
  return {
    '/graphql': guarded(async (request, response, caller) => {
      const leaving = createLeaving();
      response.once('close', () => leaving.leave());
      const begun = early && (await early.answer(request, response, { caller, leaving }));
      if (begun === true) return;
      await yoga(request, response, { caller, lastEventId: header(request, 'last-event-id'), leaving, begun });
      // What Yoga begins to stream it lets stall for good.
      if (!response.writableEnded) request.socket.setTimeout(stallMs);
    }),
    '/graphql/stream': guarded(streams.handle),
    '/events': events,
    '/backchannel-logout': logout,
    '/': (_request, response) => send(response, 200, 'text/html; charset=utf-8', firstPage(page), pageHeaders),
    ...(page.tour && {
      '/tour': (_request: IncomingMessage, response: ServerResponse) =>
        send(response, 200, 'text/plain; charset=utf-8', page.tour ?? ''),
    }),
    '/healthz': (_request, response) => sendJson(response, 200, { status: 'ok' }),
    async '/readyz'(_request, response) {
      const { ready, checks: states } = await readinessOf(checks, (name, error) =>
        logger.warn({ err: error, check: name }, 'Not ready.'),
      );
      sendJson(response, ready ? 200 : 503, { status: ready ? 'ok' : 'failing', checks: states });
    },
    async '/metrics'(_request, response) {
      send(response, 200, telemetry.registry.contentType, await telemetry.registry.metrics());
    },
    async '/.well-known/jwks.json'(_request, response, caller) {
      const keys = await authentication.jwks().catch(() => null);
      if (keys === null)
        return sendProblem(
          response,
          { status: 503, code: 'UNAVAILABLE', title: 'The keys cannot be read.', detail: 'Try again shortly.' },
          caller.requestId,
        );
      send(response, 200, 'application/jwk-set+json', keys, { 'cache-control': 'public, max-age=60' });
    },
  };
}

/** The refusal of a caller whose address asked too much. */
async function excessOf(windows: RateWindows, caller: Caller): Promise<GraphQLError | null> {
  return windows.admitAddress(caller).then(
    () => null,
    (error: unknown) => {
      if (error instanceof GraphQLError) return error;
      throw error;
    },
  );
}

const pageHeaders = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'referrer-policy': 'no-referrer',
};

const forgeable = () =>
  coded(
    'CSRF_PREVENTED',
    'Another site’s page could have sent this. Send it as application/json, or with any value in the header x-praetor-csrf.',
  );

const foreignPage = () =>
  coded('FORBIDDEN_ORIGIN', 'This page may not act with your cookie. Its origin is not among PRAETOR_ORIGINS.');

const pathOf = ({ url = '/' }: IncomingMessage): string => url.split('?', 1)[0] ?? '/';
