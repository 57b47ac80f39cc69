import type { EntityManager } from '@mikro-orm/postgresql';
import type { Id } from '@praetor/kernel/id';
import { NotFound } from '@praetor/kernel/refusal';
import { EvidenceRow } from './evidence.entity.ts';

export async function evidenceById(em: EntityManager, id: string): Promise<EvidenceRow> {
  const row = await em.findOne(EvidenceRow, { id: id as Id<'evidence'> });
  if (!row) throw new NotFound('evidence');
  return row;
}
