import type { KeyObject } from 'node:crypto';
import type { GraphQLDataSource } from '@apollo/gateway';
import type { Actor } from '@praetor/identity/actor';
import { actorHeader, signActor } from '@praetor/identity/forward';
import type { Clock } from '@praetor/kernel/clock';
import type { BacklogSource } from '@praetor/telemetry/backlog-metrics';
import { type ExecutionResult, type GraphQLFormattedError, Kind, parse } from 'graphql';
import type { CircuitBreaker } from './circuit-breaker.ts';
import { subgraphUnavailable } from './errors.ts';
import { isRead, onceMore } from './retry.ts';
import type { GatewayContext } from './viewer.ts';

export interface SubgraphRequest {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

export interface SubgraphAnswer {
  data?: Record<string, unknown> | null;
  errors?: readonly GraphQLFormattedError[];
}

/** A subgraph as the gateway sees it, wherever it runs. Never throws: what fails is in the answer's errors, coded. */
export interface Subgraph {
  readonly name: string;
  ask(request: SubgraphRequest, actor: Actor): Promise<SubgraphAnswer>;
}

/** A subgraph in this process. */
export interface RunningSubgraph {
  readonly name: string;
  /** How far its events are behind, for `/metrics`. */
  backlog?: BacklogSource['backlog'];
  execute(
    request: { query: string; variables?: Record<string, unknown>; operationName?: string },
    actor: Actor,
  ): Promise<ExecutionResult>;
}

/** Told of what a client only sees as SUBGRAPH_UNAVAILABLE. */
export type ReportFault = (subgraph: string, error: unknown, actor: Actor) => void;

export interface AskingOptions {
  readonly deadlineMs: number;
  /** Its own; without one it is asked whatever happened before. */
  readonly breaker?: CircuitBreaker;
  readonly report: ReportFault;
}

/** Reaches a subgraph by a function call: the actor goes as it is, since nothing lies between. */
export function localSubgraph(running: RunningSubgraph, shared: AskingOptions): Subgraph {
  return answering(running.name, shared, async (request, actor, signal) => {
    const aborted = new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
    );
    const { data, errors } = await Promise.race([running.execute(request, actor), aborted]);
    // As it would arrive over HTTP: without the stacks and causes that error objects carry.
    return { ...(data !== undefined && { data }), ...(errors && { errors: errors.map((error) => error.toJSON()) }) };
  });
}

export interface RemoteOptions extends AskingOptions {
  readonly name: string;
  readonly url: string;
  /** The gateway's Ed25519 private key. */
  readonly key: KeyObject;
  readonly clock: Clock;
}

/** Reaches a subgraph over HTTP, with the actor signed for this one request. */
export function remoteSubgraph({ name, url, key, clock, ...shared }: RemoteOptions): Subgraph {
  const post = async (request: SubgraphRequest, actor: Actor, signal: AbortSignal): Promise<SubgraphAnswer> => {
    const body = JSON.stringify(request);
    const response = await fetch(url, {
      method: 'POST',
      body,
      signal,
      redirect: 'error',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        [actorHeader]: await signActor(actor, { audience: name, body, key, now: clock() }),
        ...(actor.requestId && { 'x-request-id': actor.requestId }),
        ...(actor.traceparent && { traceparent: actor.traceparent }),
      },
    });
    return answerOf(response);
  };
  return answering(name, shared, (request, actor, signal) => {
    const ask = (): Promise<SubgraphAnswer> => post(request, actor, signal);
    return isRead(request.query) ? onceMore(ask, signal) : ask();
  });
}

async function answerOf(response: Response): Promise<SubgraphAnswer> {
  // These speak of the gateway's own signature or address, never of the client's request.
  if ([401, 403, 404].includes(response.status)) throw new Error(`It answered with status ${response.status}.`);
  const answer: unknown = await response.json();
  if (typeof answer === 'object' && answer !== null && ('data' in answer || 'errors' in answer)) return answer as SubgraphAnswer;
  throw new Error(`It answered with status ${response.status} and no GraphQL result.`);
}

type Asking = (request: SubgraphRequest, actor: Actor, signal: AbortSignal) => Promise<SubgraphAnswer>;

/** Puts a deadline on `ask`, and turns what it throws into a coded error beside whatever else was answered. */
function answering(name: string, { deadlineMs, breaker, report }: AskingOptions, ask: Asking): Subgraph {
  return {
    name,
    async ask(request, actor) {
      if (breaker && !breaker.mayAsk())
        return { errors: [subgraphUnavailable(name, 'failed several times, and is asked again in a moment.').toJSON()] };
      const deadline = new AbortController();
      const timer = setTimeout(() => deadline.abort(new Error(`No answer within ${deadlineMs} ms.`)), deadlineMs);
      try {
        const answer = await ask(request, actor, deadline.signal);
        breaker?.succeeded();
        return answer;
      } catch (error) {
        breaker?.failed();
        report(name, error, actor);
        const why = deadline.signal.aborted ? 'did not answer in time.' : 'cannot be reached.';
        return { errors: [subgraphUnavailable(name, why).toJSON()] };
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** Presents a subgraph to `@apollo/gateway`'s executor. */
export function dataSource(subgraph: Subgraph): GraphQLDataSource<GatewayContext> {
  return {
    async process({ request: { query = '', variables, operationName }, context }) {
      const asked = { query, ...(variables && { variables }), ...(operationName && { operationName }) };
      return placed(await subgraph.ask(asked, (context as GatewayContext).viewer.actor), asked);
    },
  };
}

/** Says which root fields are missing when nothing was answered. Entities' places only the executor knows. */
function placed(answer: SubgraphAnswer, { query, variables }: SubgraphRequest): SubgraphAnswer {
  const { data, errors = [] } = answer;
  if (data || errors.length === 0 || errors.some(({ path }) => path) || variables?.['representations']) return answer;
  const [operation] = parse(query, { noLocation: true }).definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const fields = (operation?.selectionSet.selections ?? []).filter((node) => node.kind === Kind.FIELD);
  const paths = fields.map(({ alias, name }) => [alias?.value ?? name.value]);
  return { ...answer, errors: errors.flatMap((error) => paths.map((path) => ({ ...error, path }))) };
}
