import { keyOf } from '@praetor/events/event-key';
import { uuidOf, type Id } from '@praetor/kernel/id';
import { forTenant } from '@praetor/postgres/tenancy';
import { openCheckpoint } from '@praetor/transparency/checkpoint';
import { parseCanonical } from '@praetor/transparency/canonical';
import { MalformedKey, parseVerifierKey, type NoteVerifier } from '@praetor/transparency/note-key';
import { appendLeaves, readerOf, tilesForAppend, type Appended, type Tile } from '@praetor/transparency/tiles';
import { emptyRoot, leafHash, sameBytes } from '@praetor/transparency/tree';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { CheckpointRow } from '../db/checkpoint.entity.ts';
import { AuditEntryRow } from '../db/entry.entity.ts';
import { LogRow } from '../db/log.entity.ts';
import { tilesAt } from '../db/log.store.ts';
import { SigningKeyRow } from '../db/signing-key.entity.ts';
import { columnsOf, type Leaf } from '../domain/entry.ts';
import { personalDigest } from './write-leaf.ts';

/** What recomputing a whole log established, or the first thing that is wrong. */
export type LogVerdict =
  | { readonly ok: true; readonly size: number; readonly root: Uint8Array; readonly checkpoints: number }
  | { readonly ok: false; readonly reason: string };

/** Something in the database is not what the log said. */
class Tampered extends Error {}

const pageSize = 1_000;

/**
 * Recomputes a tenant's whole log from its stored leaves and holds everything else against it: columns, leaf hashes,
 * personal parts that are still there, tiles, the head, and every signed checkpoint. Reads page by page, in bounded memory;
 * entries that are appended meanwhile do not matter. Give the verifier key as you know it from elsewhere: whoever can
 * change the database can change the key in it, too.
 */
export async function verifyLog(orm: MikroORM, tenantId: Id<'tenant'>, verifierKey?: string): Promise<LogVerdict> {
  const em = forTenant(orm, tenantId);
  try {
    return await recompute(em, tenantId, verifierKey);
  } catch (error) {
    if (error instanceof Tampered || error instanceof MalformedKey) return { ok: false, reason: error.message };
    throw error;
  }
}

async function recompute(em: EntityManager, tenantId: Id<'tenant'>, known?: string): Promise<LogVerdict> {
  const log = await em.findOne(LogRow, { tenantId }, { disableIdentityMap: true });
  const size = log?.size ?? 0;
  const key = known ?? (await em.findOne(SigningKeyRow, { tenantId }))?.verifierKey;
  const checkpoints = await em.find(CheckpointRow, { tenantId }, { orderBy: { size: 'asc' }, disableIdentityMap: true });
  let tree: Appended = { size: 0, root: emptyRoot, tiles: [] };
  for (const checkpoint of checkpoints.filter((one) => one.size <= size)) {
    tree = await grow(em, tenantId, tree, checkpoint.size);
    check(
      log && key && stands(checkpoint, log.origin, parseVerifierKey(key), tree),
      `Checkpoint ${checkpoint.size} does not stand.`,
    );
  }
  tree = await grow(em, tenantId, tree, size);
  check(sameBytes(tree.root, log?.root ?? emptyRoot), 'The head has another root than its entries.');
  // The head was read first: what was signed since is larger than it, and what is larger without an entry was cut off.
  const beyond = checkpoints.find((one) => one.size > size);
  if (beyond) await pageOf(em, tenantId, beyond.size - 1, beyond.size);
  return { ok: true, size, root: tree.root, checkpoints: checkpoints.length };
}

function stands({ note, size }: CheckpointRow, origin: string, verifier: NoteVerifier, tree: Appended): boolean {
  const opened = openCheckpoint(note, origin, [verifier]);
  return opened.ok && opened.size === size && sameBytes(opened.root, tree.root);
}

/** The tree of `to` leaves out of a smaller one. Of its tiles only the right edge is kept. */
async function grow(em: EntityManager, tenantId: Id<'tenant'>, from: Appended, to: number): Promise<Appended> {
  let tree = from;
  while (tree.size < to) {
    const rows = await pageOf(em, tenantId, tree.size, Math.min(to, tree.size + pageSize));
    const grown = appendLeaves(tree.size, rows.map(hashOf), readerOf(tree.tiles));
    await compareTiles(em, tenantId, grown.tiles);
    tree = { ...grown, tiles: edgeOf(grown, tree) };
  }
  return tree;
}

async function pageOf(em: EntityManager, tenantId: Id<'tenant'>, from: number, to: number): Promise<AuditEntryRow[]> {
  const rows = await em.find(
    AuditEntryRow,
    { tenantId, index: { $gte: from, $lt: to } },
    { orderBy: { index: 'asc' }, disableIdentityMap: true },
  );
  for (let at = from; at < to; at += 1) check(rows[at - from]?.index === at, `Entry ${at} is missing.`);
  return rows;
}

/** The hash of an entry, recomputed; every column must say what the leaf says. */
function hashOf(row: AuditEntryRow): Buffer {
  const parsed = parseCanonical(row.leaf);
  check(parsed, `The leaf of entry ${row.index} is not canonical JSON.`);
  const leaf = parsed.value as Leaf;
  const columns = { ...columnsOf(leaf), id: keyOf(leaf) };
  for (const [name, value] of Object.entries(columns)) {
    const stored = name === 'id' ? uuidOf(row.id) : row[name as keyof AuditEntryRow];
    check(same(stored, value), `Column ${name} of entry ${row.index} says something else than its leaf.`);
  }
  check(leaf.tenantid === row.tenantId, `Entry ${row.index} is of another tenant.`);
  const digest = row.personal && row.salt && personalDigest(row.salt, row.personal);
  check(!row.personal || digest === leaf.personalDigest, `The personal part of entry ${row.index} is not the one recorded.`);
  const hash = leafHash(Buffer.from(row.leaf, 'utf8'));
  check(sameBytes(hash, row.leafHash), `The hash of entry ${row.index} is not that of its leaf.`);
  return hash;
}

function same(stored: unknown, told: unknown): boolean {
  if (Array.isArray(stored) && Array.isArray(told)) return JSON.stringify(stored) === JSON.stringify(told);
  return stored instanceof Date && told instanceof Date ? stored.getTime() === told.getTime() : stored === told;
}

/** Stored tiles may be wider than these, never different. */
async function compareTiles(em: EntityManager, tenantId: Id<'tenant'>, tiles: readonly Tile[]): Promise<void> {
  const stored = await tilesAt(em, tenantId, tiles);
  const byName = new Map(stored.map((tile) => [`${tile.level}/${tile.index}`, tile.hashes]));
  for (const { level, index, hashes } of tiles) {
    const found = byName.get(`${level}/${index}`)?.subarray(0, hashes.length);
    check(found && sameBytes(found, hashes), `Tile ${level}/${index} is not that of its entries.`);
  }
}

function edgeOf(grown: Appended, before: Appended): Tile[] {
  const named = new Map([...before.tiles, ...grown.tiles].map((tile) => [`${tile.level}/${tile.index}`, tile]));
  return tilesForAppend(grown.size).map(({ level, index }) => named.get(`${level}/${index}`)!);
}

function check(holds: unknown, otherwise: string): asserts holds {
  if (!holds) throw new Tampered(otherwise);
}
