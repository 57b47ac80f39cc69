import { once } from 'node:events';
import { WebSocket } from 'ws';

/** Many sockets that wait; `heard` tells when each got the message that `trigger` caused, in milliseconds from then. */
export interface IdleSockets extends Disposable {
  readonly size: number;
  heard(trigger: () => Promise<unknown>): Promise<{ readonly times: number[]; readonly message: string }>;
}

/** How one connection is brought to where it only waits. */
export type Greeting = (socket: WebSocket) => Promise<void>;

const atOnce = 50;
const patienceMs = 30_000;

export async function idleSockets(url: string, count: number, protocol: string[], greet: Greeting): Promise<IdleSockets> {
  const sockets: WebSocket[] = [];
  for (let at = 0; at < count; at += atOnce) {
    const batch = Array.from({ length: Math.min(atOnce, count - at) }, async () => {
      const socket = new WebSocket(url, protocol);
      await once(socket, 'open');
      await greet(socket);
      return socket;
    });
    sockets.push(...(await Promise.all(batch)));
  }
  return {
    size: count,
    async heard(trigger) {
      const times: number[] = [];
      let message = '';
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const tooLate = setTimeout(() => reject(new Error(`${times.length} of ${count} sockets heard it.`)), patienceMs);
      const began = performance.now();
      const listener = (data: Buffer): void => {
        times.push(performance.now() - began);
        if (!message) message = data.toString();
        if (times.length === count) resolve();
      };
      for (const socket of sockets) socket.once('message', listener);
      await Promise.all([trigger(), promise]);
      clearTimeout(tooLate);
      return { times: times.toSorted((a, b) => a - b), message };
    },
    [Symbol.dispose]: () => sockets.forEach((socket) => socket.terminate()),
  };
}

/** A graphql-transport-ws client that has subscribed. https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md */
export function subscribing(token: string, query: string): Greeting {
  return async (socket) => {
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
    const [answer] = (await once(socket, 'message')) as [Buffer];
    if (!answer.includes('connection_ack')) throw new Error(`The socket was not let in: ${answer.toString()}`);
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
  };
}
