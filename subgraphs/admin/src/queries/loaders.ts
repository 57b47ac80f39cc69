import DataLoader from 'dataloader';
import type { Room } from '@praetor/events/room';
import { isId, type Id } from '@praetor/kernel/id';
import { FlagRow } from '../db/flag.entity.ts';
import { NoteRow } from '../db/note.entity.ts';
import { sees } from '../domain/reporter.ts';

/** One request's loaders: many references, one query; null, in order, for what the caller may not know of. */
export function createLoaders({ em, actor, permissions }: Room) {
  const sight = { reporterId: actor.id, all: permissions.has('flag:read') };
  return {
    flag: new DataLoader<string, FlagRow | null>(async (ids) => {
      const rows = await em.find(FlagRow, { id: { $in: ids.filter((id) => isId('flag', id)) } });
      const seen = new Map<string, FlagRow>(rows.filter((row) => sees(sight, row)).map((row) => [row.id, row]));
      return ids.map((id) => seen.get(id) ?? null);
    }),
    notes: new DataLoader<Id<'flag'>, NoteRow[]>(async (ids) => {
      const rows = await em.find(NoteRow, { flagId: { $in: [...ids] } }, { orderBy: { id: 'asc' } });
      const byFlag = Map.groupBy(rows, (row) => row.flagId);
      return ids.map((id) => byFlag.get(id) ?? []);
    }),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;
