import DataLoader from 'dataloader';
import type { Room } from '@praetor/events/room';
import { idOf, isId, uuidOf, type Id } from '@praetor/kernel/id';
import type { CheckpointRow } from '../db/checkpoint.entity.ts';
import { AuditEntryRow } from '../db/entry.entity.ts';
import { SigningKeyRow } from '../db/signing-key.entity.ts';

/**
 * One request's loaders: many references, one query; null, in order, for what the caller may not know of.
 * @param checkpoint signs the head when it moved; asked at most once a request.
 */
export function createLoaders({ em, actor, permissions }: Room, checkpoint: () => Promise<CheckpointRow | null>) {
  let signed: Promise<CheckpointRow | null> | null = null;
  return {
    entry: new DataLoader<string, AuditEntryRow | null>(async (ids) => {
      const wanted = ids.map(entryId);
      const known = wanted.filter((id) => id !== null);
      const rows = permissions.has('audit:read') && known.length ? await em.find(AuditEntryRow, { id: { $in: known } }) : [];
      const byId = new Map(rows.map((row) => [row.id, row]));
      return wanted.map((id) => (id && byId.get(id)) ?? null);
    }),
    checkpoint: () => (signed ??= checkpoint()),
    verifierKey: async () => (await em.findOneOrFail(SigningKeyRow, { tenantId: actor.tenantId })).verifierKey,
  };
}

/** An entry's own id, or that of the event it is of. */
function entryId(id: string): Id<'auditEntry'> | null {
  if (isId('event', id)) return idOf('auditEntry', uuidOf(id));
  return isId('auditEntry', id) ? id : null;
}

export type Loaders = ReturnType<typeof createLoaders>;
