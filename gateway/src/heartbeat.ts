import type { WebSocket } from 'ws';

/** How often a connection is tried; one that did not answer until the next time is cut. */
const heartbeatMs = 12_000;

/** Ends a connection whose other side vanished without a word. */
export function heartbeat(socket: WebSocket, everyMs: number = heartbeatMs): () => void {
  let isAlive = true;
  socket.on('pong', () => {
    isAlive = true;
  });
  const timer = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, everyMs);
  return () => clearInterval(timer);
}
