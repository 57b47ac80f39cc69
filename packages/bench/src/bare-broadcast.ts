import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { WebSocketServer } from 'ws';

/** The least that a server of sockets can do: what is posted goes to every one of them. Started by the bench as a process. */
const server = createServer((request, response) => {
  void text(request).then((body) => {
    for (const client of sockets.clients) client.send(body);
    response.end();
  });
});
const sockets = new WebSocketServer({ server });
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.send?.((server.address() as AddressInfo).port);
process.once('disconnect', () => process.exit());
