import type { Clock } from '@praetor/kernel/clock';
import { newId } from '@praetor/kernel/id';
import type { ExecutionResult, GraphQLError } from 'graphql';
import type { Authentication } from '../authentication.ts';
import { Rejected } from '../authorization-mode.ts';
import { coded, maskError, type ReportError } from '../errors.ts';
import { type AskedOperation, coercedVariables, runOperation } from '../execution/run-operation.ts';
import type { Supergraph, SupergraphHolder } from '../supergraph.ts';
import type { Telemetry } from '../telemetry.ts';
import type { Viewer } from '../viewer.ts';
import type { AccessWatch } from './access-watch.ts';
import type { Cursors } from './cursor.ts';
import { endable } from './endable.ts';
import { sharedAnswer, type SubscriberKey, subscriberKey } from './equal-subscribers.ts';
import { type Member, sharedRun } from './groups.ts';
import { payloadOf } from './payload.ts';
import { type Reread, rereadIn, rereadOf } from './reread.ts';
import { type SignalQueue, signalQueue } from './signal-queue.ts';
import type { Heard, Signal, Signals } from './signals.ts';
import { seesAll } from './viewer-dependence.ts';

export interface LiveOptions {
  readonly supergraph: SupergraphHolder;
  readonly authentication: Authentication;
  readonly signals: Signals;
  readonly cursors: Cursors;
  readonly watch: AccessWatch;
  readonly clock: Clock;
  readonly report: ReportError;
  readonly telemetry: Pick<Telemetry, 'operation'>;
  /** How many events may wait for one subscriber before it is closed. */
  readonly capacity: number;
}

export interface LiveViews {
  /** Results as events happen, or errors at once when the viewer may not subscribe. Never throws. */
  subscribe(asked: AskedOperation): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult>;
  readonly openStreams: number;
  /** Ends every stream after what it is sending. */
  close(): void;
}

export function createLiveViews(options: LiveOptions): LiveViews {
  const open = new Set<Subscriber>();
  return {
    async subscribe(asked) {
      try {
        const subscriber = await admit(options, asked);
        open.add(subscriber);
        return endable(generate(options, subscriber), () => {
          subscriber.stop();
          open.delete(subscriber);
        });
      } catch (error) {
        if (error instanceof Denied || error instanceof Rejected)
          return { errors: error.errors.map((one) => maskError(one, requestIdOf(asked), options.report)) };
        return { errors: [maskError(error, requestIdOf(asked), options.report)] };
      }
    },
    get openStreams() {
      return open.size;
    },
    close: () => open.forEach((subscriber) => subscriber.end(null)),
  };
}

const requestIdOf = (asked: AskedOperation): string => asked.context.caller.requestId;

/** The viewer may not have the root field (any more). */
class Denied extends Error {
  readonly errors: readonly GraphQLError[];
  constructor(errors: readonly GraphQLError[]) {
    super('The subscription is not allowed.');
    this.errors = errors;
  }
}

interface Subscriber {
  readonly asked: AskedOperation;
  readonly queue: SignalQueue<Heard>;
  readonly key: SubscriberKey;
  /** Closes the queue; the error, if any, is its last result. */
  end(error: GraphQLError | null): void;
  ending: GraphQLError | null;
  stop(): void;
}

async function admit(
  { supergraph: { current }, signals, cursors, watch, capacity }: LiveOptions,
  asked: AskedOperation,
): Promise<Subscriber> {
  const { context, document, operationName = null } = asked;
  await assertAllowed(current, asked, context.viewer);
  const reread = rereadOf(current, document, operationName);
  current.assertAffordable({ document, operationName, variables: coercedVariables(current.apiSchema, asked) }, context.viewer);
  const { tenantId } = context.viewer.actor;
  const after = asked.after ? cursors.read(tenantId, asked.after) : null;
  const queue = signalQueue<Heard>(capacity);
  const subscriber: Subscriber = {
    asked,
    queue,
    key: subscriberKey(asked),
    ending: null,
    end(error) {
      subscriber.ending ??= error;
      queue.close();
    },
    stop() {
      unlisten();
      unwatch();
      queue.close();
    },
  };
  const interest = {
    tenantId,
    types: reread.field.types,
    filter: reread.filterOf(asked.variables ?? {}),
    receive(heard: Heard) {
      if (!queue.push(heard)) subscriber.end(tooSlow(capacity));
    },
    ready: () => queue.room(),
  };
  const unlisten = await signals.listen(interest, after);
  const unwatch = watch.watch(context.caller, context.viewer.actor, (error) => subscriber.end(error));
  return subscriber;
}

async function assertAllowed(
  { pruner }: Supergraph,
  { document, operationName, variables }: AskedOperation,
  viewer: Viewer,
): Promise<void> {
  const pruned = await pruner.prune(document, operationName, viewer, variables);
  if (!pruned.document) throw new Denied(pruned.errors);
}

async function* generate(options: LiveOptions, subscriber: Subscriber): AsyncGenerator<ExecutionResult, undefined> {
  try {
    for (let heard = await subscriber.queue.take(); heard; heard = await subscriber.queue.take()) {
      const result = await resultFor(options, subscriber, heard);
      if (result && !subscriber.ending) yield result;
    }
    if (subscriber.ending) yield { errors: [subscriber.ending] };
  } catch (error) {
    const errors = error instanceof Denied || error instanceof Rejected ? error.errors : [error];
    yield { errors: errors.map((one) => maskError(one, requestIdOf(subscriber.asked), options.report)) };
  }
}

/** What the subscriber now sees of what happened; null when that is nothing. Throws what ends the stream. */
async function resultFor(options: LiveOptions, subscriber: Subscriber, heard: Heard): Promise<ExecutionResult | null> {
  const { signal, position } = heard;
  const seen = await sharedAnswer(signal.answers, subscriber.key, options.clock, () => answer(options, subscriber.asked, signal));
  return seen && payloadOf(seen, position, (reached) => options.cursors.issue(signal.event.tenantid, reached));
}

async function answer(options: LiveOptions, asked: AskedOperation, signal: Signal): Promise<ExecutionResult | null> {
  const caller = { ...asked.context.caller, requestId: newId('request') };
  const viewer = await options.authentication.viewerOf(caller);
  await asked.context.operation?.assertHolds();
  const supergraph = options.supergraph.current;
  const reread = rereadIn(supergraph, asked);
  await assertAllowed(supergraph, asked, viewer);
  const id = signal.event.data[reread.field.key];
  if (typeof id !== 'string' || !mayConcern({ supergraph, reread, viewer }, signal)) return null;
  const variables = asked.variables ?? {};
  const rereading = { document: reread.document, variables: { ...variables, [reread.idName]: id }, context: { caller, viewer } };
  const result = await sharedRun(signal, { supergraph, reread, variables, viewer }, async () =>
    asPromised(
      reread,
      await options.telemetry.operation('subscription', () => runOperation(supergraph, rereading, options.report)),
    ),
  );
  return visible(reread, result);
}

/** False where the event is not of this viewer's things: reading it would show them nothing. */
function mayConcern({ supergraph, reread, viewer }: Omit<Member, 'variables'>, { event: { data } }: Signal): boolean {
  const { concerns } = reread.field;
  if (!concerns || seesAll(supergraph, reread, viewer)) return true;
  const named = concerns.filter((key) => Object.hasOwn(data, key));
  return named.length === 0 || named.some((key) => data[key] !== null && data[key] === viewer.actor.id);
}

function visible({ responseKey }: Reread, result: ExecutionResult): ExecutionResult | null {
  return result.data?.[responseKey] != null || result.errors?.length ? result : null;
}

/** Where the subscription promises a value that the query does not, a null there makes the whole data null. */
function asPromised({ responseKey, isNonNull }: Reread, result: ExecutionResult): ExecutionResult {
  return isNonNull && result.data?.[responseKey] == null ? { ...result, data: null } : result;
}

const tooSlow = (capacity: number): GraphQLError =>
  coded(
    'SUBSCRIBER_TOO_SLOW',
    `More than ${capacity} events waited for you to read them. Read what you show anew, then subscribe again.`,
  );
