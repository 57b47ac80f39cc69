import { complaintColumns, complaintEvents, complaintExtras } from './complaints.ts';
import { openCsv } from './csv-file.ts';
import { readRows } from './csv-rows.ts';
import { Tally, type SourcedEvent } from './mapping.ts';
import { onlineRetailColumns, onlineRetailEvents } from './online-retail.ts';
import { auditEntries, readOutcome, untilSettled, type Observer, type Outcome } from './outcome.ts';
import { Progress } from './progress.ts';
import type { ReplayReport } from './report.ts';
import { sendEvents } from './sender.ts';
import { ReplayStopped } from './stopped.ts';

export interface ReplayOptions {
  readonly file: string;
  /** Where Praetor answers, such as `http://localhost:4000`. */
  readonly url: string;
  /** A partner's key with `event:ingest`. */
  readonly apiKey: string;
  /** Access token that may read the summaries for the report; null leaves "what came of it" out. */
  readonly token: string | null;
  readonly batchSize?: number | undefined;
  /** Where progress is shown; standard error unless told. */
  readonly progress?: NodeJS.WriteStream;
}

type Mapping = (chunks: AsyncIterable<Uint8Array>, tally: Tally) => AsyncIterable<SourcedEvent[]>;

/** The UCI Online Retail data set (CSV, also gzipped): one event per invoice that a customer was part of. */
export function replayOnlineRetail(options: ReplayOptions): Promise<ReplayReport> {
  return replay(options, (chunks, tally) => onlineRetailEvents(readRows(chunks, onlineRetailColumns), tally));
}

/** The CFPB Consumer Complaint Database (CSV, also gzipped): the course of one dispute per complaint. */
export function replayComplaints(options: ReplayOptions): Promise<ReplayReport> {
  return replay(options, (chunks, tally) => complaintEvents(readRows(chunks, complaintColumns, complaintExtras), tally));
}

async function replay(options: ReplayOptions, mapping: Mapping): Promise<ReplayReport> {
  const file = await openCsv(options.file);
  const tally = new Tally();
  const observer = options.token === null ? null : { url: options.url, token: options.token };
  const before = observer ? await entriesOr(observer) : 'No access token was given, so nobody was asked.';
  const progress = new Progress(options.progress ?? process.stderr);
  progress.begin('Reading', file.bytes, 'bytes');
  const began = performance.now();
  try {
    const groups = mapping(
      file.chunks((count) => progress.advance(count)),
      tally,
    );
    const delivery = await sendEvents(groups, { ...options, onAnswered: (events) => advanceSending(progress, tally, events) });
    const seconds = (performance.now() - began) / 1000;
    progress.end();
    const outcome = await outcomeOf(observer, before, delivery.accepted);
    return { file: options.file, tally, delivery, seconds, ...outcome };
  } finally {
    progress.end();
  }
}

/** Files that are sent while they are read have one bar; those read to their end first have a second one. */
function advanceSending(progress: Progress, tally: Tally, events: number): void {
  if (tally.expected === null) return;
  if (progress.title !== 'Sending') {
    progress.end();
    progress.begin('Sending', tally.expected, 'events');
  }
  progress.advance(events);
}

/** The log's length, or why it could not be read: a replay does not fail for want of a report. */
async function entriesOr(observer: Observer): Promise<number | string> {
  return orReason(() => auditEntries(observer));
}

async function outcomeOf(
  observer: Observer | null,
  before: number | string,
  accepted: number,
): Promise<{ outcome: Outcome | null; reason: string | null }> {
  if (!observer || typeof before === 'string') return { outcome: null, reason: String(before) };
  const settled = await orReason(() => untilSettled(observer, before + accepted));
  const outcome = await orReason(() => readOutcome(observer));
  if (typeof outcome === 'string') return { outcome: null, reason: outcome };
  if (settled === true) return { outcome, reason: null };
  return { outcome, reason: typeof settled === 'string' ? settled : 'The log had not settled when this was read.' };
}

async function orReason<Value>(ask: () => Promise<Value>): Promise<Value | string> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ReplayStopped) return error.message;
    throw error;
  }
}
