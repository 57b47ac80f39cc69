import { once } from 'node:events';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { Pool } from 'undici';

/** One stretch of load: bodies in turn, the next sent when an answer has come. */
interface Load {
  readonly origin: string;
  readonly bodies: readonly string[];
  /** Bytes of the answer to each body, as found right before: what is measured must stay right. */
  readonly bytes: readonly number[];
  readonly connections: number;
  readonly milliseconds: number;
}

/** How many answers came in how long, of how many bytes together, and how long the 50th and the 99th of a hundred took, in ms. */
export interface Answered {
  readonly answers: number;
  readonly seconds: number;
  readonly bytes: number;
  readonly p50: number;
  readonly p99: number;
}

/** A thread that sends. */
export function peerLoader(): Disposable & { answered(load: Load): Promise<Answered> } {
  const worker = new Worker(new URL(import.meta.url));
  return {
    async answered(load) {
      worker.postMessage(load);
      const [outcome] = (await once(worker, 'message')) as [Answered];
      return outcome;
    },
    [Symbol.dispose]: () => void worker.terminate(),
  };
}

async function run({ origin, bodies, bytes, connections, milliseconds }: Load): Promise<Answered> {
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const waits: number[] = [];
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const began = performance.now();
  let next = 0;
  let received = 0;
  const one = async (): Promise<void> => {
    while (performance.now() - began < milliseconds) {
      const at = next++ % bodies.length;
      const sent = performance.now();
      const response = await pool.request({ method: 'POST', path: '/graphql', headers, body: bodies[at] ?? '' });
      let length = 0;
      for await (const chunk of response.body as AsyncIterable<Buffer>) length += chunk.length;
      waits.push(performance.now() - sent);
      received += length;
      if (response.statusCode !== 200 || length !== bytes[at])
        throw new Error(`${origin} answered ${response.statusCode} with ${length} bytes instead of ${bytes[at]}.`);
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  const seconds = (performance.now() - began) / 1000;
  await pool.close();
  waits.sort((a, b) => a - b);
  const quantile = (share: number): number => waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? Number.NaN;
  return { answers: waits.length, seconds, bytes: received, p50: quantile(0.5), p99: quantile(0.99) };
}

if (!isMainThread)
  parentPort?.on('message', (load: Load) => void run(load).then((answered) => parentPort?.postMessage(answered)));
