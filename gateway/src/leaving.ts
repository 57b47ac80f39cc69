/** Whether the client that waits for an answer still does. */
export interface Leaving {
  readonly isGone: boolean;
  /** Runs `then` once when they go; the function it returns takes that back. */
  whenGone(then: () => void): () => void;
}

/** One client's, with the function that says that they went. Lighter than an AbortSignal, of which each fetch would need another. */
export function createLeaving(): Leaving & { leave(): void } {
  const waiting = new Set<() => void>();
  let isGone = false;
  return {
    get isGone() {
      return isGone;
    },
    whenGone(then) {
      waiting.add(then);
      return () => void waiting.delete(then);
    },
    leave() {
      isGone = true;
      for (const then of waiting) then();
      waiting.clear();
    },
  };
}
