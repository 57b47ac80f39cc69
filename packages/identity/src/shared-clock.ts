import { setTimeout as sleep } from 'node:timers/promises';

/**
 * One time for all processes, whatever their own clocks say: that of the server which carries events. In milliseconds since
 * 1970, and never as one number: how long an answer was on its way leaves some doubt, so there are two bounds.
 */
export interface SharedClock {
  /** It is this late at least. */
  earliest(): number;
  /** It is no later than this. */
  latest(): number;
}

const own = (): number => performance.timeOrigin + performance.now();

/** Of processes that are one. */
export const ownClock: SharedClock = { earliest: own, latest: own };

interface Sample {
  readonly time: number;
  readonly askedAt: number;
  readonly answeredAt: number;
}

export interface SharedClockOptions {
  /** Asks the one server what time it is there, in milliseconds since 1970. */
  readonly time: () => Promise<number>;
  readonly onError: (error: unknown) => void;
  readonly everyMs?: number;
}

/** The best of so many counts: the one that was answered fastest leaves the least doubt. */
const remembered = 5;

/**
 * Asks for the time every second. Between answers, and while none comes, the process's own monotonic clock goes on from the
 * last: quartz drifts by less than a millisecond in ten seconds. Resolves with the first answer.
 */
export async function createSharedClock(options: SharedClockOptions): Promise<SharedClock & AsyncDisposable> {
  const { time, onError, everyMs = 1_000 } = options;
  const stop = new AbortController();
  const samples: Sample[] = [];
  const ask = async (): Promise<void> => {
    const askedAt = performance.now();
    const answer = await time();
    samples.push({ time: answer, askedAt, answeredAt: performance.now() });
    if (samples.length > remembered) samples.shift();
  };
  const doubt = ({ askedAt, answeredAt }: Sample): number => answeredAt - askedAt;
  const best = (): Sample => samples.reduce((one, other) => (doubt(other) < doubt(one) ? other : one));
  await ask();
  const asking = (async () => {
    while (!stop.signal.aborted) {
      await sleep(everyMs, undefined, { signal: stop.signal, ref: false }).catch(() => undefined);
      if (!stop.signal.aborted) await ask().catch(onError);
    }
  })();
  return {
    earliest() {
      const { time: then, answeredAt } = best();
      return then + performance.now() - answeredAt;
    },
    latest() {
      const { time: then, askedAt } = best();
      return then + performance.now() - askedAt;
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await asking;
    },
  };
}
