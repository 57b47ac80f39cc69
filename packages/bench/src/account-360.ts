import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { distributedForms, embeddedForm, processorOf, residentOf, type Running } from './account-360-forms.ts';
import type { Bench } from './bench.ts';
import { goalTable } from './goals.ts';
import { peerLoader } from './peer-load.ts';
import { scratch } from './praetor-process.ts';
import { median, megabytes, millis, type Table, whole } from './table.ts';

interface Measured {
  readonly rate: number;
  /** Share of answers that told an error. */
  readonly faulty: number;
  /** Milliseconds of processor time for an answer, by kind of process. */
  readonly gateway: number;
  readonly subgraphs: number;
  readonly postgres: number;
  readonly p50: number;
  readonly p99: number;
  readonly bytes: number;
  /** Requests to subgraphs for an answer, those about who asks included. */
  readonly asked: number;
  readonly resident: number;
}

type Found = ReadonlyMap<Running, readonly Measured[]>;

export const bench: Bench = {
  about:
    'account-360: one account over all six subgraphs, registered, with authorization and telemetry: embedded, distributed, Apollo’s gateway (goal: embedded ≥ 2 × distributed)',
  options: { rounds: 7, seconds: 5, connections: 8, accounts: 200 },
  quick: { rounds: 3, seconds: 3, accounts: 60 },
  async run(option) {
    await using stack = new AsyncDisposableStack();
    const folder = stack.use(await scratch());
    const collector = stack.use(await startCollector());
    const settings = { LOG_LEVEL: 'warn', OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
    const embedded = await embeddedForm(stack, folder.home, option('accounts'), settings);
    const [distributed, apollo] = await distributedForms(stack, folder.home, option('accounts'), settings);
    const running = [embedded, distributed, apollo];
    await assertAnswered(running);
    const found = await rounds(running, option);
    return { tables: [table(found, option('connections')), goals(of(found, embedded), of(found, distributed))], notes };
  },
};

const notes = [
  '“gateway” of the embedded form is its one process, subgraphs included. Spans of every operation are exported to a collector that only takes them.',
  'Apollo’s gateway authenticates nobody, prunes nothing and measures nothing: its requests are signed as one administrator’s.',
];

/** Takes spans and forgets them. */
async function startCollector(): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((request, response) => request.resume().once('end', () => response.end('{}')));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Before anything is timed: everybody answers the operation fully, with the same keys in the same order. */
async function assertAnswered(running: readonly Running[]): Promise<void> {
  const shapes = new Set<string>();
  for (const { name, origin, bodies, headers } of running) {
    const init = { method: 'POST', headers: { 'content-type': 'application/json', ...(await headers()) }, body: bodies[0] ?? '' };
    const answer = await (await fetch(`${origin}/graphql`, init)).text();
    const { data, errors } = JSON.parse(answer) as { data?: { account?: object | null }; errors?: unknown };
    if (!data?.account || errors) throw new Error(`${name} answered ${answer.slice(0, 800)}`);
    shapes.add(Object.keys(data.account).join());
  }
  if (shapes.size > 1) throw new Error(`They answer differently: ${[...shapes].join(' or ')}.`);
}

/** Who begins changes from round to round. */
async function rounds(running: readonly Running[], option: (name: string) => number): Promise<Found> {
  using loader = peerLoader();
  const found = new Map(running.map((one): [Running, Measured[]] => [one, []]));
  const stretch = async (one: Running, milliseconds: number): Promise<Measured> => {
    const headers = await one.headers();
    const [before, asked] = [processorOf(one.pids), await one.asked()];
    const load = {
      origin: one.origin,
      bodies: one.bodies,
      bytes: null,
      headers,
      connections: option('connections'),
      milliseconds,
    };
    const { answers, faulty, seconds, bytes, p50, p99 } = await loader.answered(load);
    const after = processorOf(one.pids);
    const each = (kind: keyof typeof after): number => ((after[kind] - before[kind]) * 1_000) / answers;
    return {
      rate: (answers - faulty) / seconds,
      faulty: faulty / answers,
      gateway: each('gateway'),
      subgraphs: each('subgraphs'),
      postgres: each('postgres'),
      p50,
      p99,
      bytes: bytes / answers,
      asked: ((await one.asked()) - asked) / answers,
      resident: residentOf(one.pids),
    };
  };
  for (const one of running) await stretch(one, Math.max(3_000, option('seconds') * 1_000));
  for (let round = 0; round < option('rounds'); round += 1)
    for (let at = 0; at < running.length; at += 1) {
      const one = running[(at + round) % running.length];
      if (one) found.get(one)?.push(await stretch(one, option('seconds') * 1_000));
    }
  return found;
}

type Middle = (figure: keyof Measured) => number;

const of =
  (found: Found, one: Running): Middle =>
  (figure) =>
    median((found.get(one) ?? []).map((round) => round[figure]));

const wholeOf = (figure: Middle): number => figure('gateway') + figure('subgraphs') + figure('postgres');

function table(found: Found, connections: number): Table {
  const ms = (value: number): string => `${value.toFixed(2)} ms`;
  return {
    title: `Account 360 (${connections} at once), medians; processor time is for one answer`,
    columns: [
      '',
      'bytes',
      'answers/s',
      'failed',
      'gateway',
      'subgraphs',
      'Postgres',
      'whole',
      'p50',
      'p99',
      'resident',
      'subgraph requests',
    ],
    rows: [...found.keys()].map((one) => {
      const figure = of(found, one);
      return [
        one.name,
        whole(figure('bytes')),
        whole(figure('rate')),
        `${(figure('faulty') * 100).toFixed(1)} %`,
        ms(figure('gateway')),
        ms(figure('subgraphs')),
        ms(figure('postgres')),
        ms(wholeOf(figure)),
        millis(figure('p50')),
        millis(figure('p99')),
        megabytes(figure('resident')),
        figure('asked').toFixed(1),
      ];
    }),
  };
}

function goals(embedded: Middle, distributed: Middle): Table {
  const nodeOf = (figure: Middle): number => figure('gateway') + figure('subgraphs');
  return goalTable([
    { goal: 'embedded ÷ distributed, answers/s', atLeast: 2, measured: embedded('rate') / distributed('rate') },
    {
      goal: 'embedded ÷ distributed, per core of the whole system',
      atLeast: 2,
      measured: wholeOf(distributed) / wholeOf(embedded),
    },
    { goal: 'the same without Postgres, whose work is the same', atLeast: 2, measured: nodeOf(distributed) / nodeOf(embedded) },
  ]);
}
