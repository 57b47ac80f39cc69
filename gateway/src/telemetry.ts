import { showBacklogs } from '@praetor/telemetry/backlog-metrics';
import { requestScope } from '@praetor/telemetry/request-scope';
import { currentTraceparent, traced } from '@praetor/telemetry/tracing';
import { type ExecutionResult } from 'graphql';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { RunningSubgraph, Subgraph, SubgraphAnswer, SubgraphRequest } from './data-source.ts';
import type { Actor } from '@praetor/identity/actor';
import type { Leaving } from './leaving.ts';

/** What the gateway counts. Labels are few and fixed: no operation names, no tenants, no ids. */
export interface Telemetry {
  readonly registry: Registry;
  httpAnswered(route: string, status: number): void;
  /** Runs an operation and counts how it went. */
  operation(type: 'query' | 'mutation' | 'subscription', run: () => Promise<ExecutionResult>): Promise<ExecutionResult>;
  /** The same subgraph, with its answers timed. */
  observed(subgraph: Subgraph): Subgraph;
  /** Whether a subgraph is left alone for failing. */
  rests(subgraph: string, resting: boolean): void;
  /** How far behind events of the subgraphs in this process are. */
  backlogs(subgraphs: readonly RunningSubgraph[]): void;
  /** Shows a number as it is when asked. */
  gauge(name: string, help: string, read: () => number): void;
}

export function createTelemetry(): Telemetry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Counter({
    name: 'praetor_http_requests_total',
    help: 'HTTP responses.',
    labelNames: ['route', 'status'],
    registers,
  });
  const operations = new Histogram({
    name: 'praetor_operation_seconds',
    help: 'GraphQL operations, by type and whether they were answered fully.',
    labelNames: ['type', 'outcome'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers,
  });
  const fetches = new Histogram({
    name: 'praetor_subgraph_seconds',
    help: 'Requests to subgraphs, by whether they were answered without errors.',
    labelNames: ['subgraph', 'outcome'],
    buckets: [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 1, 5],
    registers,
  });
  const resting = new Gauge({
    name: 'praetor_subgraph_resting',
    help: 'Whether the circuit breaker of a subgraph is open: 1 while it is left alone for failing.',
    labelNames: ['subgraph'],
    registers,
  });
  return {
    registry,
    httpAnswered: (route, status) => requests.inc({ route, status: `${Math.floor(status / 100)}xx` }),
    async operation(type, run) {
      const end = operations.startTimer({ type });
      const result = await inSpan(type, run);
      end({ outcome: !result.errors?.length ? 'full' : result.data ? 'partial' : 'none' });
      return result;
    },
    observed(subgraph) {
      const { name } = subgraph;
      resting.set({ subgraph: name }, 0);
      return {
        name,
        async ask(request, actor, leaving = null) {
          const end = fetches.startTimer({ subgraph: name });
          const answer = await inFetchSpan(subgraph, request, actor, leaving);
          end({ outcome: answer.errors?.length ? 'errors' : 'full' });
          return answer;
        },
      };
    },
    rests: (subgraph, isResting) => resting.set({ subgraph }, isResting ? 1 : 0),
    backlogs: (subgraphs) =>
      showBacklogs(
        registry,
        subgraphs.flatMap(({ name, backlog }) => (backlog ? [{ name, backlog }] : [])),
      ),
    gauge(name, help, read) {
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    },
  };
}

/** The first span of an operation: of the caller's own trace when they sent one, else of that which the door began. */
function inSpan(type: string, run: () => Promise<ExecutionResult>): Promise<ExecutionResult> {
  const { requestId = null, traceparent, callersTraceparent } = requestScope.getStore() ?? {};
  const attributes = { 'graphql.operation.type': type, ...(requestId && { 'praetor.request_id': requestId }) };
  const trace = { parent: callersTraceparent, traceOf: traceparent };
  return traced(`graphql ${type}`, { kind: 'server', attributes, ...trace }, run);
}

/** What the gateway asks for itself, outside of operations, belongs to no trace. */
function inFetchSpan(
  subgraph: Subgraph,
  request: SubgraphRequest,
  actor: Actor,
  leaving: Leaving | null,
): Promise<SubgraphAnswer> {
  if (currentTraceparent() === null) return subgraph.ask(request, actor, leaving);
  return traced('subgraph fetch', { kind: 'client', attributes: { 'praetor.subgraph': subgraph.name } }, () =>
    subgraph.ask(request, { ...actor, traceparent: currentTraceparent() ?? actor.traceparent }, leaving),
  );
}
