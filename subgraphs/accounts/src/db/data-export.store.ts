import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import type { Id } from '@praetor/kernel/id';
import { NotFound } from '@praetor/kernel/refusal';
import { DataExportPartRow, DataExportRow } from './data-export.entity.ts';

/** The account's own copy that can still be fetched, locked. Another's is absent. */
export async function lockExport(
  tx: EntityManager,
  id: Id<'dataExport'>,
  accountId: Id<'account'>,
  now: Date,
): Promise<DataExportRow> {
  const found = await tx.findOne(
    DataExportRow,
    { id, accountId, expiresAt: { $gt: now } },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  if (!found) throw new NotFound('data export');
  return found;
}

export async function exportById(em: EntityManager, id: string): Promise<DataExportRow> {
  const row = await em.findOne(DataExportRow, { id: id as Id<'dataExport'> });
  if (!row) throw new NotFound('data export');
  return row;
}

/** Destroys an account's copies, and with their key what is left of them anywhere. */
export async function deleteExports(tx: EntityManager, accountId: Id<'account'>): Promise<void> {
  await tx.nativeDelete(DataExportPartRow, { accountId });
  await tx.nativeDelete(DataExportRow, { accountId });
}
