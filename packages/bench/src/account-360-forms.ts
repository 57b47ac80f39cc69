import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { batchesOf } from '@praetor/cli/replay/batches';
import { postBatch } from '@praetor/cli/replay/post-batch';
import { systemActor } from '@praetor/identity/actor';
import { idOf } from '@praetor/kernel/id';
import pg from 'pg';
import { ask, type Demo, login } from './client.ts';
import { startDistributed } from './distributed-praetor.ts';
import { Part } from './part.ts';
import type { ApolloSigned } from './peer-apollo-signed.ts';
import { PraetorProcess } from './praetor-process.ts';
import { memoryOf, processorSeconds } from './process-figures.ts';
import { settlement } from './settlement.ts';
import { syntheticEvents } from './synthetic-events.ts';

/** Everything there is about one account, over all six subgraphs: what a console opens with. */
export const operation = `query Account360($id: ID!) { account(id: $id) { id email displayName status profile { about } wallet { address }
  linkedAccounts(first: 5) { edges { node { kind } } } memberships(first: 5) { edges { node { role } } } closing { status }
  trust { score } flags(first: 5) { edges { node { id } } } disputes(first: 5) { edges { node { id } } }
  notifications(first: 5) { edges { node { id } } } auditTrail(first: 5) { edges { node { type } } } } }`;

const hash = createHash('sha256').update(operation).digest('hex');

/** Processes whose time counts, by what they do. */
export type Pids = Readonly<Record<'gateway' | 'subgraphs' | 'postgres', readonly number[]>>;

/** One way of running Praetor, or a peer over it, with its own data. */
export interface Running {
  readonly name: string;
  readonly origin: string;
  readonly pids: Pids;
  /** What proves who asks; it does not last long, so it is had anew for each stretch. */
  headers(): Promise<Record<string, string>>;
  /** Request bodies, one for each account. */
  readonly bodies: readonly string[];
  /** Requests to subgraphs so far. */
  asked(): Promise<number>;
}

interface Installed {
  readonly url: string;
  readonly demo: Demo;
  readonly adminUrl: string;
}

/** Gives an installation a past, registers the operation, and says how each of its accounts is asked for. */
async function prepared({ url, demo, adminUrl }: Installed, accounts: number): Promise<readonly string[]> {
  const send = async (): Promise<void> => {
    const events = syntheticEvents(accounts * 10, accounts);
    for await (const batch of batchesOf(events, 500)) await postBatch(batch, { url, apiKey: demo.apiKey });
  };
  await settlement(adminUrl, send());
  const token = await login(url, demo, 'ADMIN');
  const register = `mutation ($input: RegisterOperationsInput!) { registerOperations(input: $input) {
    __typename ... on UserError { message } } }`;
  const answer = await ask<{ registerOperations: { __typename: string; message?: string } }>(
    url,
    register,
    { input: { manifest: { [`sha256:${hash}`]: operation } } },
    token,
  );
  if (answer.registerOperations.__typename !== 'RegisteredOperations') throw new Error(answer.registerOperations.message);
  const ids: string[] = [];
  for (let after: string | null = null; ids.length < accounts;) {
    const list = 'query ($after: String) { accounts(first: 100, after: $after) { edges { cursor node { id } } } }';
    const page: { accounts: { edges: { cursor: string; node: { id: string } }[] } } = await ask(url, list, { after }, token);
    ids.push(...page.accounts.edges.map(({ node }) => node.id));
    after = page.accounts.edges.at(-1)?.cursor ?? null;
    if (after === null) break;
  }
  return ids.slice(0, accounts).map((id) => JSON.stringify({ documentId: hash, variables: { id } }));
}

const authorized = async (url: string, demo: Demo): Promise<Record<string, string>> => ({
  authorization: `Bearer ${await login(url, demo, 'ADMIN')}`,
});

async function countedBy(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return [...metrics.matchAll(/^praetor_subgraph_seconds_count\{.*\} (\d+)$/gm)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  );
}

/** One process with everything in it, and its PostgreSQL. */
export async function embeddedForm(
  stack: AsyncDisposableStack,
  home: string,
  accounts: number,
  settings: Readonly<Record<string, string>>,
): Promise<Running> {
  const praetor = stack.use(await PraetorProcess.spawned(join(home, 'embedded'), settings));
  await praetor.answers();
  const { url, demo, adminUrl, pid, postgresPid } = praetor;
  return {
    name: 'embedded',
    origin: url,
    pids: { gateway: [pid], subgraphs: [], postgres: [postgresPid] },
    headers: () => authorized(url, demo),
    bodies: await prepared({ url, demo, adminUrl }, accounts),
    asked: () => countedBy(url),
  };
}

/** Gateway and subgraphs as processes; and Apollo's gateway over the very same subgraphs. */
export async function distributedForms(
  stack: AsyncDisposableStack,
  home: string,
  accounts: number,
  settings: Readonly<Record<string, string>>,
): Promise<readonly [Running, Running]> {
  const folder = join(home, 'distributed');
  await mkdir(folder, { recursive: true });
  const praetor = stack.use(await startDistributed(folder, settings));
  const { url, demo, adminUrl, gatewayPid, subgraphPids: subgraphs, postgresPid } = praetor;
  const bodies = await prepared({ url, demo, adminUrl }, accounts);
  const shared = { subgraphs, postgres: [postgresPid] };
  const ours: Running = {
    name: 'distributed',
    origin: url,
    pids: { gateway: [gatewayPid], ...shared },
    headers: () => authorized(url, demo),
    bodies,
    asked: () => countedBy(url),
  };
  const given: ApolloSigned = {
    supergraph: join(import.meta.dirname, '../../../schema/supergraph.graphql'),
    urls: praetor.subgraphs,
    key: praetor.gatewayKey.replaceAll('\\n', '\n'),
    actor: await staff(praetor),
    operation,
  };
  const program = join(import.meta.dirname, 'peer-apollo-signed.ts');
  const apollo = stack.use(
    new Part(['--max-semi-space-size=64', program, JSON.stringify(given)], { APOLLO_TELEMETRY_DISABLED: 'true' }),
  );
  const origin = `http://127.0.0.1:${await apollo.firstLine()}`;
  const theirs: Running = {
    name: 'Apollo over the same subgraphs',
    origin,
    pids: { gateway: [apollo.pid], ...shared },
    headers: () => Promise.resolve({}),
    bodies,
    asked: async () => Number(await (await fetch(`${origin}/asked`)).text()),
  };
  return [ours, theirs];
}

/** The demo's administrator, as a gateway says who asks. */
async function staff({ url, demo, adminUrl }: Installed): Promise<ApolloSigned['actor']> {
  const token = await login(url, demo, 'ADMIN');
  const { me } = await ask<{ me: { id: string; roles: string[] } }>(url, '{ me { id roles } }', {}, token);
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  const { rows } = await client.query<{ id: string }>('select id from accounts.tenant limit 1');
  await client.end();
  return { ...systemActor('bench', idOf('tenant', rows[0]?.id ?? '')), kind: 'account', id: me.id, roles: me.roles };
}

/** Processor seconds of each kind so far. */
export const processorOf = (pids: Pids): Record<keyof Pids, number> => ({
  gateway: sum(pids.gateway, (pid) => processorSeconds(pid, { children: false }) ?? Number.NaN),
  subgraphs: sum(pids.subgraphs, (pid) => processorSeconds(pid, { children: false }) ?? Number.NaN),
  // Each connection of a PostgreSQL is a process.
  postgres: sum(pids.postgres, (pid) => processorSeconds(pid, { children: true }) ?? Number.NaN),
});

/** KiB of all Node processes. */
export const residentOf = ({ gateway, subgraphs }: Pids): number =>
  sum([...gateway, ...subgraphs], (pid) => memoryOf(pid).resident);

const sum = <Item>(items: readonly Item[], value: (item: Item) => number): number =>
  items.reduce((total, item) => total + value(item), 0);
