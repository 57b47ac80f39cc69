/** A bounded queue between what happens and one subscriber who may be slow. */
export interface SignalQueue<Signal> {
  /** False when it is full: the subscriber has fallen too far behind. */
  push(signal: Signal): boolean;
  /** The next signal, as soon as there is one; null once closed. */
  take(): Promise<Signal | null>;
  /** Resolves when one more fits, or it is closed. */
  room(): Promise<void>;
  /** Drops what waits. */
  close(): void;
}

export function signalQueue<Signal>(capacity: number): SignalQueue<Signal> {
  const waiting: Signal[] = [];
  let isClosed = false;
  let wake: (() => void) | null = null;
  let admit: (() => void) | null = null;
  const change = (): void => {
    wake?.();
    wake = null;
  };
  const makeRoom = (): void => {
    admit?.();
    admit = null;
  };
  return {
    push(signal) {
      if (isClosed) return true;
      if (waiting.length >= capacity) return false;
      waiting.push(signal);
      change();
      return true;
    },
    async take() {
      while (!isClosed) {
        const next = waiting.shift();
        makeRoom();
        if (next !== undefined) return next;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return null;
    },
    async room() {
      while (!isClosed && waiting.length >= capacity)
        await new Promise<void>((resolve) => {
          admit = resolve;
        });
    },
    close() {
      isClosed = true;
      waiting.length = 0;
      change();
      makeRoom();
    },
  };
}
