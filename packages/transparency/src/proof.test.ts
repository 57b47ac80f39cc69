import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { consistencyPath, inclusionPath } from './path.ts';
import { consistencyProof, inclusionProof, verifyConsistency, verifyInclusion, verifySubtreeConsistency } from './proof.ts';
import type { ConsistencyClaim, InclusionClaim } from './proof.ts';
import { numberedLeaves, referencePath, referenceProof, referenceRoot } from './reference-tree.ts';
import { appendLeaves, rangeHash, readerOf } from './tiles.ts';
import { emptyRoot } from './tree.ts';

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

test('a subtree’s bounds must be those of a subtree', () => {
  const [leaf] = leaves as [Buffer];
  const claim = { subtreeRoot: leaf, size: 8, root: leaf, proof: [] };
  expect(verifySubtreeConsistency({ ...claim, start: 3, end: 5 })).toMatchObject({ ok: false });
  expect(verifySubtreeConsistency({ ...claim, start: 4, end: 4 })).toMatchObject({ ok: false });
  expect(verifySubtreeConsistency({ ...claim, subtreeRoot: emptyRoot, start: 4, end: 4 })).toMatchObject({ ok: true });
  expect(verifySubtreeConsistency({ ...claim, subtreeRoot: emptyRoot, start: 9, end: 9 })).toMatchObject({ ok: false });
});

/** On which side of the older tree's end, or of the leaf, each node of a path lies. */
function sides(path: readonly { start: number }[], boundary: number): string {
  return path.map(({ start }) => (start >= boundary ? 'right' : 'left')).join();
}
