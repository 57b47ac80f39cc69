import DataLoader from 'dataloader';
import type { Room } from '@praetor/events/room';
import { isId, type Id } from '@praetor/kernel/id';
import { DisputeRow } from '../db/dispute.entity.ts';
import { EvidenceRow } from '../db/evidence.entity.ts';
import { sees } from '../domain/parties.ts';

/** One request's loaders: many references, one query; null, in order, for what the caller may not know of. */
export function createLoaders({ em, actor, permissions }: Room) {
  const sight = { accountId: actor.id, all: permissions.has('dispute:read') };
  return {
    dispute: new DataLoader<string, DisputeRow | null>(async (ids) => {
      const rows = await em.find(DisputeRow, { id: { $in: ids.filter((id) => isId('dispute', id)) } });
      const seen = new Map<string, DisputeRow>(rows.filter((row) => sees(sight, row)).map((row) => [row.id, row]));
      return ids.map((id) => seen.get(id) ?? null);
    }),
    evidence: new DataLoader<Id<'dispute'>, EvidenceRow[]>(async (ids) => {
      const rows = await em.find(EvidenceRow, { disputeId: { $in: [...ids] } }, { orderBy: { id: 'asc' } });
      const byDispute = Map.groupBy(rows, (row) => row.disputeId);
      return ids.map((id) => byDispute.get(id) ?? []);
    }),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;
