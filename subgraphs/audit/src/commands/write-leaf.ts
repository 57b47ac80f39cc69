import { createHash } from 'node:crypto';
import { catalog } from '@praetor/contracts/catalog';
import type { Envelope } from '@praetor/contracts/envelope';
import { keyOf } from '@praetor/events/event-key';
import { canonicalBytes, canonicalText } from '@praetor/transparency/canonical';
import { leafHash } from '@praetor/transparency/tree';
import { apart, columnsOf, type EntryColumns, type Personal } from '../domain/entry.ts';

/** An entry ready to be appended, but for its place. */
export interface NewEntry extends EntryColumns {
  /** UUID: the event's key. */
  readonly key: string;
  readonly leaf: string;
  readonly leafHash: Buffer;
  readonly personal: Personal | null;
  readonly salt: Buffer | null;
}

/** Writes the leaf of one event. `salt` keeps the personal part from being guessed out of its digest once it is erased. */
export function writeLeaf(event: Envelope, recordedAt: Date, salt: Buffer): NewEntry {
  const { leaf: content, personal } = apart(event, personalFieldsOf(event), recordedAt.toISOString());
  const leaf = canonicalText(personal ? { ...content, personalDigest: personalDigest(salt, personal) } : content);
  return {
    ...columnsOf(content),
    key: keyOf(event),
    leaf,
    leafHash: leafHash(Buffer.from(leaf, 'utf8')),
    personal,
    salt: personal && salt,
  };
}

/** SHA-256(salt || canonical personal part), hex. */
export function personalDigest(salt: Uint8Array, personal: Personal): string {
  return createHash('sha256').update(salt).update(canonicalBytes(personal)).digest('hex');
}

/** Of an event whose contract is newer than this process, all data may be personal. */
function personalFieldsOf({ type, data }: Envelope): readonly string[] {
  return catalog.get(type)?.personal ?? Object.keys(data);
}
