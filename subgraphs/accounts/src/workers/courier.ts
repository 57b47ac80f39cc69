import { Bell, pauseAfter } from '@praetor/events/bell';
import { ringAfterCommits } from '@praetor/events/commit-bell';
import type { MikroORM } from '@mikro-orm/postgresql';

export interface CourierOptions {
  readonly orm: MikroORM;
  /** Answers what was asked and sends what is due, whoever left it. How much that was. */
  readonly round: () => Promise<number>;
  readonly onError: (error: unknown) => void;
}

/** Makes a round whenever a transaction of this process left a message; what other processes left, a job finds. */
export interface Courier extends AsyncDisposable {
  start(): void;
}

export function createCourier(options: CourierOptions): Courier {
  const stop = new AbortController();
  let running: Promise<void> = Promise.resolve();
  return {
    start() {
      running = run(options, stop.signal);
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
    },
  };
}

const idleMilliseconds = 60_000;

async function run({ orm, round, onError }: CourierOptions, signal: AbortSignal): Promise<void> {
  const bell = new Bell();
  using _ringing = ringAfterCommits(orm, bell, 'messages');
  for (let failures = 0; !signal.aborted;) {
    try {
      await round();
      failures = 0;
      await bell.wait(idleMilliseconds, signal);
    } catch (error) {
      onError(error);
      await new Bell().wait(pauseAfter((failures += 1)), signal);
    }
  }
}
