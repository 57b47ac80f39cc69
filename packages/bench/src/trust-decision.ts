import { createHash } from 'node:crypto';
import { batchesOf } from '@praetor/cli/replay/batches';
import { postBatch } from '@praetor/cli/replay/post-batch';
import { seeded } from '@praetor/testkit/seeded';
import type { Bench } from './bench.ts';
import { ask } from './client.ts';
import { openLoader, type OpenAnswer } from './open-loop.ts';
import { PraetorProcess, scratch } from './praetor-process.ts';
import { processorSeconds } from './process-figures.ts';
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
    using load = openLoader();
    const [random, url] = [seeded(1), praetor.url];
    const stretch = async (seconds: number, evenly: boolean) => {
      const count = option('rate') * seconds;
      const gaps = Array.from({ length: count }, () => (1000 / option('rate')) * (evenly ? 1 : -Math.log(1 - random())));
      const bodies = Array.from({ length: count }, () => bodyOf(random));
      const used = processorSeconds(praetor.pid, { children: false });
      const answer = await load.run({ url, apiKey, rate: option('rate'), milliseconds: seconds * 1000, bodies, gaps });
      return {
        ...answer,
        processor: (processorSeconds(praetor.pid, { children: false }) ?? Number.NaN) - (used ?? Number.NaN),
        seconds,
      };
    };
    await stretch(option('warmup'), true);
    const rows: string[][] = [];
    for (let run = 1; run <= option('runs'); run += 1) {
      rows.push(rowOf(`evenly spaced, run ${run}`, await stretch(option('seconds'), true)));
      rows.push(rowOf(`Poisson arrivals, run ${run}`, await stretch(option('seconds'), false)));
    }
    const settled = performance.now();
    await settlement(praetor.adminUrl, Promise.resolve());
    const columns = ['', 'answers', 'failed', 'p50', 'p90', 'p99', 'p99.9', 'max', 'processor'];
    const tables: Table[] = [{ title: `${option('rate')} requests/s`, columns, rows }];
    const notes = [
      'Waits are counted from when a request was due. Each decision is kept, announced and audited; the sender has a thread of its own on the same machine.',
      `Everything announced had settled in every consumer ${millis(performance.now() - settled)} after the last answer.`,
    ];
    return { postgres: await versionOf(praetor.adminUrl), tables, notes };
  },
};

function rowOf(
  name: string,
  { waits, failures, processor, seconds }: OpenAnswer & { processor: number; seconds: number },
): string[] {
  if (failures.length) console.error(failures[0]);
  const sorted = waits.toSorted((left, right) => left - right);
  const at = (part: number): string => millis(sorted[Math.min(Math.ceil(part * sorted.length), sorted.length) - 1] ?? Number.NaN);
  const share = `${Math.round((100 * processor) / seconds)} %`;
  return [name, whole(waits.length), String(failures.length), at(0.5), at(0.9), at(0.99), at(0.999), at(1), share];
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
