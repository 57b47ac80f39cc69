import { batchesOf, type Batch } from '@praetor/cli/replay/batches';
import { postBatch } from '@praetor/cli/replay/post-batch';
import type { Bench } from './bench.ts';
import { PraetorProcess, scratch } from './praetor-process.ts';
import { processorSeconds } from './process-figures.ts';
import { settlement, type Settlement } from './settlement.ts';
import { versionOf } from './start.ts';
import { syntheticEvents } from './synthetic-events.ts';
import { median, millis, seconds, spread, spreadColumns, whole, type Table } from './table.ts';

interface Run {
  readonly postgres: string;
  readonly began: number;
  readonly answered: number;
  readonly answers: readonly number[];
  readonly settlement: Settlement;
  /** Seconds of processor time between the first event and the last effect. */
  readonly processor: { readonly praetor: number | null; readonly postgres: number | null };
}

interface Plan {
  readonly events: number;
  readonly buyers: number;
  readonly batch: number;
  readonly requests: number;
}

export const bench: Bench = {
  about: 'replay: events through POST /events until every outbox, consumer and the audit log have settled (goal: 2,000 events/s)',
  options: { runs: 3, events: 50_000, buyers: 4_000, batch: 1_000, requests: 2 },
  async run(option) {
    const plan = { events: option('events'), buyers: option('buyers'), batch: option('batch'), requests: option('requests') };
    const runs: Run[] = [];
    for (let at = 0; at < option('runs'); at += 1) runs.push(await replayOnce(plan));
    return {
      postgres: runs[0]?.postgres ?? '',
      tables: [totals(runs, plan), stages(runs, plan)],
      notes: runs.map(({ settlement: { counts } }) => accountOf(counts)),
    };
  },
};

async function replayOnce(plan: Plan): Promise<Run> {
  await using folder = await scratch();
  await using praetor = await PraetorProcess.spawned(folder.home);
  await praetor.answers();
  await settlement(praetor.adminUrl, Promise.resolve());
  const batches = await Array.fromAsync(batchesOf(syntheticEvents(plan.events, plan.buyers), plan.batch));
  const used = () => ({
    praetor: processorSeconds(praetor.pid, { children: false }),
    postgres: processorSeconds(praetor.postgresPid, { children: true }),
  });
  const before = used();
  const began = performance.now();
  const sending = send(praetor, batches, plan.requests);
  const settled = await settlement(praetor.adminUrl, sending);
  const after = used();
  const { answers, answered } = await sending;
  return {
    postgres: await versionOf(praetor.adminUrl),
    began,
    answered,
    answers,
    settlement: settled,
    processor: { praetor: less(after.praetor, before.praetor), postgres: less(after.postgres, before.postgres) },
  };
}

const less = (after: number | null, before: number | null): number | null =>
  after === null || before === null ? null : after - before;

/** Several requests at a time, each with the next batch. */
async function send(praetor: PraetorProcess, batches: readonly Batch[], requests: number) {
  const target = { url: praetor.url, apiKey: praetor.demo.apiKey };
  const answers: number[] = [];
  const queue = batches.values();
  const sender = async () => {
    for (const batch of queue) {
      const asked = performance.now();
      const { accepted } = await postBatch(batch, target);
      if (accepted !== batch.items.length) throw new Error(`Of ${batch.items.length} events ${accepted} were accepted.`);
      answers.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: requests }, sender));
  return { answers, answered: performance.now() };
}

function totals(runs: readonly Run[], { events, batch }: Plan): Table {
  const rate = (until: (run: Run) => number) =>
    spread(
      runs.map((run) => events / ((until(run) - run.began) / 1000)),
      (value) => `${whole(value)}/s`,
    );
  const processor = (pick: (run: Run) => number | null) =>
    spread(
      runs.map((run) => ((pick(run) ?? Number.NaN) * 1000) / events),
      (value) => `${value.toFixed(3)} ms`,
    );
  return {
    title: `${whole(events)} events in batches of ${whole(batch)}`,
    columns: ['', ...spreadColumns],
    rows: [
      ['accepted → settled', ...rate(({ settlement: { settledAt } }) => settledAt)],
      ['accepted', ...rate(({ answered }) => answered)],
      [
        'one request of a batch',
        ...spread(
          runs.flatMap(({ answers }) => answers),
          millis,
        ),
      ],
      ['processor time an event, Praetor', ...processor((run) => run.processor.praetor)],
      ['processor time an event, Postgres', ...processor((run) => run.processor.postgres)],
    ],
  };
}

function stages(runs: readonly Run[], { events }: Plan): Table {
  const [first] = runs;
  const names = first?.settlement.stages.map(({ name }) => name) ?? [];
  const rows = names.map((name) => {
    const found = runs.flatMap((run) => run.settlement.stages.filter((s) => s.name === name).map((stage) => ({ run, stage })));
    const took = median(found.map(({ run, stage }) => Math.max(stage.done - run.began, 0)));
    const behind = median(found.map(({ stage }) => stage.behind));
    return { took, cells: [name, seconds(took), `${whole(events / (took / 1000))}/s`, whole(behind)] };
  });
  return {
    title: 'Stages by when they were done (medians): the last is the bottleneck',
    columns: ['', 'done after', 'ingested', 'most behind'],
    rows: rows.toSorted((a, b) => a.took - b.took).map(({ cells }) => cells),
  };
}

function accountOf({ announced, logged, ingested }: Settlement['counts']): string {
  const verdict = announced === logged ? 'every announced event is in the audit log' : 'THE LOG IS NOT COMPLETE';
  return `${whole(ingested)} events ingested, ${whole(announced)} announced, ${whole(logged)} log entries: ${verdict}.`;
}
