/** Wakes one waiting loop. A ring while nobody waits is kept for the next wait. */
export class Bell {
  #rung = false;
  #wake: (() => void) | null = null;

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  /** Until rung, aborted, or the time is over. */
  async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (!this.#rung && !signal.aborted) await this.#rungWithin(milliseconds, signal);
    this.#rung = false;
  }

  #rungWithin(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.#wake = null;
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      signal.addEventListener('abort', done, { once: true });
      this.#wake = done;
    });
  }
}

/** Doubling pauses after failures in a row: 100 ms at first, 5 s at most. */
export const pauseAfter = (failures: number): number => Math.min(100 * 2 ** Math.max(failures - 1, 0), 5_000);

/** What happens to a failure that nobody asked to be told of. */
export const warn = (error: unknown): void => process.emitWarning(error instanceof Error ? error : String(error));
