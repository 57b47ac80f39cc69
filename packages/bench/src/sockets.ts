import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventOf } from '@praetor/cli/replay/mapping';
import { serviceDown } from '@praetor/contracts/marketplace';
import { newId } from '@praetor/kernel/id';
import type { Bench } from './bench.ts';
import { type IdleSockets, idleSockets, subscribing } from './idle-sockets.ts';
import { PraetorProcess, scratch } from './praetor-process.ts';
import { type Memory, memoryOf } from './process-figures.ts';
import { versionOf } from './start.ts';
import { median, megabytes, millis, spread, spreadColumns } from './table.ts';

const query = 'subscription { alertRaised { id severity status } }';

/** When the first, the middle, the 99th of a hundred and the last socket heard of one alert. */
interface Delivery {
  readonly first: number;
  readonly middle: number;
  readonly p99: number;
  readonly last: number;
}

interface Measured {
  readonly deliveries: readonly Delivery[];
  readonly message: string;
}

export const bench: Bench = {
  about:
    'sockets: idle sockets and one alert; when the 99th of a hundred heard it, beside a bare `ws` broadcast of the same bytes',
  options: { sockets: 5_000, rounds: 10 },
  async run(option) {
    const [count, rounds] = [option('sockets'), option('rounds')];
    await using folder = await scratch();
    await using praetor = await PraetorProcess.spawned(folder.home);
    await praetor.answers();
    const before = memoryOf(praetor.pid);
    const { measured: ours, open } = await alertsTo(praetor, count, rounds);
    const bare = await broadcastsOf(ours.message, count, rounds);
    return {
      postgres: await versionOf(praetor.adminUrl),
      tables: [
        {
          title: `One alert to ${count} sockets, ${ours.message.length} bytes each; from sending its cause`,
          columns: ['', ...spreadColumns],
          rows: [...rowsOf('praetor', ours), ...rowsOf('bare ws', bare)],
        },
        {
          title: 'Praetor ÷ bare ws, of medians',
          columns: ['', 'ratio'],
          rows: [
            [
              'p99, from the cause (event taken, stored, consumed, alert stored, relayed, read)',
              ratio(ours, bare, ({ p99 }) => p99),
            ],
            ['p99, from the first socket that heard it (delivery alone)', ratio(ours, bare, ({ p99, first }) => p99 - first)],
          ],
        },
        { title: 'Resident memory of the process', columns: ['', 'resident', 'its own'], rows: memoryRows(before, open, count) },
      ],
    };
  },
};

async function alertsTo(praetor: PraetorProcess, count: number, rounds: number): Promise<{ measured: Measured; open: Memory }> {
  const greet = subscribing(await praetor.login('ADMIN'), query);
  using sockets = await idleSockets(`${praetor.url.replace('http', 'ws')}/graphql`, count, ['graphql-transport-ws'], greet);
  await untilSubscribed(praetor, count);
  const open = memoryOf(praetor.pid);
  return { measured: await measured(sockets, rounds, () => raiseAlert(praetor)), open };
}

async function untilSubscribed({ url }: PraetorProcess, count: number): Promise<void> {
  for (let left = 300; left > 0; left -= 1) {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    if (metrics.includes(`\npraetor_live_streams ${count}\n`)) return;
    await sleep(100);
  }
  throw new Error('Not every subscription was taken.');
}

let services = 0;

/** The marketplace says that a service is down: an alert of its own each time. */
async function raiseAlert({ url, demo }: PraetorProcess): Promise<void> {
  services += 1;
  const moment = {
    id: newId('event'),
    source: 'https://marketplace.example/bench',
    time: new Date(Date.UTC(2026, 0, 1) + services),
  };
  const event = eventOf(serviceDown, moment, { service: `service-${services}`, detail: null });
  const response = await fetch(`${url}/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json', 'x-api-key': demo.apiKey },
    body: JSON.stringify(event),
  });
  const text = await response.text();
  if (!response.ok || !text.includes('"accepted":1')) throw new Error(`The event was answered with ${response.status}: ${text}`);
}

async function broadcastsOf(message: string, count: number, rounds: number): Promise<Measured> {
  const child: ChildProcess = fork(join(import.meta.dirname, 'bare-broadcast.ts'));
  try {
    const [port] = (await once(child, 'message')) as [number];
    using sockets = await idleSockets(`ws://127.0.0.1:${port}`, count, [], async () => {});
    return await measured(sockets, rounds, () => fetch(`http://127.0.0.1:${port}`, { method: 'POST', body: message }));
  } finally {
    child.disconnect();
    await once(child, 'exit');
  }
}

async function measured(sockets: IdleSockets, rounds: number, trigger: () => Promise<unknown>): Promise<Measured> {
  const deliveries: Delivery[] = [];
  let last = '';
  // The first two compile code and open connections.
  for (let round = -2; round < rounds; round += 1) {
    const { times, message } = await sockets.heard(trigger);
    const at = (share: number): number => times[Math.min(times.length - 1, Math.ceil(share * times.length) - 1)] ?? Number.NaN;
    if (round >= 0) deliveries.push({ first: times[0] ?? Number.NaN, middle: at(0.5), p99: at(0.99), last: at(1) });
    last = message;
    await sleep(1_000);
  }
  return { deliveries, message: last };
}

const rowsOf = (name: string, { deliveries }: Measured): string[][] =>
  (['first', 'middle', 'p99', 'last'] as const).map((which) => [
    `${name}: ${which}`,
    ...spread(
      deliveries.map((one) => one[which]),
      millis,
    ),
  ]);

function ratio(ours: Measured, bare: Measured, pick: (delivery: Delivery) => number): string {
  return (median(ours.deliveries.map(pick)) / median(bare.deliveries.map(pick))).toFixed(2);
}

function memoryRows(before: Memory, open: Memory, count: number): string[][] {
  const own = (open.anonymous ?? Number.NaN) - (before.anonymous ?? Number.NaN);
  return [
    ['before', megabytes(before.resident), megabytes(before.anonymous ?? Number.NaN)],
    [`with ${count} sockets`, megabytes(open.resident), megabytes(open.anonymous ?? Number.NaN)],
    ['a socket', `${Math.round((open.resident - before.resident) / count)} KiB`, `${Math.round(own / count)} KiB`],
  ];
}
