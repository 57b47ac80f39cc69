import type { EntityManager } from '@mikro-orm/postgresql';
import type { Id } from '@praetor/kernel/id';
import { NotFound } from '@praetor/kernel/refusal';
import { PasskeyRow } from './passkey.entity.ts';

export async function passkeyById(em: EntityManager, id: string): Promise<PasskeyRow> {
  const row = await em.findOne(PasskeyRow, { id: id as Id<'credential'> });
  if (!row) throw new NotFound('passkey');
  return row;
}
