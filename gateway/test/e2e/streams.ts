import { createClient as createStreamClient } from 'graphql-sse';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { form } from './client.ts';

/** What a live view receives: each result as it comes. */
export interface Stream extends Disposable {
  next(): Promise<{ data?: Record<string, unknown> | null; errors?: unknown[]; extensions?: { cursor?: string } }>;
}

type Result = Awaited<ReturnType<Stream['next']>>;

class Queue {
  readonly #results: Result[] = [];
  readonly #waiting: ((result: Result) => void)[] = [];

  push(result: Result): void {
    const taker = this.#waiting.shift();
    if (taker) taker(result);
    else this.#results.push(result);
  }

  next(): Promise<Result> {
    const ready = this.#results.shift();
    if (ready) return Promise.resolve(ready);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('Nothing came within 15 s.')), 15_000);
      this.#waiting.push((result) => (clearTimeout(timer), resolve(result)));
    });
  }
}

/** Over graphql-ws. Resolves when the subscription is open. */
export async function overSocket(token: string, query: string, after?: string): Promise<Stream> {
  const queue = new Queue();
  const client = createClient({
    url: `${form.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    lazy: false,
    retryAttempts: 0,
  });
  await new Promise<void>((resolve, reject) => {
    client.on('connected', () => resolve());
    client.on('error', reject);
  });
  client.subscribe(
    { query, ...(after && { extensions: { after } }) },
    {
      next: (result) => queue.push(result as Result),
      error: (error) => queue.push({ errors: [error] }),
      complete: () => undefined,
    },
  );
  return { next: () => queue.next(), [Symbol.dispose]: () => void client.dispose() };
}

/** Over server-sent events, distinct connections mode. Resolves when the response has begun. */
export async function overSse(token: string, query: string, after?: string): Promise<Stream> {
  const queue = new Queue();
  const stop = new AbortController();
  const response = await fetch(`${form.url}/graphql`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'text/event-stream',
      ...(after && { 'last-event-id': after }),
    },
    body: JSON.stringify({ query }),
    signal: stop.signal,
  });
  void read(response, queue).catch(() => undefined);
  return { next: () => queue.next(), [Symbol.dispose]: () => stop.abort() };
}

/** Over server-sent events, single connection mode, by graphql-sse's own client. */
export async function overOneStream(token: string, query: string, after?: string): Promise<Stream> {
  const queue = new Queue();
  const client = createStreamClient({
    singleConnection: true,
    lazy: false,
    url: `${form.url}/graphql/stream`,
    headers: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
    onNonLazyError: () => undefined,
  });
  client.subscribe(
    { query, ...(after && { extensions: { after } }) },
    {
      next: (result) => queue.push(result as Result),
      error: (error) => queue.push({ errors: [String(error)] }),
      complete: () => undefined,
    },
  );
  return { next: () => queue.next(), [Symbol.dispose]: () => client.dispose() };
}

async function read(response: Response, queue: Queue): Promise<void> {
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const message = text.slice(0, end);
      text = text.slice(end + 2);
      const data = /^data: (.+)$/m.exec(message)?.[1];
      if (/^event: next$/m.test(message) && data) queue.push(JSON.parse(data) as Result);
    }
  }
}
