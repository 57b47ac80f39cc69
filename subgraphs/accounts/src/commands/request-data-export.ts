import { exportRequested } from '@praetor/contracts/exports';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { newId } from '@praetor/kernel/id';
import { idempotencyKey, parse } from '@praetor/kernel/input';
import { createBoxKeys } from '@praetor/subgraph/sealed-box';
import { z } from 'zod';
import { lockAccountRow } from '../db/account.store.ts';
import { DataExportRow } from '../db/data-export.entity.ts';
import { deleteExports, exportById } from '../db/data-export.store.ts';
import { ExportNotYet, exportExpiry, nextExport } from '../domain/data-export.ts';
import { accountOf } from './actor.ts';
import type { Desk } from './desk.ts';

const Input = z.object({ idempotencyKey });

export const requestDataExportRefusals = [ExportNotYet] as const;

/** The owner asks for a copy of what is held of them: every subgraph is asked, a mail tells when all answered. */
export async function requestDataExport(
  room: Room,
  { exportSeal }: Pick<Desk, 'exportSeal'>,
  raw: z.input<typeof Input>,
): Promise<DataExportRow> {
  const input = parse(Input, raw);
  const accountId = accountOf(room.actor);
  const target = { type: 'account', id: accountId };
  return perform(room, { action: 'requestDataExport', target, input, reload: exportById }, async (tx) => {
    const { tenantId } = await lockAccountRow(tx.em, accountId);
    const last = await tx.em.findOne(DataExportRow, { accountId });
    if (last && nextExport(last.requestedAt) > tx.now) throw new ExportNotYet(nextExport(last.requestedAt));
    await deleteExports(tx.em, accountId);
    tx.em.clear();
    const id = newId('dataExport');
    const { publicKey, privateKey } = createBoxKeys();
    const row = tx.em.create(DataExportRow, {
      id,
      tenantId,
      accountId,
      status: 'collecting',
      sealedKey: exportSeal.close(privateKey, id),
      requestedAt: tx.now,
      readyAt: null,
      expiresAt: exportExpiry(tx.now),
      downloads: 0,
    });
    await tx.em.flush();
    await tx.announce(exportRequested, { subject: target, data: { accountId, exportId: id, publicKey } });
    return row;
  });
}
