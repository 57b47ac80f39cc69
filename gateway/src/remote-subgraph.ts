import type { KeyObject } from 'node:crypto';
import type { Actor } from '@praetor/identity/actor';
import { actorHeader, mostAgeMs, signActor, usualAgeMs } from '@praetor/identity/forward';
import type { Clock } from '@praetor/kernel/clock';
import { Pool } from 'undici';
import {
  answering,
  type AskingOptions,
  type Standing,
  type Subgraph,
  type SubgraphAnswer,
  type SubgraphRequest,
} from './data-source.ts';
import type { Deadline } from './deadline.ts';
import { exchange, type Received } from './exchange.ts';
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
  const path = `${pathname}${search}`;
  const post = async (request: SubgraphRequest, { actor, asOf }: Standing, within: number, deadline: Deadline) => {
    const body = request.body ?? JSON.stringify(request);
    const token = key && (await signActor(actor, { audience: name, body, key, now: clock(), asOf, within }));
    return answerOf(await exchange(pool, { method: 'POST', path, body, headers: headersFor(actor, token) }, deadline));
  };
  const sent = async (request: SubgraphRequest, actor: Actor, deadline: Deadline): Promise<SubgraphAnswer> => {
    for (let late = 0; late < mostLate; late += 1) {
      const isFirst = late === 0;
      const standing = await shared.current(actor, { anew: !isFirst });
      const answer = await post(request, standing, isFirst ? usualAgeMs : mostAgeMs, deadline);
      if (answer) return answer;
    }
    throw new Error('Whatever was signed came there too late to be believed.');
  };
  const subgraph = answering(name, shared, (request, actor, deadline) => {
    const ask = (): Promise<SubgraphAnswer> => sent(request, actor, deadline);
    return isRead(request.query) ? onceMore(ask, deadline) : ask();
  });
  return { ...subgraph, [Symbol.asyncDispose]: () => pool.destroy() };
}

const plainHeaders = ['content-type', 'application/json', 'accept', 'application/graphql-response+json, application/json'];

/** Names and values in turn. */
function headersFor({ requestId, traceparent }: Actor, token: string | null): string[] {
  const headers = [...plainHeaders];
  if (token) headers.push(actorHeader, token);
  if (requestId) headers.push('x-request-id', requestId);
  if (traceparent) headers.push('traceparent', traceparent);
  return headers;
}

// These speak of the gateway's own signature or address, never of the client's request.
const aboutTheGateway: ReadonlySet<number> = new Set([401, 403, 404]);

/** Null when the subgraph finds that it was asked too late. */
function answerOf({ status, text }: Received): SubgraphAnswer | null {
  if (aboutTheGateway.has(status)) {
    if (text.includes('"STALE"')) return null;
    throw new Error(`It answered with status ${status}.`);
  }
  const answer: unknown = JSON.parse(text);
  if (typeof answer === 'object' && answer !== null && ('data' in answer || 'errors' in answer)) return answer as SubgraphAnswer;
  throw new Error(`It answered with status ${status} and no GraphQL result.`);
}
