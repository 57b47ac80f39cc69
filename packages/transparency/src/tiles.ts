/**
 * The tree as C2SP tlog-tiles stores it (c2sp.org/tlog-tiles): rows of 256 hashes. Level 0 holds leaf hashes, every level
 * above holds the roots of the full tiles below. Only right edges ever change, and only by growing: a store may
 * keep the widest version of each tile and cut off what an older tree did not have.
 */
import { consistencyPath, inclusionPath, isCount, perfectParts } from './path.ts';
import type { Range } from './path.ts';
import { emptyRoot, hashSize, isHash, nodeHash, perfectRoot } from './tree.ts';

/** Hashes in a full tile: tile height 8. */
export const tileWidth = 256;

/** Names a tile, and how many hashes it holds in the tree in question: 256, or fewer on the right edge. */
export interface TileCoordinate {
  readonly level: number;
  readonly index: number;
  readonly width: number;
}

export interface Tile extends TileCoordinate {
  /** `width` hashes side by side. */
  readonly hashes: Buffer;
}

/** Gives a tile's hashes: at least the width asked for by the `tilesFor…` function that named it. */
export type TileReader = (level: number, index: number) => Uint8Array;

/** A tree after an append, and the tiles that must be stored for it, replacing narrower ones of the same level and index. */
export interface Appended {
  readonly size: number;
  readonly root: Buffer;
  readonly tiles: readonly Tile[];
}

/** The right edge: all that is read to append to a tree of `size` leaves, or to compute its root. At most one tile a level. */
export function tilesForAppend(size: number): TileCoordinate[] {
  return tilesOf([wholeTree(size)], size);
}

/** All tiles read by `inclusionProof(index, size)`. */
export function tilesForInclusion(index: number, size: number): TileCoordinate[] {
  return tilesOf(inclusionPath(index, size), size);
}

/** All tiles read by `consistencyProof(from, to)`. */
export function tilesForConsistency(from: number, to: number): TileCoordinate[] {
  return tilesOf(consistencyPath(from, to), to);
}

/** A reader over tiles already at hand, such as the rows of one query. It throws on a tile that is not among them. */
export function readerOf(tiles: Iterable<{ level: number; index: number; hashes: Uint8Array }>): TileReader {
  const held = new Map<string, Uint8Array>();
  for (const tile of tiles) held.set(nameOf(tile.level, tile.index), tile.hashes);
  return (level, index) => {
    const hashes = held.get(nameOf(level, index));
    if (!hashes) throw new Error(`Tile ${nameOf(level, index)} was not read.`);
    return hashes;
  };
}

/**
 * Appends a batch of leaf hashes to a tree of `size` leaves: N leaves write about N/256 tiles and one for each level.
 * It trusts the tiles it reads. Compare {@link rootFromTiles} with the last signed checkpoint before signing what comes
 * of them, or a damaged tile becomes a signed fork.
 */
export function appendLeaves(size: number, leafHashes: readonly Uint8Array[], read: TileReader): Appended {
  if (!leafHashes.every(isHash)) throw new RangeError(`A leaf hash has ${hashSize} bytes.`);
  const written: Tile[] = [];
  let incoming = Buffer.concat(leafHashes);
  for (let level = 0; incoming.length > 0; level++) {
    const tiles = growLevel(level, hashesAt(level, size), incoming, read);
    written.push(...tiles);
    incoming = Buffer.concat(tiles.filter((tile) => tile.width === tileWidth).map((tile) => perfectRoot(tile.hashes)));
  }
  const grown = size + leafHashes.length;
  const inBatch = new Map(written.map((tile) => [nameOf(tile.level, tile.index), tile.hashes]));
  const root = rootFromTiles(grown, (level, index) => inBatch.get(nameOf(level, index)) ?? read(level, index));
  return { size: grown, root, tiles: written };
}

/** The root of a tree of `size` leaves, from the tiles {@link tilesForAppend} names. */
export function rootFromTiles(size: number, read: TileReader): Buffer {
  return size === 0 ? emptyRoot : rangeHash(wholeTree(size), read);
}

/** The Merkle Tree Hash of one node: RFC 6962's MTH(D[start:end]). */
export function rangeHash(range: Range, read: TileReader): Buffer {
  return perfectParts(range)
    .map((part) => partHash(part, read))
    .reduceRight((right, left) => nodeHash(left, right));
}

function growLevel(level: number, present: number, incoming: Buffer, read: TileReader): Tile[] {
  const first = Math.floor(present / tileWidth);
  const width = present % tileWidth;
  const hashes = width === 0 ? incoming : Buffer.concat([hashesOf(level, first, width, read), incoming]);
  const tiles: Tile[] = [];
  for (let at = 0, index = first; at < hashes.length; at += tileWidth * hashSize, index++) {
    const slice = hashes.subarray(at, at + tileWidth * hashSize);
    tiles.push({ level, index, width: slice.length / hashSize, hashes: slice });
  }
  return tiles;
}

function partHash(part: Range, read: TileReader): Buffer {
  const { level, index, offset, count } = placeOf(part);
  return perfectRoot(hashesOf(level, index, offset + count, read).subarray(offset * hashSize));
}

function hashesOf(level: number, index: number, width: number, read: TileReader): Uint8Array {
  const hashes = read(level, index);
  if (hashes.length < width * hashSize) {
    throw new Error(`Tile ${nameOf(level, index)} holds ${hashes.length / hashSize} hashes where ${width} are needed.`);
  }
  return hashes.subarray(0, width * hashSize);
}

/** Where a perfect subtree lies: consecutive hashes of one tile, at the highest level that has it. */
function placeOf({ start, end }: Range): { level: number; index: number; offset: number; count: number } {
  let [level, leavesPerHash] = [0, 1];
  while (leavesPerHash * tileWidth <= end - start) [level, leavesPerHash] = [level + 1, leavesPerHash * tileWidth];
  const position = start / leavesPerHash;
  return { level, index: Math.floor(position / tileWidth), offset: position % tileWidth, count: (end - start) / leavesPerHash };
}

function tilesOf(ranges: readonly Range[], size: number): TileCoordinate[] {
  const tiles = new Map<string, TileCoordinate>();
  for (const { level, index } of ranges.flatMap(perfectParts).map(placeOf)) {
    const width = Math.min(tileWidth, hashesAt(level, size) - index * tileWidth);
    tiles.set(nameOf(level, index), { level, index, width });
  }
  return [...tiles.values()];
}

/** How many hashes a level has in a tree of `size` leaves; below the right edge's last tile all are full. */
function hashesAt(level: number, size: number): number {
  return Math.floor(size / tileWidth ** level);
}

function wholeTree(size: number): Range {
  if (!isCount(size)) throw new RangeError('The size of a tree is a whole number of leaves.');
  return { start: 0, end: size };
}

function nameOf(level: number, index: number): string {
  return `${level}/${index}`;
}
