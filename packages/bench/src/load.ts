import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

/** One stretch of load: the same operation again and again, over connections that stay. */
export interface Load {
  readonly url: string;
  readonly token: string;
  readonly query: string;
  readonly connections: number;
  readonly milliseconds: number;
}

/** A thread that sends, so that what is measured has a thread to itself. */
export function loader(): Disposable & { answered(load: Load): Promise<number> } {
  const worker = new Worker(new URL(import.meta.url));
  return {
    /** How many answers a second came. */
    async answered(load) {
      worker.postMessage(load);
      const [outcome] = (await once(worker, 'message')) as [number];
      return outcome;
    },
    [Symbol.dispose]: () => void worker.terminate(),
  };
}

async function run({ url, token, query, connections, milliseconds }: Load): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const body = JSON.stringify({ query });
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${token}`,
    'content-length': Buffer.byteLength(body),
  };
  let answers = 0;
  const began = performance.now();
  const one = async (): Promise<void> => {
    while (performance.now() - began < milliseconds) {
      const sent = request(`${url}/graphql`, { method: 'POST', agent, headers });
      sent.end(body);
      const [response] = await once(sent, 'response');
      const answer = await text(response);
      if (answer.includes('"errors"')) throw new Error(`${query} answered ${answer}`);
      answers += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  agent.destroy();
  return (answers * 1000) / (performance.now() - began);
}

if (!isMainThread) parentPort?.on('message', (load: Load) => void run(load).then((rate) => parentPort?.postMessage(rate)));
