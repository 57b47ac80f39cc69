import type { EntityManager } from '@mikro-orm/postgresql';
import type { Id } from '@praetor/kernel/id';
import { NotFound } from '@praetor/kernel/refusal';
import { NoteRow } from './note.entity.ts';

export async function noteById(em: EntityManager, id: string): Promise<NoteRow> {
  const row = await em.findOne(NoteRow, { id: id as Id<'note'> });
  if (!row) throw new NotFound('note');
  return row;
}
