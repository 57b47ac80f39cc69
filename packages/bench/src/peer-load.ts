import { once } from 'node:events';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { Pool } from 'undici';

/** One stretch of load: bodies in turn, the next sent when an answer has come. */
interface Load {
  readonly origin: string;
  readonly bodies: readonly string[];
  /**
   * Bytes of the answer to each body, as found right before: what is measured must stay right. Null where that may change from answer
   * to answer: then those are counted that tell an error.
   */
  readonly bytes: readonly number[] | null;
  /** Beside the usual ones. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly milliseconds: number;
}

/** How many answers came in how long, of how many bytes together, and how long the 50th and the 99th of a hundred took, in ms. */
export interface Answered {
  readonly answers: number;
  /** How many of them told an error. */
  readonly faulty: number;
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
      const [outcome] = (await once(worker, 'message')) as [Answered | { readonly failed: string }];
      if ('failed' in outcome) throw new Error(outcome.failed);
      return outcome;
    },
    [Symbol.dispose]: () => void worker.terminate(),
  };
}

async function run({ origin, bodies, bytes, connections, milliseconds, headers: own = {} }: Load): Promise<Answered> {
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const waits: number[] = [];
  const headers = { 'content-type': 'application/json', accept: 'application/json', ...own };
  const began = performance.now();
  let next = 0;
  let received = 0;
  let faulty = 0;
  const one = async (): Promise<void> => {
    while (performance.now() - began < milliseconds) {
      const at = next++ % bodies.length;
      const sent = performance.now();
      const response = await pool.request({ method: 'POST', path: '/graphql', headers, body: bodies[at] ?? '' });
      let length = 0;
      let isFaulty = response.statusCode !== 200;
      for await (const chunk of response.body as AsyncIterable<Buffer>) {
        length += chunk.length;
        if (!bytes) isFaulty ||= chunk.includes('"errors"');
      }
      waits.push(performance.now() - sent);
      received += length;
      if (bytes && (isFaulty || length !== bytes[at]))
        throw new Error(`${origin} answered ${response.statusCode} with ${length} bytes instead of ${bytes[at]}.`);
      if (isFaulty) faulty += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  const seconds = (performance.now() - began) / 1000;
  await pool.close();
  waits.sort((a, b) => a - b);
  const quantile = (share: number): number => waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? Number.NaN;
  return { answers: waits.length, faulty, seconds, bytes: received, p50: quantile(0.5), p99: quantile(0.99) };
}

if (!isMainThread)
  parentPort?.on(
    'message',
    (load: Load) =>
      void run(load).then(
        (answered) => parentPort?.postMessage(answered),
        (error: unknown) => parentPort?.postMessage({ failed: String(error) }),
      ),
  );
