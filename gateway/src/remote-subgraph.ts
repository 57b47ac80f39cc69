import type { KeyObject } from 'node:crypto';
import type { Actor } from '@praetor/identity/actor';
import { actorHeader, signActor } from '@praetor/identity/forward';
import type { Clock } from '@praetor/kernel/clock';
import { type Dispatcher, Pool } from 'undici';
import { answering, type AskingOptions, type Subgraph, type SubgraphAnswer, type SubgraphRequest } from './data-source.ts';
import { isRead, onceMore } from './retry.ts';

export interface RemoteOptions extends AskingOptions {
  readonly name: string;
  readonly url: string;
  /** The gateway's Ed25519 private key; null signs nothing, which our own subgraphs refuse. */
  readonly key: KeyObject | null;
  readonly clock: Clock;
}

/** Requests to one subgraph at the same time; more wait, within their deadlines. */
const mostConnections = 512;

/** Of an answer: larger ones are broken off as they come, so that no subgraph fills the gateway's memory. */
const mostBytes = 64 * 1024 * 1024;

/** Reaches a subgraph over HTTP by connections that stay, with the actor signed for this one request. */
export function remoteSubgraph({ name, url, key, clock, ...shared }: RemoteOptions): Subgraph & AsyncDisposable {
  const { origin, pathname, search } = new URL(url);
  // Deadlines are the asker's own, from the first try to the last byte.
  const pool = new Pool(origin, { connections: mostConnections, headersTimeout: 0, bodyTimeout: 0, maxResponseSize: mostBytes });
  const post = async (request: SubgraphRequest, actor: Actor, signal: AbortSignal): Promise<SubgraphAnswer> => {
    const body = request.body ?? JSON.stringify(request);
    const token = key && (await signActor(actor, { audience: name, body, key, now: clock() }));
    const headers = headersFor(actor, token);
    return answerOf(await pool.request({ method: 'POST', path: `${pathname}${search}`, body, signal, headers }));
  };
  const subgraph = answering(name, shared, (request, actor, signal) => {
    const ask = (): Promise<SubgraphAnswer> => post(request, actor, signal);
    return isRead(request.query) ? onceMore(ask, signal) : ask();
  });
  return { ...subgraph, [Symbol.asyncDispose]: () => pool.destroy() };
}

const headersFor = ({ requestId, traceparent }: Actor, token: string | null): Record<string, string> => ({
  'content-type': 'application/json',
  accept: 'application/graphql-response+json, application/json',
  ...(token && { [actorHeader]: token }),
  ...(requestId && { 'x-request-id': requestId }),
  ...(traceparent && { traceparent }),
});

// These speak of the gateway's own signature or address, never of the client's request.
const aboutTheGateway: ReadonlySet<number> = new Set([401, 403, 404]);

async function answerOf({ statusCode, body }: Dispatcher.ResponseData): Promise<SubgraphAnswer> {
  if (aboutTheGateway.has(statusCode)) {
    await body.dump();
    throw new Error(`It answered with status ${statusCode}.`);
  }
  const answer: unknown = JSON.parse(await body.text());
  if (typeof answer === 'object' && answer !== null && ('data' in answer || 'errors' in answer)) return answer as SubgraphAnswer;
  throw new Error(`It answered with status ${statusCode} and no GraphQL result.`);
}
