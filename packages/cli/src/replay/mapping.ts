import type { DataOf } from '@praetor/contracts/contract';
import type { MarketplaceContract } from '@praetor/contracts/marketplace';

/** What is sent, in the JSON format of CloudEvents 1.0. */
export interface CloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly data: unknown;
}

/** An event and the line of the file it came from (the first, when it came from several). */
export interface SourcedEvent {
  readonly line: number;
  readonly event: CloudEvent;
}

export interface LineRefusal {
  readonly line: number;
  readonly message: string;
}

/** What became of every record of the file: each is in exactly one class. */
export class Tally {
  lines = 0;
  readonly classes = new Map<string, number>();
  /** Facts that cut across the classes. */
  readonly notes = new Map<string, number>();
  readonly refusals: LineRefusal[] = [];
  /** How many events there will be, once a mapping that must read its whole file first knows it. */
  expected: number | null = null;

  count(name: string, lines = 1): void {
    add(this.classes, name, lines);
  }

  note(name: string, count = 1): void {
    add(this.notes, name, count);
  }

  refuse(line: number, message: string): void {
    this.refusals.push({ line, message });
    this.count('refused: the line is broken');
  }
}

function add(counts: Map<string, number>, name: string, count: number): void {
  if (count > 0) counts.set(name, (counts.get(name) ?? 0) + count);
}

/** An event whose data the type checker holds against its contract. Ids must follow from the file's content alone. */
export function eventOf<Contract extends MarketplaceContract>(
  contract: Contract,
  { id, source, time }: { id: string; source: string; time: Date },
  data: DataOf<Contract>,
): CloudEvent {
  const subject = contract.subjectOf(data);
  return {
    specversion: '1.0',
    id,
    source,
    type: contract.type,
    subject,
    time: time.toISOString(),
    datacontenttype: 'application/json',
    data,
  };
}

/** Midnight UTC of `7/29/2013`, or of `2013-07-29`; null when there is no such day. */
export function parseDay(value: string): Date | null {
  const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(value);
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  const [year, month, day] = us ? [us[3], us[1], us[2]] : iso ? [iso[1], iso[2], iso[3]] : [];
  if (year === undefined || Number(year) < 1000) return null;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day) ? date : null;
}

/** `parseDay` with a time of day: `2010-12-01T08:26:00Z` or `12/1/2010 8:26`, UTC where the file does not say. */
export function parseMoment(value: string): Date | null {
  const match = /^(\S+?)(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?Z?)?$/.exec(value);
  const day = match?.[1] === undefined ? null : parseDay(match[1]);
  const [hour, minute, second] = [match?.[2], match?.[3], match?.[4]].map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
  ];
  if (!day || hour > 23 || minute > 59 || second > 59) return null;
  return new Date(day.getTime() + ((hour * 60 + minute) * 60 + second) * 1000);
}
