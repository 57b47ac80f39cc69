import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Bench } from './bench.ts';
import { type Contender, contenders, leaveFirstCore, type Over, PeerProcess, pins } from './peer-gateways.ts';
import { shopSupergraph } from './peer-graph.ts';
import { type Answered, peerLoader } from './peer-load.ts';
import { type Measured, ratioTable, shapeTable } from './peer-tables.ts';
import { registered, type Shape, shapes } from './peer-shapes.ts';
import { gatewayGoals } from './peer-goals.ts';
import { scratch } from './praetor-process.ts';
import { memoryOf, processorSeconds } from './process-figures.ts';
import type { Table } from './table.ts';

interface Round {
  readonly seconds: number;
  readonly rounds: number;
}

export const bench: Bench = {
  about: 'gateway: one gateway process on one core, ours beside Apollo’s and Hive’s, over the same supergraph and subgraphs',
  options: { rounds: 7, seconds: 5 },
  quick: { rounds: 3, seconds: 2 },
  async run(option) {
    const taking = contenders();
    leaveFirstCore();
    await using folder = await scratch();
    using subgraphs = await startSubgraphs();
    await using collector = await spanSink();
    const file = (name: string): string => join(folder.home, name);
    const files = {
      supergraph: file('supergraph.graphql'),
      guarded: file('guarded.graphql'),
      operations: file('operations.json'),
    };
    const over: Over = { ...files, urls: subgraphs.urls, spansTo: collector.url };
    await writeFile(over.operations, JSON.stringify(registered));
    await writeFile(over.supergraph, shopSupergraph(over.urls));
    await writeFile(over.guarded, shopSupergraph(over.urls, true));
    const tables: Table[] = [];
    const all = new Map<Shape, Awaited<ReturnType<typeof measured>>>();
    for (const shape of shapes) {
      const found = await measured(shape, { rounds: option('rounds'), seconds: option('seconds') }, taking, over, subgraphs);
      tables.push(shapeTable(shape, found), ratioTable(shape, found));
      all.set(shape, found);
    }
    tables.push(gatewayGoals(all));
    return { tables, notes: [...notesOn(taking), `The guarded one sent ${collector.taken()} batches of spans.`] };
  },
};

const notesOn = (taking: readonly Contender[]): string[] => [
  '“Guarded” is the whole pipeline with rights decided, requests to subgraphs signed and every span sent (OTLP); the others have none of it.',
  'Before a shape is timed every gateway’s answers are compared: same data, same order of keys, no errors.',
  ...(pins ? [] : ['There is no `taskset` here: processes move between cores, so only processor time compares.']),
  ...(taking.some(({ name }) => name.startsWith('Hive')) ? [] : ['Hive could not be installed (no network?): left out.']),
];

/** Takes spans and forgets them. */
async function spanSink(): Promise<AsyncDisposable & { readonly url: string; taken(): number }> {
  let taken = 0;
  const server = createServer((request, response) => {
    taken += 1;
    request.resume().once('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken: () => taken,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

interface Subgraphs extends Disposable {
  readonly urls: Readonly<Record<string, string>>;
  answered(): Promise<number>;
}

async function startSubgraphs(): Promise<Subgraphs> {
  const child: ChildProcess = fork(join(import.meta.dirname, 'peer-subgraphs.ts'));
  const [urls] = (await once(child, 'message')) as [Record<string, string>];
  return {
    urls,
    async answered() {
      child.send('how many');
      const [count] = (await once(child, 'message')) as [number];
      return count;
    },
    [Symbol.dispose]: () => void child.kill(),
  };
}

/** Gateways take turns, and who begins changes: what disturbs the machine for a while disturbs all alike. */
async function measured(
  shape: Shape,
  { rounds, seconds }: Round,
  taking: readonly Contender[],
  over: Over,
  subgraphs: Subgraphs,
) {
  await using running = new AsyncDisposableStack();
  using loader = peerLoader();
  const peers: PeerProcess[] = [];
  for (const contender of taking) peers.push(running.use(await PeerProcess.started(contender, over)));
  const bytes = await equalAnswers(shape, peers);
  const load = (peer: PeerProcess, milliseconds: number): Promise<Answered> =>
    loader.answered({ ...shape, origin: peer.origin, bytes: bytes.get(peer) ?? [], milliseconds });
  for (const peer of peers) await warm((milliseconds) => load(peer, milliseconds), Math.max(5_000, seconds * 2_000));
  const found = new Map(peers.map((peer): [PeerProcess, Measured[]] => [peer, []]));
  for (let round = 0; round < rounds; round += 1)
    for (let at = 0; at < peers.length; at += 1) {
      const peer = peers[(at + round) % peers.length];
      if (peer) found.get(peer)?.push(await oneRound(peer, () => load(peer, seconds * 1_000), subgraphs));
    }
  return peers.map((peer) => ({ contender: peer.contender, rounds: found.get(peer) ?? [] }));
}

/** What makes code fast is having run often, not long: a busy machine would measure it before it is. */
const enoughAnswers = 1_500;

async function warm(load: (milliseconds: number) => Promise<Answered>, mostMilliseconds: number): Promise<void> {
  const began = performance.now();
  for (let answers = 0; answers < enoughAnswers && performance.now() - began < mostMilliseconds;)
    answers += (await load(1_000)).answers;
}

async function oneRound({ pid }: PeerProcess, load: () => Promise<Answered>, subgraphs: Subgraphs): Promise<Measured> {
  const [asked, worked] = [await subgraphs.answered(), processorSeconds(pid, { children: true })];
  const answered = await load();
  const processor = (processorSeconds(pid, { children: true }) ?? Number.NaN) - (worked ?? Number.NaN);
  const requests = ((await subgraphs.answered()) - asked) / answered.answers;
  return {
    rate: answered.answers / answered.seconds,
    processor: (processor * 1_000) / answered.answers,
    p50: answered.p50,
    p99: answered.p99,
    resident: memoryOf(pid).resident,
    bytes: answered.bytes / answered.answers,
    requests,
  };
}

/** How long each gateway's answer to each body is; throws when two gateways answer differently. */
async function equalAnswers({ name, bodies }: Shape, peers: readonly PeerProcess[]): Promise<Map<PeerProcess, number[]>> {
  const bytes = new Map(peers.map((peer): [PeerProcess, number[]] => [peer, []]));
  for (const body of bodies) {
    let first: { readonly text: string; readonly from: string } | null = null;
    for (const peer of peers) {
      const answer = await peer.ask(body);
      const { data, errors } = JSON.parse(answer) as { data?: unknown; errors?: unknown };
      if (data == null || errors) throw new Error(`${peer.contender.name}, ${name}: ${answer.slice(0, 500)}`);
      const text = JSON.stringify(data);
      first ??= { text, from: peer.contender.name };
      if (text !== first.text)
        throw new Error(`${name}: ${peer.contender.name} and ${first.from} ${differing(text, first.text)}.`);
      bytes.get(peer)?.push(Buffer.byteLength(answer));
    }
  }
  return bytes;
}

const differing = (one: string, other: string): string =>
  isDeepStrictEqual(JSON.parse(one), JSON.parse(other)) ? 'order keys differently' : 'answer different data';
