import type { Clock } from '@praetor/kernel/clock';

/** Lets a subgraph rest that failed several times in a row, instead of making every client wait for it. */
export interface CircuitBreaker {
  /** False while it rests; true for everybody when it is well, and for one who tries when the rest is over. */
  mayAsk(): boolean;
  succeeded(): void;
  failed(): void;
}

/** After so many failures with no success between. */
const patience = 5;
const restMs = 1_000;

export function circuitBreaker(clock: Clock, onChange: (resting: boolean) => void): CircuitBreaker {
  let failures = 0;
  let restsUntil = 0;
  return {
    mayAsk() {
      if (failures < patience) return true;
      const now = clock().getTime();
      if (now < restsUntil) return false;
      // One tries; the others go on resting until it is known how that went.
      restsUntil = now + restMs;
      return true;
    },
    succeeded() {
      if (failures >= patience) onChange(false);
      failures = 0;
    },
    failed() {
      failures += 1;
      if (failures >= patience) restsUntil = clock().getTime() + restMs;
      if (failures === patience) onChange(true);
    },
  };
}
