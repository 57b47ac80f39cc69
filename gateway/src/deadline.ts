/**
 * The time one request to a subgraph has, retries included. One for each of thousands a second, so it is no `AbortSignal`,
 * whose events cost more than the rest of a small request.
 */
export class Deadline {
  readonly #timer: NodeJS.Timeout;
  #stop: ((reason: Error) => void) | null = null;
  #reason: Error | null = null;

  constructor(milliseconds: number) {
    this.#timer = setTimeout(() => this.end(new Error(`No answer within ${milliseconds} ms.`)), milliseconds);
  }

  get isOver(): boolean {
    return this.#reason !== null;
  }

  /** What to stop at the end of the time, in the place of what was to be stopped before; at once, when it is over. */
  stops(stop: (reason: Error) => void): void {
    this.#stop = stop;
    if (this.#reason) stop(this.#reason);
  }

  /** Also before the time is over, when nobody waits any more. */
  end(reason: Error): void {
    this.#reason = reason;
    this.#stop?.(reason);
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}
