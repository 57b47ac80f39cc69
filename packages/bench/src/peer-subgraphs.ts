import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { graphql } from 'graphql';
import { shopParts, shopSchema } from './peer-graph.ts';

/** The shop's subgraphs as a process of its own, started by the bench: first it tells where they answer, then, when asked, how often they did. */
let answered = 0;

/** Equal requests have equal answers, so each is found out once: what is measured are gateways, and subgraphs cost next to nothing. */
function subgraph(name: string): Server {
  const schema = shopSchema(name);
  const known = new Map<string, Promise<string>>();
  const answerTo = (body: string): Promise<string> => {
    const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
    return graphql({ schema, source: query, variableValues: variables }).then((result) => JSON.stringify(result));
  };
  return createServer((request, response) => {
    answered += 1;
    void text(request).then(async (body) => {
      const answer = known.get(body) ?? answerTo(body);
      if (known.size < 5_000) known.set(body, answer);
      response.writeHead(200, { 'content-type': 'application/json' }).end(await answer);
    });
  });
}

const urls: Record<string, string> = {};
for (const name of shopParts) {
  const server = subgraph(name);
  server.keepAliveTimeout = 120_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  urls[name] = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}
process.on('message', () => process.send?.(answered));
process.once('disconnect', () => process.exit());
process.send?.(urls);
