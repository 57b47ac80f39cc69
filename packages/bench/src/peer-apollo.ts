import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloGateway } from '@apollo/gateway';
import { type DocumentNode, getOperationAST } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';

/** Apollo's gateway behind Yoga, as a process over the files of a supergraph and of registered operations. Its first line is the port. */
const silent = { debug() {}, info() {}, warn() {}, error: console.error };
const gateway = new ApolloGateway({ supergraphSdl: readFileSync(process.argv[2] ?? '', 'utf8'), logger: silent });
const { schema, executor } = await gateway.load();
const operations = JSON.parse(readFileSync(process.argv[3] ?? '', 'utf8')) as Readonly<Record<string, string>>;
/** The key of Apollo's own cache of plans. */
const hashes = new WeakMap<DocumentNode, string>();

const useApollo: Plugin<{ params: { query?: string } }> = {
  onParams({ params, setParams }) {
    const { sha256Hash } = (params.extensions?.['persistedQuery'] ?? {}) as { sha256Hash?: string };
    const query = sha256Hash === undefined ? undefined : operations[sha256Hash];
    if (query !== undefined) setParams({ ...params, query });
  },
  onExecute({ args: { document, operationName, variableValues, contextValue }, setExecuteFn }) {
    const source = contextValue.params.query ?? '';
    const queryHash = hashes.get(document) ?? createHash('sha256').update(source).digest('hex');
    hashes.set(document, queryHash);
    const request = { query: source, operationName, variables: { ...variableValues } };
    const operation = getOperationAST(document, operationName);
    const known = { document, source, queryHash, operationName: operationName ?? null, operation, schema };
    setExecuteFn(() => executor({ ...known, request, context: {}, logger: silent, metrics: {} } as never) as never);
  },
};

const yoga = createYoga({ schema, plugins: [useApollo], maskedErrors: false, logging: 'error', graphiql: false });
const server = createServer((request, response) => void yoga(request, response));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
console.log((server.address() as AddressInfo).port);
