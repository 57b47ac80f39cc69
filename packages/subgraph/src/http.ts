import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { KeyObject } from 'node:crypto';
import { actorHeader, UnverifiedActor, verifyActor } from '@praetor/identity/forward';
import type { Actor } from '@praetor/identity/actor';
import type { SharedClock } from '@praetor/identity/shared-clock';
import type { Clock } from '@praetor/kernel/clock';
import { showBacklogs } from '@praetor/telemetry/backlog-metrics';
import { GraphQLError } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { Registry, collectDefaultMetrics } from 'prom-client';
import type { RunningSubgraph } from './service.ts';

export interface HttpOptions {
  port: number;
  host: string;
  /** Ed25519 public key of the gateway: whoever does not sign with it is refused. */
  gatewayKey: KeyObject;
  clock: Clock;
  /** By which what is said of an actor grows old. */
  sharedClock: SharedClock;
}

/** What of a subgraph HTTP needs. */
export type Served = Pick<RunningSubgraph, 'name' | 'schema' | 'execute' | 'ready' | 'backlog'>;

/** The most a gateway sends: a full batch of events with room to spare. */
const mostBytes = 8 * 1024 * 1024;

/** Serves a subgraph to its gateway, and to nobody else: every request carries an actor signed for exactly this body. */
export async function serveSubgraph(subgraph: Served, options: HttpOptions): Promise<AsyncDisposable> {
  const registry = new Registry();
  registry.setDefaultLabels({ subgraph: subgraph.name });
  collectDefaultMetrics({ register: registry });
  showBacklogs(registry, [subgraph]);
  const yoga = createYoga<{ actor: Actor }>({
    schema: subgraph.schema,
    graphiql: false,
    landingPage: false,
    logging: false,
    maskedErrors: false,
    plugins: [execution(subgraph)],
  });
  const answer = async (request: IncomingMessage): Promise<Response> => {
    if (request.url === '/healthz') return new Response('ok\n');
    if (request.url === '/readyz')
      return subgraph.ready().then(
        () => new Response('ready\n'),
        () => new Response('not ready\n', { status: 503 }),
      );
    if (request.url === '/metrics')
      return new Response(await registry.metrics(), { headers: { 'content-type': registry.contentType } });
    if (request.url !== '/graphql' || request.method !== 'POST') return new Response(null, { status: 404 });
    const body = await read(request);
    if (!body) return new Response(null, { status: 413 });
    const token = String(request.headers[actorHeader] ?? '');
    const { gatewayKey: key, sharedClock, clock } = options;
    const actor = await verifyActor(token, { audience: subgraph.name, body, key, sharedClock, now: clock() });
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    return yoga.fetch(new Request('http://subgraph/graphql', { method: 'POST', body: new Uint8Array(body), headers }), { actor });
  };
  const server = createServer((request, response) => {
    answer(request)
      .catch(refused)
      .then(async (reply) => {
        response.writeHead(reply.status, Object.fromEntries(reply.headers));
        response.end(Buffer.from(await reply.arrayBuffer()));
      })
      .catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  await listen(server, options);
  return { [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}

/** Yoga reads the request; the subgraph's own executor parses (once an operation), guards, runs and masks. */
function execution(subgraph: Served) {
  return {
    onParams({
      params,
      setResult,
      context,
    }: {
      params: { query?: string; variables?: Record<string, unknown>; operationName?: string };
      setResult: (result: never) => void;
      context: unknown;
    }) {
      const { actor } = context as { actor: Actor };
      const { query, variables, operationName } = params;
      if (!query) throw new GraphQLError('Send a query.', { extensions: { code: 'BAD_USER_INPUT' } });
      return subgraph.execute({ query, variables, operationName }, actor).then((result) => setResult(result as never));
    },
  };
}

function refused(error: unknown): Response {
  if (!(error instanceof UnverifiedActor)) throw error;
  const code = 'UNVERIFIED_ACTOR';
  return Response.json({ errors: [{ message: error.message, extensions: { code, reason: error.reason } }] }, { status: 401 });
}

/** The whole body; null when it is too large, which is read to its end but not kept, so that the sender hears the answer. */
async function read(request: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size <= mostBytes) parts.push(part as Buffer);
    else parts.length = 0;
  }
  return size <= mostBytes ? Buffer.concat(parts) : null;
}

function listen(server: Server, { port, host }: { port: number; host: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
}
