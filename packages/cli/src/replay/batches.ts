import { ingestLimits } from '@praetor/contracts/cloudevents-http';
import type { SourcedEvent } from './mapping.ts';

/** What goes out in one request: the body, and for each event its line and id. */
export interface Batch {
  readonly body: string;
  readonly items: readonly { line: number; id: string }[];
  /** What the events are about: batches that share none may overtake each other. */
  readonly subjects: ReadonlySet<string>;
}

/** Packs groups of events, in order, up to `size` events and the bytes a request may have. */
export async function* batchesOf(groups: AsyncIterable<SourcedEvent[]>, size: number): AsyncGenerator<Batch> {
  let parts: { json: string; sourced: SourcedEvent }[] = [];
  let bytes = 2;
  for await (const group of groups) {
    for (const sourced of group) {
      const json = JSON.stringify(sourced.event);
      const length = Buffer.byteLength(json) + 1;
      if (parts.length > 0 && (parts.length === size || bytes + length > ingestLimits.bodyBytes)) {
        yield batchOf(parts);
        parts = [];
        bytes = 2;
      }
      parts.push({ json, sourced });
      bytes += length;
    }
  }
  if (parts.length > 0) yield batchOf(parts);
}

function batchOf(parts: { json: string; sourced: SourcedEvent }[]): Batch {
  return {
    body: `[${parts.map(({ json }) => json).join(',')}]`,
    items: parts.map(({ sourced }) => ({ line: sourced.line, id: sourced.event.id })),
    subjects: new Set(parts.map(({ sourced }) => sourced.event.subject)),
  };
}
