import type { Actor } from '@praetor/identity/actor';
import type { BacklogSource } from '@praetor/telemetry/backlog-metrics';
import { type ExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { CircuitBreaker } from './circuit-breaker.ts';
import { Deadline } from './deadline.ts';
import { subgraphUnavailable } from './errors.ts';
import type { Leaving } from './leaving.ts';

export interface SubgraphRequest {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string | undefined;
  /** All of it as JSON, where that is at hand. */
  readonly body?: string;
}

export interface SubgraphAnswer {
  data?: Record<string, unknown> | null;
  errors?: readonly GraphQLFormattedError[];
}

/** A subgraph as the gateway sees it, wherever it runs. Never throws: what fails is in the answer's errors, coded. */
export interface Subgraph {
  readonly name: string;
  /** `leaving`: of the one client who waits for this. When they go the request is given up, and fails nobody's but their answer. */
  ask(request: SubgraphRequest, actor: Actor, leaving?: Leaving | null): Promise<SubgraphAnswer>;
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

/** An actor, and since when on the shared clock what it says may have changed. */
export interface Standing {
  readonly actor: Actor;
  readonly asOf: number;
}

/**
 * Who asks, as of now: an operation may take long, and each of its steps is taken with the rights of its moment. `anew` reads
 * them whatever is known. Throws what a client is told when nobody asks any more.
 */
export type CurrentActor = (actor: Actor, how?: { readonly anew: boolean }) => Promise<Standing>;

export interface AskingOptions {
  readonly deadlineMs: number;
  /** Its own; without one it is asked whatever happened before. */
  readonly breaker?: CircuitBreaker;
  readonly report: ReportFault;
  readonly current: CurrentActor;
}

/** Reaches a subgraph by a function call: the actor goes as it is, since nothing lies between. */
export function localSubgraph(running: RunningSubgraph, shared: AskingOptions): Subgraph {
  return answering(running.name, shared, async (request, actor, deadline) => {
    const late = new Promise<never>((_, reject) => deadline.stops(reject));
    const { query, variables, operationName } = request;
    const asked = { query, ...(variables && { variables }), ...(operationName !== undefined && { operationName }) };
    const answer = shared.current(actor).then((standing) => running.execute(asked, standing.actor));
    const { data, errors } = await Promise.race([answer, late]);
    // As it would arrive over HTTP: without the stacks and causes that error objects carry.
    return { ...(data !== undefined && { data }), ...(errors && { errors: errors.map((error) => error.toJSON()) }) };
  });
}

type Asking = (request: SubgraphRequest, actor: Actor, deadline: Deadline) => Promise<SubgraphAnswer>;

/** Puts a deadline on `ask`, and turns what it throws into a coded error beside whatever else was answered. */
export function answering(name: string, { deadlineMs, breaker, report }: Omit<AskingOptions, 'current'>, ask: Asking): Subgraph {
  return {
    name,
    async ask(request, actor, leaving = null) {
      if (leaving?.isGone) return unawaited(name);
      if (breaker && !breaker.mayAsk())
        return { errors: [subgraphUnavailable(name, 'failed several times, and is asked again in a moment.').toJSON()] };
      const deadline = new Deadline(deadlineMs);
      const stay = leaving?.whenGone(() => deadline.end(new Error('Nobody waits for the answer.')));
      try {
        const answer = await ask(request, actor, deadline);
        breaker?.succeeded();
        return answer;
      } catch (error) {
        // Says nothing of the subgraph.
        if (leaving?.isGone) return unawaited(name);
        // It was not asked: whoever wanted to may not, or that cannot be known.
        if (error instanceof GraphQLError) return { errors: [error.toJSON()] };
        breaker?.failed();
        report(name, error, actor);
        const why = deadline.isOver ? 'did not answer in time.' : 'cannot be reached.';
        return { errors: [subgraphUnavailable(name, why).toJSON()] };
      } finally {
        deadline.clear();
        stay?.();
      }
    },
  };
}

const unawaited = (name: string): SubgraphAnswer => ({
  errors: [subgraphUnavailable(name, 'was not waited for.').toJSON()],
});
