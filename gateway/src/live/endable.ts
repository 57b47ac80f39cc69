/**
 * The generator's values, with an end that takes effect at once: a bare generator's `return` waits for what the generator
 * waits for, which may never come, and so would leave a client that went away subscribed. `onEnd` has to wake it.
 */
export function endable<Value>(inner: AsyncGenerator<Value, undefined>, onEnd: () => void): AsyncIterableIterator<Value> {
  return {
    async next() {
      const step = await inner.next();
      if (step.done) onEnd();
      return step;
    },
    async return() {
      onEnd();
      return inner.return(undefined);
    },
    async throw(error) {
      onEnd();
      return inner.throw(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
