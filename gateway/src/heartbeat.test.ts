import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { heartbeat } from './heartbeat.ts';

test('a connection that does not answer is cut, one that does stays', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const connect = async (autoPong: boolean) => {
    const opened = once(server, 'connection');
    const client = new WebSocket(url, { autoPong });
    const [[served]] = await Promise.all([opened, once(client, 'open')]);
    return { client, served: served as WebSocket, stop: heartbeat(served as WebSocket, 50) };
  };
  const answering = await connect(true);
  const deaf = await connect(false);
  // Each round waits for what it caused: how long that takes on a busy machine says nothing about the other side.
  const round = async (...awaited: readonly Promise<unknown>[]): Promise<void> => {
    const answered = once(answering.served, 'pong');
    vi.advanceTimersByTime(50);
    await Promise.all([answered, ...awaited]);
  };
  await round(once(deaf.client, 'ping'));
  const closed = once(deaf.client, 'close');
  await round(closed);
  expect((await closed)[0]).toBe(1006);
  for (let more = 0; more < 3; more += 1) await round();
  expect(answering.client.readyState).toBe(WebSocket.OPEN);
  answering.stop();
  deaf.stop();
  answering.client.terminate();
  server.close();
  vi.useRealTimers();
});
