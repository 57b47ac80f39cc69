import { createHash } from 'node:crypto';
import { disputeAnswered, disputeContested, disputeForwarded, disputeRaised } from '@praetor/contracts/marketplace';
import type { Row } from './csv-rows.ts';
import { eventOf, parseDay, type CloudEvent, type SourcedEvent, type Tally } from './mapping.ts';

export const complaintColumns = [
  'Date received',
  'Product',
  'Sub-product',
  'Issue',
  'Sub-issue',
  'Company',
  'Submitted via',
  'Date sent to company',
  'Company response to consumer',
  'Timely response?',
  'Consumer disputed?',
] as const;
/** In the full database; not in every extract of it. */
export const complaintExtras = ['Complaint ID', 'Consumer complaint narrative'] as const;
type ComplaintRow = Row<(typeof complaintColumns)[number] | (typeof complaintExtras)[number]>;

type Remedy = 'monetaryRelief' | 'nonMonetaryRelief' | 'explanation' | 'none';

/** Null: not answered yet. An untimely response is an answer without remedy, and late. */
const remedies: ReadonlyMap<string, Remedy | null> = new Map([
  ['Closed with monetary relief', 'monetaryRelief'],
  ['Closed with non-monetary relief', 'nonMonetaryRelief'],
  ['Closed with relief', 'nonMonetaryRelief'],
  ['Closed with explanation', 'explanation'],
  ['Closed without relief', 'none'],
  ['Closed', 'none'],
  ['Untimely response', 'none'],
  ['In progress', null],
  ['', null],
]);

interface Complaint {
  received: Date;
  sent: Date | null;
  remedy: Remedy | null;
  timely: boolean;
  /** Null: the file does not say. */
  disputed: boolean | null;
}

/** Up to four events a row, in the order in which they happened: raised, forwarded, answered, contested. */
export async function* complaintEvents(rows: AsyncIterable<ComplaintRow>, tally: Tally): AsyncGenerator<SourcedEvent[]> {
  const seen = new Map<string, number>();
  for await (const row of rows) {
    tally.lines += 1;
    const complaint = row.problem ?? complaintOf(row);
    if (typeof complaint === 'string') {
      tally.refuse(row.line, complaint);
      continue;
    }
    count(row, complaint, tally);
    const key = keyOf(row, seen, tally);
    yield eventsOf(row, complaint, key).map((event) => ({ line: row.line, event }));
  }
}

function complaintOf({ values }: ComplaintRow): Complaint | string {
  const received = parseDay(values['Date received']);
  if (!received) return `Date received "${values['Date received'].slice(0, 40)}" is not a date.`;
  const sent = values['Date sent to company'] === '' ? null : parseDay(values['Date sent to company']);
  if (!sent && values['Date sent to company'] !== '')
    return `Date sent to company "${values['Date sent to company'].slice(0, 40)}" is not a date.`;
  if (values.Company === '') return 'Company is blank.';
  if (values.Product === '' || values.Issue === '') return 'Product or Issue is blank.';
  const remedy = remedies.get(values['Company response to consumer']);
  if (remedy === undefined)
    return `Company response "${values['Company response to consumer'].slice(0, 60)}" is not one we know.`;
  const timely = yesOrNo(values['Timely response?']);
  if (timely === undefined || (timely === null && remedy !== null)) return 'Timely response? is neither Yes nor No.';
  const disputed = yesOrNo(values['Consumer disputed?']);
  if (disputed === undefined) return 'Consumer disputed? is neither Yes, No nor blank.';
  return { received, sent, remedy, timely: timely ?? true, disputed };
}

function yesOrNo(value: string): boolean | null | undefined {
  if (value === '' || value === 'N/A') return null;
  return value === 'Yes' ? true : value === 'No' ? false : undefined;
}

function count({ values }: ComplaintRow, { received, sent, remedy, timely, disputed }: Complaint, tally: Tally): void {
  if (remedy === null) tally.count('not answered yet');
  else if (values['Company response to consumer'] === 'Untimely response') tally.count('answered late, without a response');
  else tally.count(timely ? 'answered in time' : 'answered late');
  if (!timely) tally.note('late');
  if (sent) tally.note('forwarded to the company');
  if (sent && sent < received) tally.note('sent before received (forwarded at the time of receipt)');
  if (disputed === null) tally.note('not said whether the consumer disputed');
  if (disputed) tally.note('disputed by the consumer');
  if (disputed && remedy === null) tally.note('disputed before an answer (not contested)');
}

/**
 * What names the case in this file and the next: its Complaint ID, or, in extracts without one, a digest of the row and,
 * for rows alike in everything, how many came before.
 */
function keyOf(row: ComplaintRow, seen: Map<string, number>, tally: Tally): string {
  const id = row.values['Complaint ID'];
  if (id !== '') return id;
  const digest = createHash('sha256').update(JSON.stringify(row.cells)).digest('hex').slice(0, 20);
  const earlier = seen.get(digest) ?? 0;
  seen.set(digest, earlier + 1);
  if (earlier > 0) tally.note('alike in everything to an earlier line (kept as a case of its own)');
  return earlier === 0 ? digest : `${digest}-${earlier + 1}`;
}

function eventsOf({ values }: ComplaintRow, complaint: Complaint, key: string): CloudEvent[] {
  const quarrel = { disputeRef: `complaint-${key}`, claimantRef: `complaint-${key}`, respondentRef: values.Company };
  const at = (step: string, time: Date) => ({ id: `complaint-${key}-${step}`, source: '/replay/complaints', time });
  // Six lines of the sample say sent before received. Answers and appeals have no date: they carry that of the step before.
  const later = complaint.sent && complaint.sent > complaint.received ? complaint.sent : complaint.received;
  const category = `${slug(values.Product)}/${slug(values.Issue)}`;
  const raised = { ...quarrel, orderRef: null, category, description: descriptionOf(values), claim: null };
  const events = [eventOf(disputeRaised, at('raised', complaint.received), raised)];
  if (complaint.sent) events.push(eventOf(disputeForwarded, at('forwarded', later), quarrel));
  if (complaint.remedy === null) return events;
  const answer = { ...quarrel, remedy: complaint.remedy, timely: complaint.timely, answer: null };
  events.push(eventOf(disputeAnswered, at('answered', later), answer));
  if (complaint.disputed) events.push(eventOf(disputeContested, at('contested', later), { ...quarrel, grounds: null }));
  return events;
}

/** The consumer's own words where the file has them. State and ZIP code stay out: nothing here needs to know. */
function descriptionOf(values: ComplaintRow['values']): string {
  const narrative = values['Consumer complaint narrative'];
  if (narrative !== '') return narrative.slice(0, 10_000).toWellFormed();
  const what = [values.Issue, values['Sub-issue']].filter(Boolean).join(': ');
  const about = [values.Product, values['Sub-product']].filter(Boolean).join(', ');
  return `${what} (${about}). Submitted via ${values['Submitted via'] || 'an unknown channel'}.`;
}

function slug(text: string): string {
  return (
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'other'
  );
}
