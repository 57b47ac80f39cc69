import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { createClient, OperationFailed } from '@praetor/client/client';
import { ReplayOutcomeDocument, ReplaySettledDocument } from '@praetor/client/generated/graphql';
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
  return (await ask(observer, ReplaySettledDocument, Outcome.pick({ auditSummary: true }))).auditSummary.entries;
}

/** All five summaries in one request across the supergraph. */
export async function readOutcome(observer: Observer): Promise<Outcome> {
  return ask(observer, ReplayOutcomeDocument, Outcome);
}

/** Work comes in bursts: only this many equal looks in a row are quiet. */
const quietPolls = 3;

/** Waits until the log holds at least `entries` and has stopped growing. False when that took longer than it may. */
export async function untilSettled(observer: Observer, entries: number): Promise<boolean> {
  const { polls = 300, sleep = setTimeout } = observer;
  let [previous, still] = [-1, 0];
  for (let poll = 0; poll < polls; poll += 1) {
    const current = await auditEntries(observer);
    still = current === previous ? still + 1 : 0;
    if (current >= entries && still >= quietPolls) return true;
    previous = current;
    await sleep(1000);
  }
  return false;
}

async function ask<Data, Shape extends z.ZodType>(
  { url, token }: Observer,
  document: TypedDocumentNode<Data, Record<string, never>>,
  shape: Shape,
): Promise<z.infer<Shape>> {
  const data = await createClient({ url, token })
    .request(document)
    .catch((error: unknown) => {
      if (error instanceof OperationFailed) throw new ReplayStopped(`${url} cannot be asked what came of it. ${error.message}`);
      throw error;
    });
  const read = shape.safeParse(data);
  if (!read.success) throw new ReplayStopped(`${url} answers in a form that is not Praetor's.`);
  return read.data;
}
