import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { heartbeat } from './heartbeat.ts';

test('a connection that does not answer is cut, one that does stays', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const connect = async (autoPong: boolean) => {
    const [[served], client] = await Promise.all([once(server, 'connection'), Promise.resolve(new WebSocket(url, { autoPong }))]);
    if (client.readyState !== client.OPEN) await once(client, 'open');
    return { client, stop: heartbeat(served as WebSocket, 50) };
  };
  const answering = await connect(true);
  const deaf = await connect(false);
  const [code] = await once(deaf.client, 'close');
  expect(code).toBe(1006);
  // As many rounds again, by the connection's own clock.
  for (let round = 0; round < 3; round += 1) await once(answering.client, 'ping');
  expect(answering.client.readyState).toBe(WebSocket.OPEN);
  answering.stop();
  deaf.stop();
  answering.client.terminate();
  server.close();
});
