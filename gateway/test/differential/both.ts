import { systemActor } from '@praetor/identity/actor';
import { newId } from '@praetor/kernel/id';
import { type DocumentNode, type GraphQLSchema, parse } from 'graphql';
import { pino } from 'pino';
import { answering, type Subgraph, type SubgraphAnswer, type SubgraphRequest } from '../../src/data-source.ts';
import type { Deadline } from '../../src/deadline.ts';
import { withoutConditions } from '../../src/execution/conditions.ts';
import type { Answer } from '../../src/execution/compiled-operation.ts';
import { createExecution } from '../../src/execution/execution.ts';
import { plannerNames } from '../../src/execution/names.ts';
import { loadPlanner } from '../../src/execution/planner.ts';
import { readTypeNames } from '../../src/execution/type-names.ts';
import { isRead } from '../../src/retry.ts';
import { type ApolloAnswer, apolloOver } from './apollo.ts';
import { fakeSubgraph } from './fake-subgraph.ts';
import { type Faults, hashOf, noFaults } from './faults.ts';
import type { Graph } from './graphs.ts';

const actor = systemActor('differential', newId('tenant'));

/** Under which an operation is run. */
export interface Circumstances {
  readonly faults?: (subgraph: string) => Faults;
  /** In which order answers come. */
  readonly salt?: number;
  /** Whether fetches for entities share requests. */
  readonly merges?: boolean;
  /** Apollo's executor is given the operation as it stands, wherever its planner is wrong. */
  readonly asItStands?: boolean;
}

/** Requests made, and those of them that change something, in order. */
export interface Requests {
  readonly count: number;
  readonly changes: readonly string[];
}

/** Apollo's executor and ours over the very same subgraphs. */
export interface Both {
  readonly graph: Graph;
  readonly schema: GraphQLSchema;
  /** Whether names of the operation are changed before it is planned. */
  renames(document: DocumentNode): boolean;
  run(document: DocumentNode, variables: Record<string, unknown>, given?: Circumstances): Promise<Compared>;
  /** What Apollo's executor says is missing when subgraphs tell no errors: each null and wrong value that the schema forbids. */
  missing(document: DocumentNode, variables: Record<string, unknown>, given?: Circumstances): Promise<ApolloAnswer>;
}

export interface Compared {
  readonly apollo: ApolloAnswer;
  readonly ours: Answer;
  readonly requests: { readonly apollo: Requests; readonly ours: Requests };
}

/** Answers come in no order to count on. */
async function wait(turns: number): Promise<void> {
  for (let left = turns; left >= 0; left -= 1) await new Promise((resolve) => setImmediate(resolve));
}

/** The graph's subgraphs, in circumstances that may change from run to run; what they do not answer is told as the gateway tells it. */
function fakesOf({ subgraphs }: Graph) {
  let now: Circumstances = {};
  let requests: { count: number; changes: string[] } = { count: 0, changes: [] };
  const faultsOf = (name: string): Faults => now.faults?.(name) ?? noFaults;
  const reached = subgraphs.map(({ name, sdl }): [string, Subgraph] => {
    const fake = fakeSubgraph(sdl, () => faultsOf(name));
    const post = async (request: SubgraphRequest, _: unknown, deadline: Deadline): Promise<SubgraphAnswer> => {
      requests.count += 1;
      if (!isRead(request.query)) requests.changes.push(`${name} ${request.query.replaceAll(/^mutation\s*\w*\s*|\s+/g, '')}`);
      const { isDown, isSlow } = faultsOf(name);
      if (isDown) throw new Error('It is down.');
      if (isSlow) return new Promise((_answer, reject) => deadline.stops(reject));
      await wait(hashOf(now.salt, request.query) % 4);
      // The asker may write into what it is given.
      return structuredClone(fake(request));
    };
    const [patient, impatient] = [60_000, 1].map((deadlineMs) => answering(name, { deadlineMs, report: () => {} }, post));
    return [name, { name, ask: (...asked) => (faultsOf(name).isSlow ? impatient! : patient!).ask(...asked) }];
  });
  return {
    reached: new Map(reached),
    async under<Value>(given: Circumstances, run: () => Promise<Value>): Promise<[Value, Requests]> {
      now = given;
      requests = { count: 0, changes: [] };
      const counted = requests;
      return [await run(), counted];
    },
  };
}

export async function bothOver(graph: Graph): Promise<Both> {
  const { supergraph } = graph;
  const { reached, under } = fakesOf(graph);
  let isMute = false;
  const apollo = await apolloOver(supergraph, async (subgraph, request) => {
    const { errors, ...answer } = await reached.get(subgraph)!.ask(request, actor);
    return errors && !isMute ? { ...answer, errors } : answer;
  });
  const document = parse(supergraph, { noLocation: true });
  const workshop = {
    planner: await loadPlanner(supergraph, new Set(reached.keys()), pino({ level: 'silent' })),
    names: plannerNames(document),
    types: readTypeNames(document),
    subgraphs: reached,
  };
  const { selectsComputed } = workshop.names;
  const isPlanned = (operation: DocumentNode): boolean => {
    try {
      workshop.planner.plan(operation, null);
      return true;
    } catch {
      return false;
    }
  };
  /** Where Apollo's planner would lose inputs, its executor is given what is left when the conditions are answered (`inputsAreNotConditional`), or fails (`conditionsArePlanned`). */
  const plannable = (operation: DocumentNode, variables: Record<string, unknown>): DocumentNode =>
    selectsComputed(operation) || !isPlanned(operation)
      ? withoutConditions(operation, (name) => variables[name] === true)
      : operation;
  const [merging, single] = [true, false].map((merges) => createExecution({ ...workshop, merges: () => merges }));
  return {
    graph,
    schema: apollo.schema,
    renames: (operation) => workshop.names.safe(operation).document !== operation,
    async run(operation, variables, given = {}) {
      const [theirs, asked] = await under(given, () =>
        apollo.run(given.asItStands ? operation : plannable(operation, variables), variables),
      );
      const execute = given.merges === false ? single! : merging!;
      const planned = { document: operation, variables, coerced: variables, actor, leaving: null };
      const [ours, own] = await under(given, () => execute(planned));
      return { apollo: theirs, ours, requests: { apollo: asked, ours: own } };
    },
    async missing(operation, variables, given = {}) {
      isMute = true;
      const [answer] = await under(given, () => apollo.run(plannable(operation, variables), variables));
      isMute = false;
      return answer;
    },
  };
}
