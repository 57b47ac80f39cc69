/**
 * The tree exactly as RFC 6962 §2.1 writes it down: recursive, slow, and sharing nothing with the tiles but the two hash
 * functions. Tests hold the fast code against it.
 */
import { emptyRoot, leafHash, nodeHash } from './tree.ts';

/** Leaf hashes 0 … count - 1, all different. */
export function numberedLeaves(count: number, from = 0): Buffer[] {
  return Array.from({ length: count }, (_, at) => leafHash(Buffer.from(`entry ${from + at}`)));
}

/** MTH(D[n]) over leaf hashes. */
export function referenceRoot(leaves: readonly Buffer[]): Buffer {
  const [first] = leaves;
  if (!first) return emptyRoot;
  if (leaves.length === 1) return first;
  const k = split(leaves.length);
  return nodeHash(referenceRoot(leaves.slice(0, k)), referenceRoot(leaves.slice(k)));
}

/** PATH(m, D[n]). */
export function referencePath(m: number, leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length <= 1) return [];
  const k = split(leaves.length);
  return m < k
    ? [...referencePath(m, leaves.slice(0, k)), referenceRoot(leaves.slice(k))]
    : [...referencePath(m - k, leaves.slice(k)), referenceRoot(leaves.slice(0, k))];
}

/** PROOF(m, D[n]). */
export function referenceProof(m: number, leaves: readonly Buffer[]): Buffer[] {
  return referenceSubtreeProof(0, m, leaves);
}

/** SUBTREE_PROOF(start, end, D[n]) of the Merkle Tree Certificates draft §4.4; for start = 0 it is PROOF(end, D[n]). */
export function referenceSubtreeProof(start: number, end: number, leaves: readonly Buffer[], known = true): Buffer[] {
  if (start === 0 && end === leaves.length) return known ? [] : [referenceRoot(leaves)];
  const k = split(leaves.length);
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  if (end <= k) return [...referenceSubtreeProof(start, end, left, known), referenceRoot(right)];
  if (start >= k) return [...referenceSubtreeProof(start - k, end - k, right, known), referenceRoot(left)];
  return [...referenceSubtreeProof(0, end - k, right, false), referenceRoot(left)];
}

function split(n: number): number {
  return 2 ** (Math.ceil(Math.log2(n)) - 1);
}
