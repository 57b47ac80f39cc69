/**
 * Inclusion and consistency proofs: made from tiles, verified from nothing but their own words (RFC 9162 §2.1.3, §2.1.4).
 *
 * Verification is written for subtrees [start, end), of which a whole tree is the case start = 0; the procedure is that
 * of the Merkle Tree Certificates draft (draft-ietf-plants-merkle-tree-certs §4), equal to RFC 9162's for start = 0.
 *
 * A proof binds root, leaf and position, but not the tree's size beyond the shape of the path: leaf 0 has paths of one
 * shape in trees of 3 and of 4 leaves. The signed checkpoint binds the size; take it from there.
 */
import { consistencyPath, inclusionPath, isCount, isSubtree } from './path.ts';
import { rangeHash } from './tiles.ts';
import type { TileReader } from './tiles.ts';
import { emptyRoot, isHash, nodeHash, sameBytes } from './tree.ts';
import { rejected } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** That the leaf at `index` of the tree with `size` leaves and this root has this hash. */
export interface InclusionClaim {
  readonly leafHash: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** That the first `from` leaves of the tree with `to` leaves are the tree with `from` leaves. */
export interface ConsistencyClaim {
  readonly from: number;
  readonly fromRoot: Uint8Array;
  readonly to: number;
  readonly toRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** That the leaf at `index` lies in the subtree [start, end) with this root. */
export interface SubtreeInclusionClaim extends Omit<InclusionClaim, 'size'> {
  readonly start: number;
  readonly end: number;
}

/** That the subtree [start, end) of the tree with `size` leaves has the root `subtreeRoot`. */
export interface SubtreeConsistencyClaim {
  readonly start: number;
  readonly end: number;
  readonly subtreeRoot: Uint8Array;
  readonly size: number;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** The audit path of leaf `index` in the tree of `size` leaves (RFC 9162 §2.1.3.1), from the tiles of `tilesForInclusion`. */
export function inclusionProof(index: number, size: number, read: TileReader): Buffer[] {
  return inclusionPath(index, size).map((range) => rangeHash(range, read));
}

/** The proof that a tree grew from `from` to `to` leaves (RFC 9162 §2.1.4.1), from the tiles of `tilesForConsistency`. */
export function consistencyProof(from: number, to: number, read: TileReader): Buffer[] {
  return consistencyPath(from, to).map((range) => rangeHash(range, read));
}

/** RFC 9162 §2.1.3.2. */
export function verifyInclusion({ size, ...claim }: InclusionClaim): Verdict {
  return verifySubtreeInclusion({ ...claim, start: 0, end: size });
}

/** RFC 9162 §2.1.4.2. Every tree grows out of the empty one, so a claim from there says nothing and is refused. */
export function verifyConsistency({ from, fromRoot, to, toRoot, proof }: ConsistencyClaim): Verdict {
  if (from === 0) return rejected('Consistency with an empty tree says nothing.');
  return verifySubtreeConsistency({ start: 0, end: from, subtreeRoot: fromRoot, size: to, root: toRoot, proof });
}

export function verifySubtreeInclusion({ leafHash, index, start, end, root, proof }: SubtreeInclusionClaim): Verdict {
  if (!isSubtree({ start, end })) return rejected('The sizes do not describe a tree with leaves.');
  if (!isCount(index) || index < start || index >= end) return rejected('The leaf index lies outside the tree.');
  if (!isHash(leafHash) || !isHash(root) || !areHashes(proof)) return rejected('A hash is not a SHA-256 hash.');
  let [node, last, hash] = [index - start, end - start - 1, leafHash];
  for (const sibling of proof) {
    if (last === 0) return rejected('The inclusion proof is longer than the path to the root.');
    if (isOdd(node) || node === last) {
      hash = nodeHash(sibling, hash);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  if (last !== 0) return rejected('The inclusion proof is shorter than the path to the root.');
  return sameBytes(hash, root) ? { ok: true } : rejected('The inclusion proof does not lead to the root.');
}

/** The draft's §4.4; unlike a whole tree, an empty subtree may be claimed: its root is the empty one, whatever the tree. */
export function verifySubtreeConsistency(claim: SubtreeConsistencyClaim): Verdict {
  const { start, end, subtreeRoot, size, root, proof } = claim;
  const isEmpty = isCount(start) && start === end;
  if (!isEmpty && !isSubtree({ start, end })) return rejected('The older size does not describe a tree with leaves.');
  if (!isCount(size) || end > size) return rejected('The newer tree is smaller than the older one.');
  if (!areHashes(proof)) return rejected('The consistency proof is not a list of SHA-256 hashes.');
  if (isEmpty) return verifySame(subtreeRoot, emptyRoot, proof);
  if (start === 0 && end === size) return verifySame(subtreeRoot, root, proof);
  if (!isHash(subtreeRoot) || !isHash(root)) return rejected('A root is not a SHA-256 hash.');
  return climb(claim);
}

function verifySame(left: unknown, right: unknown, proof: readonly unknown[]): Verdict {
  if (proof.length > 0) return rejected('Trees of one size need no consistency proof, yet one is given.');
  const same = left instanceof Uint8Array && right instanceof Uint8Array && sameBytes(left, right);
  return same ? { ok: true } : rejected('Two trees of one size have different roots.');
}

/** Rebuilds both roots from the proof, side by side. `first` and `node` span the subtree on the present level of the tree. */
function climb({ start, end, subtreeRoot, size, root, proof }: SubtreeConsistencyClaim): Verdict {
  let [first, node, last] = [start, end - 1, size - 1];
  const up = (): void => void ([first, node, last] = [half(first), half(node), half(last)]);
  const onEdge = node === last;
  while (first !== node && (onEdge || isOdd(node))) up();

  const [seed, ...siblings] = first === node ? [subtreeRoot, ...proof] : proof;
  if (!seed) return rejected('The consistency proof is too short.');
  let [older, newer] = [seed, seed];
  for (const sibling of siblings) {
    if (last === 0) return rejected('The consistency proof is too long.');
    if (isOdd(node) || node === last) {
      if (first < node) older = nodeHash(sibling, older);
      newer = nodeHash(sibling, newer);
      while (!isOdd(node)) up();
    } else {
      newer = nodeHash(newer, sibling);
    }
    up();
  }
  if (last !== 0) return rejected('The consistency proof is too short.');
  if (!sameBytes(older, subtreeRoot)) return rejected('The consistency proof does not lead to the older root.');
  return sameBytes(newer, root) ? { ok: true } : rejected('The consistency proof does not lead to the newer root.');
}

function areHashes(proof: unknown): proof is readonly Uint8Array[] {
  // Array.from sees the holes of a sparse array, which `every` alone would skip.
  return Array.isArray(proof) && Array.from(proof).every(isHash);
}

const isOdd = (count: number): boolean => count % 2 === 1;
const half = (count: number): number => Math.floor(count / 2);
