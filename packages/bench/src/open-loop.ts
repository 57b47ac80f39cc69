import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

/**
 * Requests that come when they come, whether or not earlier ones were answered: how long someone waits is counted from when
 * they would have asked, so that a stall is felt by all who came meanwhile (no "coordinated omission").
 */
export interface OpenLoad {
  readonly url: string;
  readonly apiKey: string;
  readonly rate: number;
  readonly milliseconds: number;
  /** The bodies, one a request. */
  readonly bodies: readonly string[];
  /** Milliseconds between requests, one a request. */
  readonly gaps: readonly number[];
}

export interface OpenAnswer {
  /** Milliseconds from when each was due until it was answered. */
  readonly waits: readonly number[];
  readonly failures: readonly string[];
}

/** A thread that sends, so that what is measured has a thread to itself. */
export function openLoader(): Disposable & { run(load: OpenLoad): Promise<OpenAnswer> } {
  const worker = new Worker(new URL(import.meta.url));
  return {
    async run(load) {
      worker.postMessage(load);
      const [outcome] = (await once(worker, 'message')) as [OpenAnswer];
      return outcome;
    },
    [Symbol.dispose]: () => void worker.terminate(),
  };
}

function run({ url, apiKey, bodies, gaps }: OpenLoad): Promise<OpenAnswer> {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const headers = { 'content-type': 'application/json', 'x-api-key': apiKey };
  const waits: number[] = [];
  const failures: string[] = [];
  const one = async (body: string, due: number): Promise<void> => {
    const sent = request(`${url}/graphql`, {
      method: 'POST',
      agent,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    });
    sent.end(body);
    const [response] = await once(sent, 'response');
    const answer = await text(response);
    waits.push(performance.now() - due);
    if (!answer.includes('"outcome"')) failures.push(answer.slice(0, 300));
  };
  return new Promise((resolve, reject) => {
    const asked: Promise<void>[] = [];
    let due = performance.now() + 5;
    const send = (): void => {
      while (asked.length < bodies.length && performance.now() >= due) {
        asked.push(one(bodies[asked.length]!, due));
        due += gaps[asked.length - 1]!;
      }
      if (asked.length < bodies.length) setTimeout(send, Math.max(due - performance.now(), 0));
      else
        Promise.all(asked).then(() => {
          agent.destroy();
          resolve({ waits, failures });
        }, reject);
    };
    send();
  });
}

if (!isMainThread)
  parentPort?.on('message', (load: OpenLoad) => void run(load).then((answer) => parentPort?.postMessage(answer)));
