import type { AuditEntryRow } from '../db/entry.entity.ts';
import { readLeaf, type Leaf } from '../domain/entry.ts';

const read = new WeakMap<AuditEntryRow, Leaf>();

/** What the leaf of an entry says; parsed once a row. */
export function leafContent(row: AuditEntryRow): Leaf {
  const known = read.get(row) ?? readLeaf(row.leaf);
  read.set(row, known);
  return known;
}
