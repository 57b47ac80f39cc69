/**
 * What the log says of an event, apart from what may have to be forgotten. The leaf is public to whoever verifies the
 * log and never changes; the personal part lies beside it, and only its digest is in the leaf.
 */

export const leafFormat = 'praetor-audit-entry/v1';

type Fields = Readonly<Record<string, unknown>>;

interface Cause extends Fields {
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly requestId: string | null;
  /** In the actor's words; in no leaf. */
  readonly reason?: string | null;
}

interface Change {
  readonly before: Fields | null;
  readonly after: Fields | null;
}

/** CloudEvents attributes that are kept word for word. */
interface Attributes {
  readonly specversion: string;
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: string;
  readonly dataschema: string;
  readonly partitionkey: string;
  readonly traceparent: string | null;
  readonly tenantid: string;
}

/** An event as it arrives; the envelope of the contracts has this form. */
export interface AuditedEvent extends Attributes {
  readonly data: Fields;
  readonly praetorparties: Fields | null;
  readonly praetorcause: Cause;
  readonly praetorchange: Change | null;
  readonly praetordecision: Fields | null;
  readonly praetorstatus: string;
}

/** The content of a leaf. */
export interface Leaf extends Attributes {
  readonly format: typeof leafFormat;
  /** When the log took it in. Within one log never earlier than that of an entry before it. */
  readonly recordedAt: string;
  readonly data: Fields;
  readonly parties: Fields | null;
  readonly cause: Cause;
  readonly change: Change | null;
  readonly decision: Fields | null;
  readonly status: string;
  /** SHA-256(salt || canonical personal part), hex; null when nothing in the event is personal. */
  readonly personalDigest: string | null;
}

/** What can be erased: personal fields by where in the event they were. */
export type Personal = { readonly [place in 'data' | 'before' | 'after' | 'cause']?: Fields };

/** The actor's own words may tell of anybody; where they were may tell of them alone. */
const personalCause = ['ip', 'userAgent', 'reason'];

/**
 * Takes an event apart. `personalFields` name fields of `data`; the same names are personal in `change` too. A field
 * that is null tells nothing of anybody and stays in the leaf. All but `personalDigest` of the leaf is final.
 */
export function apart(
  event: AuditedEvent,
  personalFields: readonly string[],
  recordedAt: string,
): { readonly leaf: Leaf; readonly personal: Personal | null } {
  const { data, praetorparties, praetorcause, praetorchange, praetordecision, praetorstatus, ...attributes } = event;
  const parts = {
    data: split(data, personalFields),
    before: split(praetorchange?.before ?? null, personalFields),
    after: split(praetorchange?.after ?? null, personalFields),
    cause: split(praetorcause, personalCause),
  };
  const personal = Object.entries(parts).flatMap(([place, { taken }]) => (taken ? [[place, taken] as const] : []));
  const leaf: Leaf = {
    format: leafFormat,
    recordedAt,
    ...attributes,
    data: parts.data.left,
    parties: praetorparties,
    cause: parts.cause.left,
    change: praetorchange && { before: parts.before.left, after: parts.after.left },
    decision: praetordecision,
    status: praetorstatus,
    personalDigest: null,
  };
  return { leaf, personal: personal.length > 0 ? Object.fromEntries(personal) : null };
}

function split<Whole extends Fields | null>(fields: Whole, names: readonly string[]): { left: Whole; taken: Fields | null } {
  const taken = names.filter((name) => fields && Object.hasOwn(fields, name) && fields[name] !== null);
  if (!fields || taken.length === 0) return { left: fields, taken: null };
  const entries = Object.entries(fields);
  return {
    left: Object.fromEntries(entries.filter(([name]) => !taken.includes(name))) as Whole,
    taken: Object.fromEntries(entries.filter(([name]) => taken.includes(name))),
  };
}

/** The event that a leaf and its personal part were made of; without that part, what it said is missing. */
export function together(leaf: Leaf, personal: Personal | null): AuditedEvent {
  const { format: _, recordedAt: __, personalDigest: ___, data, parties, cause, change, decision, status, ...attributes } = leaf;
  const whole = (side: 'before' | 'after') => change![side] && { ...change![side], ...personal?.[side] };
  return {
    ...attributes,
    data: { ...data, ...personal?.data },
    praetorparties: parties,
    praetorcause: { ...cause, ...personal?.cause },
    praetorchange: change && { before: whole('before'), after: whole('after') },
    praetordecision: decision,
    praetorstatus: status,
  };
}

/** What the log can be searched by. All of it follows from the leaf, so that no column can say anything else. */
export interface EntryColumns {
  readonly eventId: string;
  readonly time: Date;
  readonly recordedAt: Date;
  readonly type: string;
  readonly source: string;
  /** Null when the subject, which a sender may choose freely, is not `kind/id`. */
  readonly subjectType: string | null;
  readonly subjectId: string;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly status: string;
  readonly requestId: string | null;
  /** Accounts that the leaf names: whoever acted, the subject, the parties, those in the event's data. Sorted. */
  readonly accounts: readonly string[];
}

const accountId = /^acc_[0-9a-hjkmnp-tv-z]{26}$/;

function accountsIn({ subject, cause, data, parties }: Leaf): string[] {
  const named = [cause.actorId, subject.slice(subject.indexOf('/') + 1), ...Object.values(data), ...Object.values(parties ?? {})];
  return [...new Set(named.filter((value): value is string => typeof value === 'string' && accountId.test(value)))].toSorted();
}

export function columnsOf(leaf: Leaf): EntryColumns {
  const { id, time, recordedAt, type, source, subject, cause, status } = leaf;
  const slash = subject.indexOf('/');
  return {
    eventId: id,
    time: new Date(time),
    recordedAt: new Date(recordedAt),
    type,
    source,
    subjectType: slash > 0 ? subject.slice(0, slash) : null,
    subjectId: subject.slice(slash > 0 ? slash + 1 : 0),
    actorKind: cause.actorKind,
    actorId: cause.actorId,
    status,
    requestId: cause.requestId,
    accounts: accountsIn(leaf),
  };
}

/** The content of a leaf that this log wrote. */
export function readLeaf(text: string): Leaf {
  return JSON.parse(text) as Leaf;
}
