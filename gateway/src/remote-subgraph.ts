import type { KeyObject } from 'node:crypto';
import type { Actor } from '@praetor/identity/actor';
import { actorHeader, mostAgeMs, signActor, usualAgeMs } from '@praetor/identity/forward';
import type { Clock } from '@praetor/kernel/clock';
import { type Dispatcher, Pool } from 'undici';
import {
  answering,
  type AskingOptions,
  type Standing,
  type Subgraph,
  type SubgraphAnswer,
  type SubgraphRequest,
} from './data-source.ts';
import { isRead, onceMore } from './retry.ts';

export interface RemoteOptions extends AskingOptions {
  readonly name: string;
  readonly url: string;
  /** The gateway's Ed25519 private key; null signs nothing, which our own subgraphs refuse. */
  readonly key: KeyObject | null;
  readonly clock: Clock;
}

/** A busy machine may take longer than what is signed counts; a subgraph that refuses that has done nothing, so it is asked again. */
const mostLate = 3;

/** Requests to one subgraph at the same time; more wait, within their deadlines. */
const mostConnections = 512;

/** Of an answer: larger ones are broken off as they come, so that no subgraph fills the gateway's memory. */
const mostBytes = 64 * 1024 * 1024;

/** Reaches a subgraph over HTTP by connections that stay, with the actor signed for this one request. */
export function remoteSubgraph({ name, url, key, clock, ...shared }: RemoteOptions): Subgraph & AsyncDisposable {
  const { origin, pathname, search } = new URL(url);
  // Deadlines are the asker's own, from the first try to the last byte.
  const pool = new Pool(origin, { connections: mostConnections, headersTimeout: 0, bodyTimeout: 0, maxResponseSize: mostBytes });
  const post = async (request: SubgraphRequest, { actor, asOf }: Standing, within: number, signal: AbortSignal) => {
    const body = request.body ?? JSON.stringify(request);
    const token = key && (await signActor(actor, { audience: name, body, key, now: clock(), asOf, within }));
    const headers = headersFor(actor, token);
    return answerOf(await pool.request({ method: 'POST', path: `${pathname}${search}`, body, signal, headers }));
  };
  const sent = async (request: SubgraphRequest, actor: Actor, signal: AbortSignal): Promise<SubgraphAnswer> => {
    for (let late = 0; late < mostLate; late += 1) {
      const isFirst = late === 0;
      const standing = await shared.current(actor, { anew: !isFirst });
      const answer = await post(request, standing, isFirst ? usualAgeMs : mostAgeMs, signal);
      if (answer) return answer;
    }
    throw new Error('Whatever was signed came there too late to be believed.');
  };
  const subgraph = answering(name, shared, (request, actor, signal) => {
    const ask = (): Promise<SubgraphAnswer> => sent(request, actor, signal);
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

/** Null when the subgraph finds that it was asked too late. */
async function answerOf({ statusCode, body }: Dispatcher.ResponseData): Promise<SubgraphAnswer | null> {
  if (aboutTheGateway.has(statusCode)) {
    if ((await body.text()).includes('"STALE"')) return null;
    throw new Error(`It answered with status ${statusCode}.`);
  }
  const answer: unknown = JSON.parse(await body.text());
  if (typeof answer === 'object' && answer !== null && ('data' in answer || 'errors' in answer)) return answer as SubgraphAnswer;
  throw new Error(`It answered with status ${statusCode} and no GraphQL result.`);
}
