import type { AuditEntryRow } from '../db/entry.entity.ts';
import { readLeaf, type Leaf, type Personal } from '../domain/entry.ts';

const read = new WeakMap<AuditEntryRow, Leaf>();

/** Why, in the actor's words: personal, and so beside the leaf. */
export const reasonOf = ({ personal }: AuditEntryRow): string | null => {
  const reason = (personal as Personal | null | undefined)?.cause?.reason;
  return typeof reason === 'string' ? reason : null;
};

/** What the leaf of an entry says; parsed once a row. */
export function leafContent(row: AuditEntryRow): Leaf {
  const known = read.get(row) ?? readLeaf(row.leaf);
  read.set(row, known);
  return known;
}
