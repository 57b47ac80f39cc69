import type { Id } from '@praetor/kernel/id';
import { inTenant } from '@praetor/postgres/tenancy';
import { openCheckpoint, signCheckpoint as sign } from '@praetor/transparency/checkpoint';
import { parseVerifierKey, type NoteSigner } from '@praetor/transparency/note-key';
import { consistencyProof, verifyConsistency } from '@praetor/transparency/proof';
import { readerOf, rootFromTiles, tilesForAppend, tilesForConsistency } from '@praetor/transparency/tiles';
import { sameBytes } from '@praetor/transparency/tree';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { CheckpointRow } from '../db/checkpoint.entity.ts';
import { LogRow } from '../db/log.entity.ts';
import { lastCheckpoint, lockLog, tilesAt } from '../db/log.store.ts';
import { signerOf } from './signing-key.ts';

/** What signing needs beside the log. */
export interface Notary {
  readonly orm: MikroORM;
  /** The deployment's secret, under which the keys are stored. */
  readonly secret: string;
  readonly now: Date;
}

/**
 * The signed checkpoint of the log as it is now, signed anew only when the log grew; null when it has no entry yet.
 * Throws, and signs nothing, when the log did not grow out of what was signed before.
 */
export function signCheckpoint({ orm, secret, now }: Notary, tenantId: Id<'tenant'>): Promise<CheckpointRow | null> {
  return inTenant(orm, tenantId, async (tx) => {
    const unmoved = await lastCheckpoint(tx, tenantId);
    if (unmoved && unmoved.size === (await tx.findOne(LogRow, { tenantId }))?.size) return unmoved;
    const log = await lockLog(tx, tenantId);
    if (!log || log.size === 0) return null;
    const last = await lastCheckpoint(tx, tenantId);
    if (last?.size === log.size) return last;
    const signer = await signerOf(tx, log, secret, now);
    await mustStand(tx, log, last, signer);
    const note = sign(log, [signer]);
    const row = tx.create(CheckpointRow, { tenantId, size: log.size, note, signedAt: now });
    await tx.flush();
    return row;
  });
}

/** Believes neither tiles nor stored checkpoints: the tiles must lead to the root, and from the last signed root to it. */
async function mustStand(tx: EntityManager, log: LogRow, last: CheckpointRow | null, signer: NoteSigner): Promise<void> {
  const { tenantId, origin, size, root } = log;
  const needed = [...tilesForAppend(size), ...(last ? tilesForConsistency(last.size, size) : [])];
  const read = readerOf(await tilesAt(tx, tenantId, needed));
  if (!sameBytes(rootFromTiles(size, read), root)) throw new Error(`The tiles of the log ${origin} do not lead to its root.`);
  if (!last) return;
  const signed = openCheckpoint(last.note, origin, [parseVerifierKey(signer.verifierKey)]);
  if (!signed.ok) throw new Error(`The last checkpoint of the log ${origin}: ${signed.reason}`);
  const proof = consistencyProof(signed.size, size, read);
  const growth = verifyConsistency({ from: signed.size, fromRoot: signed.root, to: size, toRoot: root, proof });
  if (!growth.ok) throw new Error(`The log ${origin} did not grow out of its last checkpoint. ${growth.reason}`);
}
