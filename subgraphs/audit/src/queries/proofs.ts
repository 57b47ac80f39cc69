import type { Room } from '@praetor/events/room';
import { InvalidInput } from '@praetor/kernel/refusal';
import { createBundle } from '@praetor/transparency/bundle';
import { parseCheckpoint } from '@praetor/transparency/checkpoint';
import { consistencyProof, inclusionProof } from '@praetor/transparency/proof';
import { readerOf, rootFromTiles, tilesForAppend, tilesForConsistency, tilesForInclusion } from '@praetor/transparency/tiles';
import { CheckpointRow } from '../db/checkpoint.entity.ts';
import { AuditEntryRow } from '../db/entry.entity.ts';
import { tilesAt } from '../db/log.store.ts';
import { logSize } from './log-head.ts';

type Reading = Pick<Room, 'em' | 'actor'>;
type Coordinates = ReturnType<typeof tilesForAppend>;

/** That an entry is in the tree of the log's first `treeSize` entries. */
export interface Inclusion {
  readonly index: number;
  readonly treeSize: number;
  readonly leafHash: Uint8Array;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** That the log of `from` entries is the beginning of the log of `to` entries. */
export interface Consistency {
  readonly from: number;
  readonly to: number;
  readonly fromRoot: Uint8Array;
  readonly toRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Of the tree as it is now, unless a smaller one is meant. */
export async function inclusionOf(room: Reading, index: number, size?: number | null): Promise<Inclusion> {
  const treeSize = await within(room, 'treeSize', size);
  const entry = await room.em.findOne(AuditEntryRow, { tenantId: room.actor.tenantId, index });
  if (!entry || index >= treeSize) throw invalid('index', `Give the index of an entry: 0 to ${treeSize - 1}.`);
  const read = await readTiles(room, [...tilesForInclusion(index, treeSize), ...tilesForAppend(treeSize)]);
  const proof = inclusionProof(index, treeSize, read);
  return { index, treeSize, leafHash: entry.leafHash, root: rootFromTiles(treeSize, read), proof };
}

/** Up to the tree as it is now, unless a smaller one is meant. */
export async function consistencyOf(room: Reading, from: number, newer?: number | null): Promise<Consistency> {
  const to = await within(room, 'to', newer);
  if (from < 1 || from > to) throw invalid('from', `Give a size of the log: 1 to ${to}.`);
  const read = await readTiles(room, [...tilesForConsistency(from, to), ...tilesForAppend(from), ...tilesForAppend(to)]);
  const proof = consistencyProof(from, to, read);
  return { from, to, fromRoot: rootFromTiles(from, read), toRoot: rootFromTiles(to, read), proof };
}

/**
 * All that an outsider needs to check one entry without us, as JSON text for `praetor audit verify`.
 * @param since size of an earlier checkpoint: the bundle then shows that the log only grew since.
 */
export async function bundleOf(room: Reading, checkpoint: CheckpointRow, index: number, since?: number | null): Promise<string> {
  const { size: treeSize, note } = checkpoint;
  const entry = await room.em.findOne(AuditEntryRow, { tenantId: room.actor.tenantId, index });
  if (!entry || index >= treeSize) throw invalid('index', `Give the index of an entry: 0 to ${treeSize - 1}.`);
  const older = since == null ? null : await olderCheckpoint(room, treeSize, since);
  const steps = older ? tilesForConsistency(older.size, treeSize) : [];
  const read = await readTiles(room, [...tilesForInclusion(index, treeSize), ...steps]);
  const bundle = createBundle({
    origin: rootOf(checkpoint).origin,
    entry: entry.leaf,
    leafIndex: index,
    treeSize,
    inclusionProof: inclusionProof(index, treeSize, read),
    checkpoint: note,
    ...(older && { consistency: { checkpoint: older.note, proof: consistencyProof(older.size, treeSize, read) } }),
  });
  return JSON.stringify(bundle, null, 2);
}

async function olderCheckpoint({ em, actor }: Reading, size: number, since: number): Promise<CheckpointRow> {
  const older = await em.findOne(CheckpointRow, { tenantId: actor.tenantId, size: since });
  if (!older || since > size) throw invalid('since', 'Give the size of a checkpoint that was signed.');
  return older;
}

/** What a checkpoint of ours says. It was verified when the next one was signed; whoever gets it verifies it anyway. */
export function rootOf({ note, size }: CheckpointRow): { readonly origin: string; readonly root: Uint8Array } {
  const said = parseCheckpoint(note.slice(0, note.indexOf('\n\n') + 1));
  if (!said.ok) throw new Error(`Checkpoint ${size}: ${said.reason}`);
  return said;
}

async function within(room: Reading, name: string, size: number | null | undefined): Promise<number> {
  const present = await logSize(room);
  if (size != null && (size < 1 || size > present)) throw invalid(name, `The log has ${present} entries.`);
  return size ?? present;
}

async function readTiles({ em, actor }: Reading, coordinates: Coordinates) {
  return readerOf(await tilesAt(em, actor.tenantId, coordinates));
}

const invalid = (name: string, message: string): InvalidInput => new InvalidInput([{ path: [name], message }]);
