import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isRefused, validateIncoming } from '@praetor/contracts/cloudevents';
import { expect, test } from 'vitest';
import { complaintColumns, complaintEvents, complaintExtras } from './complaints.ts';
import { openCsv } from './csv-file.ts';
import { readRows } from './csv-rows.ts';
import { Tally, type CloudEvent, type SourcedEvent } from './mapping.ts';
import { onlineRetailColumns, onlineRetailEvents } from './online-retail.ts';

const data = join(import.meta.dirname, '../../../../../shared/data');
const retail = join(data, 'online-retail/online_retail.csv.gz');
const complaints = join(data, 'complaints/consumer_complaints_3186.csv');

type Mapping = (chunks: AsyncIterable<Uint8Array>, tally: Tally) => AsyncIterable<SourcedEvent[]>;

async function mapped(path: string, mapping: Mapping) {
  const tally = new Tally();
  const events: CloudEvent[] = [];
  const file = await openCsv(path);
  for await (const group of mapping(
    file.chunks(() => undefined),
    tally,
  ))
    events.push(...group.map(({ event }) => event));
  const counts = Object.groupBy(events, ({ type }) => type.split('.')[1] ?? '');
  const types = Object.fromEntries(Object.entries(counts).map(([type, found]) => [type, found?.length]));
  return { tally, events, types, sum: [...tally.classes.values()].reduce((one, other) => one + other, 0) };
}

/** Every event passes the contract, and every id is its own. */
function expectSendable(events: CloudEvent[]): void {
  const now = new Date('2026-01-01T00:00:00Z');
  expect(events.map((event) => validateIncoming(event, now)).filter(isRefused)).toEqual([]);
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
}

test('every line of the Online Retail data is in one class', { timeout: 60_000 }, async ({ skip }) => {
  skip(!existsSync(retail), 'the Online Retail data is not at ../shared/data');
  const { tally, events, types, sum } = await mapped(retail, (chunks, into) =>
    onlineRetailEvents(readRows(chunks, onlineRetailColumns), into),
  );
  expect([tally.lines, sum, tally.refusals]).toEqual([541_909, 541_909, []]);
  expect(Object.fromEntries(tally.notes)).toMatchObject({
    invoices: 25_900,
    'invoices that begin with C': 3836,
    'lines without a customer': 135_080,
    'lines with price zero': 2515,
  });
  expect(tally.classes.get('not sent: stock written off (price zero, negative quantity, no customer)')).toBe(1336);
  expect(types).toEqual({ userVerified: 1, orderCompleted: 19_948, orderCancelled: 3422, refundIssued: 324 });
  expect(tally.expected).toBe(events.length);
  expectSendable(events);
});

test('every complaint is a dispute', async ({ skip }) => {
  skip(!existsSync(complaints), 'the complaints data is not at ../shared/data');
  const { tally, events, types, sum } = await mapped(complaints, (chunks, into) =>
    complaintEvents(readRows(chunks, complaintColumns, complaintExtras), into),
  );
  expect([tally.lines, sum, tally.refusals]).toEqual([3186, 3186, []]);
  expect(types).toEqual({ disputeRaised: 3186, disputeForwarded: 3186, disputeAnswered: 3183, disputeContested: 595 });
  const late = events.filter(({ data: answer }) => (answer as { timely?: boolean }).timely === false);
  expect(late).toHaveLength(93);
  expectSendable(events);
});
