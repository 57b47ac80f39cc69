import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { endpointOf } from './post-batch.ts';
import { ReplayStopped } from './stopped.ts';

const count = z.coerce.number().int().min(0);

/** What came of a replay, as the six subgraphs count it. */
const Outcome = z.object({
  accountsSummary: z.object({ total: count }),
  trustSummary: z.array(z.object({ tier: z.string(), count })),
  disputesSummary: z.array(z.object({ status: z.string(), count })),
  alertsSummary: z.array(z.object({ severity: z.string(), count })),
  auditSummary: z.object({ entries: count }),
});
export type Outcome = z.infer<typeof Outcome>;

const outcomeQuery = `query ReplayOutcome {
  accountsSummary { total }
  trustSummary { tier count }
  disputesSummary { status count }
  alertsSummary { severity count }
  auditSummary { entries }
}`;
const entriesQuery = 'query ReplaySettled { auditSummary { entries } }';

export interface Observer {
  readonly url: string;
  /** Access token of someone who may read all five summaries. */
  readonly token: string;
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
  /** How often settling is looked for, a second apart; 300 unless told. */
  readonly polls?: number;
}

/** How many entries the audit log has. */
export async function auditEntries(observer: Observer): Promise<number> {
  return (await ask(observer, entriesQuery, Outcome.pick({ auditSummary: true }))).auditSummary.entries;
}

/** All five summaries in one request across the supergraph. */
export async function readOutcome(observer: Observer): Promise<Outcome> {
  return ask(observer, outcomeQuery, Outcome);
}

/** Waits until the log holds at least `entries` and has stopped growing. False when that took longer than it may. */
export async function untilSettled(observer: Observer, entries: number): Promise<boolean> {
  const { polls = 300, sleep = setTimeout } = observer;
  let previous = -1;
  for (let poll = 0; poll < polls; poll += 1) {
    const current = await auditEntries(observer);
    if (current >= entries && current === previous) return true;
    previous = current;
    await sleep(1000);
  }
  return false;
}

async function ask<Shape extends z.ZodType>({ url, token }: Observer, query: string, shape: Shape): Promise<z.infer<Shape>> {
  const endpoint = endpointOf(url, 'graphql');
  const answer = await answerOf(endpoint, token, query);
  const failed = z.object({ errors: z.array(z.object({ message: z.string() })).min(1) }).safeParse(answer);
  if (failed.success) throw new ReplayStopped(`${endpoint} answers: ${failed.data.errors[0]?.message ?? ''}`);
  const read = z.object({ data: shape }).safeParse(answer);
  if (!read.success) throw new ReplayStopped(`${endpoint} answers in a form that is not Praetor's.`);
  return (read.data as { data: z.infer<Shape> }).data;
}

async function answerOf(endpoint: string, token: string, query: string): Promise<unknown> {
  const headers = { 'content-type': 'application/json', accept: 'application/json', authorization: `Bearer ${token}` };
  try {
    const signal = AbortSignal.timeout(30_000);
    const response = await fetch(endpoint, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query }),
      redirect: 'manual',
      signal,
    });
    return await response.json();
  } catch (error) {
    throw new ReplayStopped(`${endpoint} cannot be asked: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
