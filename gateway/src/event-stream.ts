import type { ServerResponse } from 'node:http';
import type { ExecutionResult } from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import { formatted } from './errors.ts';
import { type LivePayload, liveText } from './live/payload.ts';
import { type Deprecation, textWithNotice } from './operations/deprecation.ts';

type Results = ExecutionResult | AsyncIterable<ExecutionResult>;

/** An operation that runs, and what its client must be told beside its results. */
export interface RunningOperation {
  readonly results: Results;
  readonly deprecation?: Deprecation | null | undefined;
}

/** One open response, to which the results of many operations go. */
export interface EventStream {
  readonly operations: ReadonlyMap<string, unknown>;
  /** Sends what comes of it; `report` is told of what failed without a result. */
  run(id: string, running: Promise<RunningOperation>, report: (error: unknown) => void): void;
  stop(id: string): void;
  /** Ends it once no operation runs any more. */
  endAfterOperations(): void;
}

const heartbeatMs = 12_000;
const noMore: IteratorResult<ExecutionResult> = { done: true, value: undefined };

/** Begins the response. One who reads slowly holds up their own operations alone: nothing more is taken from them meanwhile. */
export function openStream(response: ServerResponse): EventStream {
  const operations = new Map<string, Operation>();
  let isEnding = false;
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'content-encoding': 'none',
    'x-accel-buffering': 'no',
  });
  response.write(':\n\n');
  // Every operation may wait for the reader.
  response.setMaxListeners(0);
  const heartbeat = setInterval(() => {
    if (!response.writableNeedDrain) response.write(':\n\n');
  }, heartbeatMs);
  response.once('close', () => {
    clearInterval(heartbeat);
    for (const operation of operations.values()) operation.stop();
  });

  const write = async (event: string, data: string): Promise<void> => {
    if (response.writableNeedDrain) await drained(response);
    if (!response.writableEnded && !response.destroyed) response.write(`event: ${event}\ndata: ${data}\n\n`);
  };

  const pump = async (id: string, operation: Operation, running: Promise<RunningOperation>): Promise<void> => {
    const { results, deprecation } = await running;
    const iterator = iteratorOf(results);
    operation.iterator = iterator;
    // It was stopped, or the client went away, before there was anything to stop.
    if (operation.isStopped || response.closed) return void (await iterator.return?.());
    for (let step = await iterator.next(); !step.done; step = await iterator.next()) {
      if (operation.isStopped) return;
      await write('next', `{"id":${JSON.stringify(id)},"payload":${textWithNotice(textOf(step.value), deprecation)}}`);
    }
  };

  return {
    operations,
    run(id, running, report) {
      const operation = new Operation();
      operations.set(id, operation);
      void pump(id, operation, running)
        .catch(report)
        .then(async () => {
          if (!operation.isStopped) await write('complete', JSON.stringify({ id }));
          if (operations.get(id) === operation) operations.delete(id);
          if (isEnding && operations.size === 0) response.end();
        });
    },
    stop(id) {
      operations.get(id)?.stop();
      operations.delete(id);
    },
    endAfterOperations() {
      isEnding = true;
      if (operations.size === 0) response.end();
    },
  };
}

class Operation {
  isStopped = false;
  iterator: AsyncIterator<ExecutionResult> | null = null;

  stop(): void {
    if (this.isStopped) return;
    this.isStopped = true;
    void this.iterator?.return?.();
  }
}

function iteratorOf(results: Results): AsyncIterator<ExecutionResult> {
  if (isAsyncIterable<ExecutionResult>(results)) return results[Symbol.asyncIterator]();
  let isTaken = false;
  return {
    async next() {
      if (isTaken) return noMore;
      isTaken = true;
      return { done: false, value: results };
    },
  };
}

function textOf(result: ExecutionResult): string {
  if (liveText in result) return (result as LivePayload)[liveText]();
  const { errors, data, extensions } = result;
  return JSON.stringify({
    ...(errors && { errors: errors.map(formatted) }),
    ...(data !== undefined && { data }),
    ...(extensions && { extensions }),
  });
}

/** Resolves when the client has read, or has gone. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}
