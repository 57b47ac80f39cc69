import type { SharedClock } from '@praetor/identity/shared-clock';

/** What takes longer to find out is too old to be believed by the time it is known. */
const mostLookupMs = 2_000;

/** What accounts said, and when it was true at the latest. */
export interface Known<State> {
  readonly state: State | null;
  readonly asOf: number;
}

/** Counted from before accounts is asked. */
export async function known<State>(sharedClock: SharedClock, ask: () => Promise<State | null>): Promise<Known<State>> {
  const asOf = sharedClock.earliest();
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`No answer within ${mostLookupMs} ms.`)), mostLookupMs);
  try {
    return { state: await Promise.race([ask(), tooLate]), asOf };
  } finally {
    clearTimeout(timer);
  }
}
