import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { consistencyPath, inclusionPath } from './path.ts';
import {
  consistencyProof,
  inclusionProof,
  verifyConsistency,
  verifyInclusion,
  verifySubtreeConsistency,
  verifySubtreeInclusion,
} from './proof.ts';
import type { ConsistencyClaim, InclusionClaim } from './proof.ts';
import { numberedLeaves, referencePath, referenceProof, referenceRoot, referenceSubtreeProof } from './reference-tree.ts';
import { appendLeaves, rangeHash, readerOf } from './tiles.ts';
import { emptyRoot, nodeHash } from './tree.ts';

const most = 1200;
const leaves = numberedLeaves(most);
const read = readerOf(appendLeaves(0, leaves, readerOf([])).tiles);
const rootOf = (size: number): Buffer => rangeHash({ start: 0, end: size }, read);

/** Two whole numbers, 1 <= lesser <= greater. */
const pair = fc
  .tuple(fc.integer({ min: 1, max: most }), fc.integer({ min: 1, max: most }))
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

function inclusionClaim(index: number, size: number): InclusionClaim {
  return {
    leafHash: leaves[index] ?? Buffer.alloc(0),
    index,
    size,
    root: rootOf(size),
    proof: inclusionProof(index, size, read),
  };
}

function consistencyClaim(from: number, to: number): ConsistencyClaim {
  return { from, fromRoot: rootOf(from), to, toRoot: rootOf(to), proof: consistencyProof(from, to, read) };
}

function flip(bytes: Uint8Array, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  const at = (bit >> 3) % copy.length;
  copy.writeUInt8(copy.readUInt8(at) ^ (1 << (bit & 7)), at);
  return copy;
}

/** Numbers have no xor beyond 31 bits; the sizes here have 11. */
const flipNumber = (count: number, bit: number): number => count ^ (1 << (bit % 12));

describe('every proof', () => {
  test('for all pairs of small sizes is RFC 6962’s and verifies', () => {
    for (let to = 1; to <= 40; to++) {
      for (let from = 1; from <= to; from++) {
        const [included, consistent] = [inclusionClaim(from - 1, to), consistencyClaim(from, to)];
        expect(included.proof).toEqual(referencePath(from - 1, leaves.slice(0, to)));
        expect(consistent.proof).toEqual(referenceProof(from, leaves.slice(0, to)));
        expect([verifyInclusion(included), verifyConsistency(consistent)]).toEqual([{ ok: true }, { ok: true }]);
      }
    }
  });

  test('of random size is RFC 6962’s and verifies', () => {
    fc.assert(
      fc.property(pair, ([from, to]) => {
        expect(rootOf(to)).toEqual(referenceRoot(leaves.slice(0, to)));
        expect(inclusionProof(from - 1, to, read)).toEqual(referencePath(from - 1, leaves.slice(0, to)));
        expect(consistencyProof(from, to, read)).toEqual(referenceProof(from, leaves.slice(0, to)));
        expect(verifyInclusion(inclusionClaim(from - 1, to))).toEqual({ ok: true });
        expect(verifyConsistency(consistencyClaim(from, to))).toEqual({ ok: true });
      }),
      { numRuns: 60 },
    );
  });
});

describe('one flipped bit', () => {
  test('in a leaf, root, path or index makes inclusion fail', () => {
    fc.assert(
      fc.property(pair, fc.nat(255), fc.nat(), ([from, size], bit, seed) => {
        const claim = inclusionClaim(from - 1, size);
        const at = seed % Math.max(1, claim.proof.length);
        const bad: InclusionClaim[] = [
          { ...claim, leafHash: flip(claim.leafHash, bit) },
          { ...claim, root: flip(claim.root, bit) },
          { ...claim, index: flipNumber(claim.index, bit) },
          ...(claim.proof.length > 0
            ? [{ ...claim, proof: claim.proof.map((hash, i) => (i === at ? flip(hash, bit) : hash)) }]
            : []),
        ];
        expect(bad.map((each) => verifyInclusion(each).ok)).toEqual(bad.map(() => false));
      }),
    );
  });

  test('in a root, proof or older size makes consistency fail', () => {
    fc.assert(
      fc.property(pair, fc.nat(255), fc.nat(), ([from, to], bit, seed) => {
        const claim = consistencyClaim(from, to);
        const at = seed % Math.max(1, claim.proof.length);
        const bad: ConsistencyClaim[] = [
          { ...claim, fromRoot: flip(claim.fromRoot, bit) },
          { ...claim, toRoot: flip(claim.toRoot, bit) },
          { ...claim, from: flipNumber(from, bit) },
          ...(claim.proof.length > 0
            ? [{ ...claim, proof: claim.proof.map((hash, i) => (i === at ? flip(hash, bit) : hash)) }]
            : []),
        ];
        expect(bad.map((each) => verifyConsistency(each).ok)).toEqual(bad.map(() => false));
      }),
    );
  });

  test('in the newer size fails unless the path has the same shape there: only a checkpoint binds the size', () => {
    fc.assert(
      fc.property(pair, fc.nat(11), ([from, to], bit) => {
        const other = flipNumber(to, bit);
        const [included, consistent] = [inclusionClaim(from - 1, to), consistencyClaim(from, to)];
        expect(verifyInclusion({ ...included, size: other }).ok).toBe(
          other >= from && sides(inclusionPath(from - 1, to), from) === sides(inclusionPath(from - 1, other), from),
        );
        expect(verifyConsistency({ ...consistent, to: other }).ok).toBe(
          other >= from &&
            from !== to &&
            from !== other &&
            sides(consistencyPath(from, to), from) === sides(consistencyPath(from, other), from),
        );
      }),
      { numRuns: 300 },
    );
    expect(verifyInclusion({ ...inclusionClaim(0, 3), size: 4 })).toEqual({ ok: true });
  });
});

test('a truncated or prolonged proof fails', () => {
  fc.assert(
    fc.property(pair, ([from, to]) => {
      const [included, consistent] = [inclusionClaim(from - 1, to), consistencyClaim(from, to)];
      for (const extra of [[leaves[0]!], [included.root], [Buffer.alloc(0)], [Buffer.alloc(31)], [Buffer.alloc(33)]]) {
        expect(verifyInclusion({ ...included, proof: [...included.proof, ...extra] }).ok).toBe(false);
        expect(verifyInclusion({ ...included, proof: [...extra, ...included.proof] }).ok).toBe(false);
        expect(verifyConsistency({ ...consistent, proof: [...consistent.proof, ...extra] }).ok).toBe(false);
        expect(verifyConsistency({ ...consistent, proof: [...extra, ...consistent.proof] }).ok).toBe(false);
      }
      const nothingToCut = included.proof.length === 0;
      expect(verifyInclusion({ ...included, proof: included.proof.slice(1) }).ok).toBe(nothingToCut);
      expect(verifyInclusion({ ...included, proof: included.proof.slice(0, -1) }).ok).toBe(nothingToCut);
      expect(verifyConsistency({ ...consistent, proof: consistent.proof.slice(0, -1) }).ok).toBe(from === to);
    }),
    { numRuns: 40 },
  );
});

/** A sparse array: `every` and `map` would pass over its holes. */
const holes: unknown[] = [];
holes.length = 2;

test('verification answers anything at all with a verdict', () => {
  const anything = fc.oneof(fc.anything(), fc.constantFrom(Buffer.alloc(32), Buffer.alloc(12), Number.NaN, -1, 2 ** 53, 1.5));
  const proof = fc.oneof(fc.array(anything, { maxLength: 4 }), anything, fc.constant(holes));
  fc.assert(
    fc.property(fc.record({ index: anything, size: anything, leafHash: anything, root: anything, proof }), (claim) => {
      expect(verifyInclusion(claim as InclusionClaim).ok).toBeTypeOf('boolean');
    }),
  );
  const consistency = fc.record({ from: anything, to: anything, fromRoot: anything, toRoot: anything, proof });
  fc.assert(
    fc.property(consistency, (claim) => {
      expect(verifyConsistency(claim as ConsistencyClaim).ok).toBeTypeOf('boolean');
    }),
  );
  const [leaf] = leaves;
  const sparse = { index: 0, size: 4, leafHash: leaf, root: leaf, proof: holes } as unknown as InclusionClaim;
  expect(verifyInclusion(sparse)).toEqual({ ok: false, reason: 'A hash is not a SHA-256 hash.' });
});

test('trees of no leaves prove nothing', () => {
  const [leaf] = leaves as [Buffer];
  expect(verifyInclusion({ leafHash: leaf, index: 0, size: 0, root: leaf, proof: [] }).ok).toBe(false);
  expect(verifyConsistency({ from: 0, fromRoot: leaf, to: 0, toRoot: leaf, proof: [] }).ok).toBe(false);
  expect(verifyConsistency({ from: 0, fromRoot: leaf, to: 1, toRoot: leaf, proof: [] }).ok).toBe(false);
});

test('a position outside the tree and texts that are no hashes are refused even where the roots agree', () => {
  const [leaf] = leaves as [Buffer];
  const alone = { leafHash: leaf, index: 0, size: 1, root: leaf, proof: [] };
  expect(verifyInclusion(alone)).toEqual({ ok: true });
  expect(verifyInclusion({ ...alone, index: 1 })).toEqual({ ok: false, reason: 'The leaf index lies outside the tree.' });
  const short = Buffer.from('short');
  expect(verifyInclusion({ ...alone, leafHash: short, root: short }).ok).toBe(false);
  expect(verifyConsistency({ from: 2, fromRoot: short, to: 3, toRoot: nodeHash(short, leaf), proof: [leaf] }).ok).toBe(false);
  expect(verifyInclusion({ ...alone, proof: [leaf] })).toMatchObject({
    reason: 'The inclusion proof is longer than the path to the root.',
  });
});

describe('a subtree', () => {
  const [leaf] = leaves as [Buffer];

  test('of every small tree is consistent with it, its leaves are in it, and none of this holds for another root', () => {
    let seen = 0;
    for (let size = 1; size <= 20; size++) {
      const root = rootOf(size);
      for (const { start, end } of subtreesOf(size)) {
        const within = leaves.slice(start, end);
        const subtreeRoot = referenceRoot(within);
        const claim = { start, end, subtreeRoot, size, root, proof: referenceSubtreeProof(start, end, leaves.slice(0, size)) };
        expect(verifySubtreeConsistency(claim)).toEqual({ ok: true });
        expect(verifySubtreeConsistency({ ...claim, subtreeRoot: flip(subtreeRoot, 9) }).ok).toBe(false);
        expect(verifySubtreeConsistency({ ...claim, root: flip(root, 9) }).ok).toBe(false);
        const included = { leafHash: leaves[end - 1]!, index: end - 1, start, end, root: subtreeRoot };
        expect(verifySubtreeInclusion({ ...included, proof: referencePath(end - 1 - start, within) })).toEqual({ ok: true });
        seen++;
      }
    }
    expect(seen).toBeGreaterThan(500);
  });

  test('has the bounds of one', () => {
    const claim = { subtreeRoot: leaf, size: 8, root: leaf, proof: [] };
    for (const bounds of [
      { start: 3, end: 5 },
      { start: 2, end: 5 },
      { start: 5, end: 4 },
    ]) {
      const reason = 'The older size does not describe a tree with leaves.';
      expect(verifySubtreeConsistency({ ...claim, ...bounds })).toEqual({ ok: false, reason });
    }
  });

  test('without leaves has the empty root and needs no proof', () => {
    const claim = { start: 4, end: 4, subtreeRoot: emptyRoot, size: 8, root: leaf, proof: [] };
    expect(verifySubtreeConsistency(claim)).toEqual({ ok: true });
    expect(verifySubtreeConsistency({ ...claim, subtreeRoot: leaf }).ok).toBe(false);
    expect(verifySubtreeConsistency({ ...claim, proof: [leaf] }).ok).toBe(false);
    expect(verifySubtreeConsistency({ ...claim, start: 9, end: 9 }).ok).toBe(false);
  });
});

/** All [start, end) within `size` whose start is a multiple of the width rounded up to a power of two. */
function subtreesOf(size: number): { start: number; end: number }[] {
  const all = Array.from({ length: size }, (_, start) =>
    Array.from({ length: size - start }, (__, width) => ({ start, end: start + width + 1 })),
  );
  return all.flat().filter(({ start, end }) => start % 2 ** Math.ceil(Math.log2(end - start)) === 0);
}

/** On which side of the older tree's end, or of the leaf, each node of a path lies. */
function sides(path: readonly { start: number }[], boundary: number): string {
  return path.map(({ start }) => (start >= boundary ? 'right' : 'left')).join();
}
