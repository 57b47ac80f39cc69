import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { batchesOf } from '@praetor/cli/replay/batches';
import { postBatch } from '@praetor/cli/replay/post-batch';
import { seeded } from '@praetor/testkit/seeded';
import type { Bench } from './bench.ts';
import { ask } from './client.ts';
import { openLoader, type OpenAnswer } from './open-loop.ts';
import { PraetorProcess, scratch } from './praetor-process.ts';
import { watch, type Cost, type Watched } from './running-figures.ts';
import { settlement } from './settlement.ts';
import { versionOf } from './start.ts';
import { syntheticEvents } from './synthetic-events.ts';
import { millis, whole, type Table } from './table.ts';

const buyers = 2_000;
const operation = `mutation Decide($input: TrustDecisionInput!) { trustDecision(input: $input) { __typename
  ... on TrustDecision { id outcome reasons modelVersion validUntil
    limits { maxOrder { amountMinor currency } couponEligible paymentMethods payoutDelayDays manualReview } }
  ... on UserError { code message } } }`;
const hash = `sha256:${createHash('sha256').update(operation).digest('hex')}`;

export const bench: Bench = {
  about:
    'trust-decision: trustDecision through the gateway, registered, by an API key, open loop (goal at 300/s on two cores: p99 10 ms)',
  options: { rate: 300, seconds: 20, warmup: 10, runs: 3, events: 10_000 },
  async run(option) {
    await using folder = await scratch();
    await using praetor = await PraetorProcess.spawned(folder.home);
    await praetor.answers();
    const sent = seed(praetor, option('events'));
    await settlement(praetor.adminUrl, sent);
    const apiKey = await registeredKey(praetor);
    await using peer = await barePeer(praetor.adminUrl);
    const ofPostgres = { postgresPid: praetor.postgresPid, adminUrl: praetor.adminUrl };
    const subjects: readonly Subject[] = [
      { name: 'Praetor', url: praetor.url, watched: { ...ofPostgres, pid: praetor.pid, metrics: `${praetor.url}/metrics` } },
      { name: 'bare node:http and one insert', url: peer.url, watched: { ...ofPostgres, pid: peer.pid, metrics: null } },
    ];
    using load = openLoader();
    const random = seeded(1);
    const rate = option('rate');
    const stretch = async ({ url, watched }: Subject, seconds: number, evenly: boolean): Promise<Stretch> => {
      const count = rate * seconds;
      const gaps = Array.from({ length: count }, () => (1000 / rate) * (evenly ? 1 : -Math.log(1 - random())));
      const bodies = Array.from({ length: count }, () => bodyOf(random));
      const done = await watch(watched);
      const began = performance.now();
      const answer = await load.run({ url, apiKey, rate, milliseconds: seconds * 1000, bodies, gaps });
      const took = performance.now() - began;
      return { ...answer, ...(await done()), took };
    };
    for (const subject of subjects) await stretch(subject, option('warmup'), true);
    const [waits, costs]: [string[][], string[][]] = [[], []];
    for (let run = 1; run <= option('runs'); run += 1) {
      for (const evenly of [true, false]) {
        for (const subject of subjects) {
          const name = `${subject.name}, ${evenly ? 'evenly spaced' : 'Poisson arrivals'}, run ${run}`;
          const figures = await stretch(subject, option('seconds'), evenly);
          waits.push(waitsOf(name, figures));
          costs.push(costsOf(name, figures));
        }
      }
    }
    const settled = performance.now();
    await settlement(praetor.adminUrl, Promise.resolve());
    const tables: Table[] = [
      {
        title: `${rate} requests/s: waits`,
        columns: ['', 'answers', 'a second', 'failed', 'p50', 'p90', 'p99', 'p99.9', 'max'],
        rows: waits,
      },
      {
        title: 'What a request costs, all that follows from it in the background included',
        columns: ['', 'node', 'postgres', 'transactions', 'loop away p99', 'max', 'collecting'],
        rows: costs,
      },
    ];
    const notes = [
      'Waits are counted from when a request was due. Each decision is kept for good before it is answered, announced and audited; the sender has a thread of its own on the same machine.',
      'The peer keeps a row and answers: no key, no tenant, no rule, no announcement, no audit. It shares the machine and the Postgres, not the moment.',
      `Everything announced had settled in every consumer ${millis(performance.now() - settled)} after the last answer.`,
    ];
    return { postgres: await versionOf(praetor.adminUrl), tables, notes };
  },
};

/** Who is asked. */
interface Subject {
  readonly name: string;
  readonly url: string;
  readonly watched: Watched;
}

interface Stretch extends OpenAnswer, Cost {
  readonly took: number;
}

function waitsOf(name: string, { waits, failures, took }: Stretch): string[] {
  if (failures.length) console.error(failures[0]);
  const sorted = waits.toSorted((left, right) => left - right);
  const at = (part: number): string => millis(sorted[Math.min(Math.ceil(part * sorted.length), sorted.length) - 1] ?? Number.NaN);
  const rate = whole((1000 * waits.length) / took);
  return [name, whole(waits.length), rate, String(failures.length), at(0.5), at(0.9), at(0.99), at(0.999), at(1)];
}

function costsOf(name: string, { waits, node, postgres, transactions, loop, collecting, took }: Stretch): string[] {
  const each = (seconds: number): string => millis((1000 * seconds) / waits.length);
  const away = loop === null ? ['', ''] : [millis(loop.p99), millis(loop.max)];
  const share = collecting === null ? '' : `${((100 * collecting) / took).toFixed(1)} %`;
  return [name, each(node), each(postgres), (transactions / waits.length).toFixed(2), ...away, share];
}

/** A process of its own beside Praetor's. */
async function barePeer(databaseUrl: string): Promise<{ url: string; pid: number } & AsyncDisposable> {
  const script = join(import.meta.dirname, 'peer-decision.ts');
  const child = spawn(process.execPath, [script, databaseUrl], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    url: `http://127.0.0.1:${String(port).trim()}`,
    pid: child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      child.kill();
      await gone;
    },
  };
}

/** Accounts with a past, as the marketplace told it. */
async function seed(praetor: PraetorProcess, events: number): Promise<void> {
  for await (const batch of batchesOf(syntheticEvents(events, buyers), 1_000))
    await postBatch(batch, { url: praetor.url, apiKey: praetor.demo.apiKey });
}

let requests = 0;

function bodyOf(random: () => number): string {
  requests += 1;
  const buyer = `buyer-${Math.floor(random() * buyers)}`;
  const input = {
    requestId: `bench-${requests}`,
    externalRef: buyer,
    action: 'CHECKOUT',
    amount: { amountMinor: Math.floor(random() * 200_000), currency: 'EUR' },
    context: { paymentMethod: 'CARD', reference: `cart-${requests}` },
  };
  return JSON.stringify({ documentId: hash, variables: { input } });
}

/** A partner's key that runs this one operation and nothing else. */
async function registeredKey(praetor: PraetorProcess): Promise<string> {
  const token = await praetor.login('ADMIN');
  const made = await ask<{ createApiKey: { secret: string; apiKey: { id: string } } }>(
    praetor.url,
    'mutation { createApiKey(input: { name: "Checkout" }) { ... on CreatedApiKey { secret apiKey { id } } } }',
    {},
    token,
  );
  const { secret, apiKey } = made.createApiKey;
  await ask(
    praetor.url,
    'mutation ($input: RegisterOperationsInput!) { registerOperations(input: $input) { ... on RegisteredOperations { operations { id } } } }',
    { input: { apiKeyId: apiKey.id, manifest: { [hash]: operation } } },
    token,
  );
  return secret;
}
