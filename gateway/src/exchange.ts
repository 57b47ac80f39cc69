import type { Dispatcher } from 'undici';
import type { Deadline } from './deadline.ts';

/** An answer as it came. */
export interface Received {
  readonly status: number;
  readonly text: string;
}

const utf8 = new TextDecoder();

/** One request and its answer. Rejects when the connection fails, or the time is over. */
export function exchange(dispatcher: Dispatcher, request: Dispatcher.DispatchOptions, deadline: Deadline): Promise<Received> {
  return new Promise((resolve, reject) => {
    const exchanging = new Exchange(resolve, reject);
    dispatcher.dispatch(request, exchanging);
    deadline.stops((reason) => exchanging.stop(reason));
  });
}

/** Takes an answer from undici's dispatcher itself: its streams and promises would cost as much again. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #resolve: (received: Received) => void;
  readonly #reject: (error: Error) => void;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | null = null;
  #reason: Error | null = null;
  #status = 0;

  constructor(resolve: (received: Received) => void, reject: (error: Error) => void) {
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** Also of a request that still waits for a connection. */
  stop(reason: Error): void {
    this.#reason = reason;
    this.#controller?.abort(reason);
    this.#reject(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#reason) controller.abort(this.#reason);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    this.#status = status;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const [first] = this.#chunks;
    const bytes = this.#chunks.length === 1 && first ? first : Buffer.concat(this.#chunks);
    this.#resolve({ status: this.#status, text: utf8.decode(bytes) });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#reject(error);
  }
}
