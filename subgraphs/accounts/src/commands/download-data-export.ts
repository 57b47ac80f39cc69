import { dataExported } from '@praetor/contracts/exports';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { parseId, type Id } from '@praetor/kernel/id';
import { idempotencyKey, parse } from '@praetor/kernel/input';
import { openParts } from '@praetor/subgraph/export';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { DataExportPartRow, type DataExportRow } from '../db/data-export.entity.ts';
import { exportById, lockExport } from '../db/data-export.store.ts';
import { holders } from '../domain/closing.ts';
import { ExportNotReady } from '../domain/data-export.ts';
import { accountOf } from './actor.ts';
import type { Desk } from './desk.ts';

const Input = z.object({ exportId: z.string(), idempotencyKey });

export const downloadDataExportRefusals = [ExportNotReady] as const;

/** A repeated request with the same idempotency key answers without the document. */
export interface DownloadedExport {
  readonly id: Id<'dataExport'>;
  readonly dataExport: DataExportRow;
  readonly document: unknown;
}

/** The owner fetches the copy. Each time is in the audit log. */
export async function downloadDataExport(
  room: Room,
  { exportSeal }: Pick<Desk, 'exportSeal'>,
  raw: z.input<typeof Input>,
): Promise<DownloadedExport> {
  const input = parse(Input, raw);
  const id = parseId('dataExport', input.exportId, 'exportId');
  const accountId = accountOf(room.actor);
  const target = { type: 'account', id: accountId };
  const reload = async (em: EntityManager, found: string): Promise<DownloadedExport> => ({
    id,
    dataExport: await exportById(em, found),
    document: null,
  });
  return perform(room, { action: 'downloadDataExport', target, input, reload }, async (tx) => {
    const row = await lockExport(tx.em, id, accountId, tx.now);
    if (row.status !== 'ready') throw new ExportNotReady();
    const held = await heldOf(tx.em, row, exportSeal.open(row.sealedKey, id));
    row.downloads += 1;
    await tx.em.flush();
    await tx.announce(dataExported, { subject: target, data: { accountId, exportId: id } });
    const about = { format: 'praetor-data-export/v1', account: accountId, requestedAt: row.requestedAt };
    return { id, dataExport: row, document: { ...about, ...held } };
  });
}

async function heldOf(em: EntityManager, { id }: DataExportRow, privateKey: string): Promise<Record<string, unknown>> {
  const parts = await em.find(DataExportPartRow, { exportId: id }, { orderBy: { part: 'asc' } });
  return Object.fromEntries(
    holders.map((subgraph) => {
      const own = parts.filter((part) => part.subgraph === subgraph).map(({ sealed }) => sealed);
      return [subgraph, openParts(privateKey, id, subgraph, own)];
    }),
  );
}
