import { createHash, createPrivateKey } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { stripSecurityLinks } from '@praetor/authorization/security-links';
import type { Actor } from '@praetor/identity/actor';
import { actorHeader, mostAgeMs, signActor } from '@praetor/identity/forward';
import { getOperationAST, parse } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';

/** What Apollo's gateway is given beside ours, as JSON in its one argument. */
export interface ApolloSigned {
  /** Its file. */
  readonly supergraph: string;
  readonly urls: Readonly<Record<string, string>>;
  /** In PEM, as subgraphs demand it of a gateway. */
  readonly key: string;
  /** Who asks: always the same, and nobody checks it. */
  readonly actor: Actor;
  /** The one operation that it knows by its hash. */
  readonly operation: string;
}

/**
 * Apollo's gateway behind Yoga over Praetor's own subgraphs, as a process. Its first line is the port; GET /asked tells how often it asked
 * subgraphs. It authenticates nobody and prunes nothing: what stands against it is our whole gateway.
 */
const { supergraph, urls, key: pem, actor, operation: text } = JSON.parse(process.argv[2] ?? '') as ApolloSigned;
const key = createPrivateKey(pem);
let asked = 0;

class Signed extends RemoteGraphQLDataSource {
  readonly audience: string;

  constructor(name: string) {
    super({ url: urls[name] ?? '' });
    this.audience = name;
  }

  override async willSendRequest({ request }: Parameters<NonNullable<RemoteGraphQLDataSource['willSendRequest']>>[0]) {
    asked += 1;
    const { http, ...body } = request;
    const now = new Date();
    const signing = { audience: this.audience, body: JSON.stringify(body), key, now, asOf: now.getTime(), within: mostAgeMs };
    http?.headers.set(actorHeader, await signActor(actor, signing));
  }
}

const silent = { debug() {}, info() {}, warn() {}, error: console.error };
const gateway = new ApolloGateway({
  supergraphSdl: stripSecurityLinks(readFileSync(supergraph, 'utf8')),
  logger: silent,
  buildService: ({ name }) => new Signed(name),
});
const { schema, executor } = await gateway.load();
const document = parse(text);
const hash = createHash('sha256').update(text).digest('hex');

const useApollo: Plugin<{ params: { query?: string } }> = {
  onParams({ params, setParams }) {
    const { documentId } = params as { documentId?: string };
    if (documentId === hash) setParams({ query: text, ...(params.variables && { variables: params.variables }) });
  },
  onExecute({ args: { operationName, variableValues }, setExecuteFn }) {
    const request = { query: text, operationName, variables: { ...variableValues } };
    const known = { document, source: text, queryHash: hash, operationName: operationName ?? null, schema };
    const context = { ...known, operation: getOperationAST(document), request, context: {}, logger: silent, metrics: {} };
    setExecuteFn(() => executor(context as never) as never);
  },
};

const yoga = createYoga({ schema, plugins: [useApollo], maskedErrors: false, logging: 'error', graphiql: false });
const server = createServer((request, response) => {
  if (request.url === '/asked') return response.end(String(asked));
  return void yoga(request, response);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
console.log((server.address() as AddressInfo).port);
