import fc from 'fast-check';
import { expect, test } from 'vitest';
import { consistencyProof, inclusionProof } from './proof.ts';
import { numberedLeaves, referenceRoot } from './reference-tree.ts';
import {
  appendLeaves,
  readerOf,
  rootFromTiles,
  tilesForAppend,
  tilesForConsistency,
  tilesForInclusion,
  tileWidth,
} from './tiles.ts';
import type { Appended, Tile, TileCoordinate, TileReader } from './tiles.ts';
import { hashSize } from './tree.ts';

/** A store that keeps the widest version of each tile, as a table keyed by level and index does. */
class Store {
  readonly tiles = new Map<string, Tile>();
  size = 0;

  append(leaves: readonly Buffer[]): Appended {
    const appended = appendLeaves(this.size, leaves, this.only(tilesForAppend(this.size)));
    for (const tile of appended.tiles) this.tiles.set(`${tile.level}/${tile.index}`, tile);
    this.size = appended.size;
    return appended;
  }

  /** The one query: a reader of exactly these tiles, each cut to the width that was asked for. */
  only(wanted: readonly TileCoordinate[]): TileReader {
    const rows = wanted.map(({ level, index, width }) => {
      const tile = this.tiles.get(`${level}/${index}`);
      if (!tile || tile.width < width) throw new Error(`The store has no tile ${level}/${index} of width ${width}.`);
      return { level, index, hashes: tile.hashes.subarray(0, width * hashSize) };
    });
    return readerOf(rows);
  }
}

function storeOf(size: number): Store {
  const store = new Store();
  store.append(numberedLeaves(size));
  return store;
}

const batches = fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 8 });

test('any split into batches gives the root RFC 6962 defines', () => {
  fc.assert(
    fc.property(batches, (sizes) => {
      const store = new Store();
      for (const count of sizes) {
        const { root, size } = store.append(numberedLeaves(count, store.size));
        expect(root).toEqual(referenceRoot(numberedLeaves(size)));
        expect(rootFromTiles(size, store.only(tilesForAppend(size)))).toEqual(root);
      }
    }),
    { numRuns: 25 },
  );
});

test('appending one by one gives the root RFC 6962 defines at every size around two full tiles', () => {
  const store = new Store();
  const leaves = numberedLeaves(515);
  for (const [at, leaf] of leaves.entries()) {
    const { root } = store.append([leaf]);
    expect(root).toEqual(referenceRoot(leaves.slice(0, at + 1)));
  }
});

test('the tiles of a tree do not depend on how it grew, and each hash is the MTH the specification names', () => {
  fc.assert(
    fc.property(batches, (sizes) => {
      const store = new Store();
      for (const count of sizes) store.append(numberedLeaves(count, store.size));
      expect(store.tiles).toEqual(storeOf(store.size).tiles);
    }),
    { numRuns: 10 },
  );
  const leaves = numberedLeaves(1500);
  for (const { level, index, hashes } of storeOf(1500).tiles.values()) {
    for (let i = 0; i < hashes.length / hashSize; i++) {
      const [start, end] = [(index * 256 + i) * 256 ** level, (index * 256 + i + 1) * 256 ** level];
      expect(hashes.subarray(i * hashSize, (i + 1) * hashSize)).toEqual(referenceRoot(leaves.slice(start, end)));
    }
  }
});

test('a tree of 70,000 and one of 256 leaves have the tiles of the specification’s examples', () => {
  expect(tilesForAppend(70_000)).toEqual([
    { level: 2, index: 0, width: 1 },
    { level: 1, index: 1, width: 17 },
    { level: 0, index: 273, width: 112 },
  ]);
  expect(tilesForAppend(256)).toEqual([{ level: 1, index: 0, width: 1 }]);
  const { tiles } = appendLeaves(0, numberedLeaves(70_000), readerOf([]));
  const full = (level: number): number => tiles.filter((tile) => tile.level === level && tile.width === tileWidth).length;
  expect([full(0), full(1), full(2), tiles.length]).toEqual([273, 1, 0, 277]);
});

test('an append writes N/256 tiles and at most two more for each level', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 1, max: 1500 }), (size, count) => {
      const { tiles } = storeOf(size).append(numberedLeaves(count, size));
      expect(tiles.length).toBeLessThanOrEqual(count / 256 + count / 65_536 + 2 * 2);
    }),
    { numRuns: 15 },
  );
});

test('an empty batch writes nothing and leaves the root', () => {
  const store = storeOf(300);
  expect(store.append([])).toEqual({ size: 300, root: referenceRoot(numberedLeaves(300)), tiles: [] });
});

test('the tiles a proof needs are known beforehand, none is missing and none is superfluous', () => {
  const store = storeOf(2500);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2500 }), fc.nat(), (size, seed) => {
      const [index, from] = [seed % size, (seed % size) + 1];
      const wanted: { tiles: TileCoordinate[]; make: (read: TileReader) => Buffer[] }[] = [
        { tiles: tilesForInclusion(index, size), make: (read) => inclusionProof(index, size, read) },
        { tiles: tilesForConsistency(from, size), make: (read) => consistencyProof(from, size, read) },
      ];
      for (const { tiles, make } of wanted) {
        const read = store.only(tiles);
        const touched = new Set<string>();
        make((level, index) => {
          touched.add(`${level}/${index}`);
          return read(level, index);
        });
        expect([...touched].toSorted()).toEqual(tiles.map(({ level, index }) => `${level}/${index}`).toSorted());
      }
    }),
    { numRuns: 60 },
  );
});

test('sizes beyond 32 bits are planned without overflow', () => {
  const size = 2 ** 40 + 3;
  expect(tilesForAppend(size)).toEqual([
    { level: 5, index: 0, width: 1 },
    { level: 0, index: 2 ** 32, width: 3 },
  ]);
  expect(tilesForInclusion(2 ** 40, size).at(-1)).toEqual({ level: 5, index: 0, width: 1 });
});

test('a tile that is too short, missing or made of no hashes is an error, not a wrong root', () => {
  const narrow = readerOf([{ level: 0, index: 0, hashes: Buffer.concat(numberedLeaves(4)) }]);
  expect(() => rootFromTiles(5, narrow)).toThrow('Tile 0/0 holds 4 hashes where 5 are needed.');
  expect(() => rootFromTiles(300, narrow)).toThrow('Tile 1/0 was not read.');
  expect(() => appendLeaves(0, [Buffer.alloc(31)], narrow)).toThrow(RangeError);
  expect(() => tilesForAppend(-1)).toThrow(RangeError);
  expect(() => tilesForInclusion(5, 5)).toThrow(RangeError);
  expect(() => tilesForConsistency(0, 5)).toThrow(RangeError);
  expect(() => tilesForConsistency(6, 5)).toThrow(RangeError);
});
