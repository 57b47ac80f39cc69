/**
 * Which nodes make up a root or a proof. Index arithmetic only, no hashes: so a caller can learn what to read before
 * reading it. Positions are plain numbers up to 2^53 - 1, never 32-bit operands.
 */

/** The leaves [start, end) under one node of the tree. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The audit path of a leaf, from the leaf's sibling up: PATH(index, D[size]) of RFC 6962 §2.1.1. */
export function inclusionPath(index: number, size: number): Range[] {
  if (!isCount(size) || !isCount(index) || index >= size)
    throw new RangeError(`Leaf ${index} is not in a tree of ${size} leaves.`);
  const path: Range[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitPoint(end - start);
    const goLeft = index < middle;
    path.push(goLeft ? { start: middle, end } : { start, end: middle });
    [start, end] = goLeft ? [start, middle] : [middle, end];
  }
  return path.reverse();
}

/** The nodes that lead from one tree to a later one: PROOF(from, D[to]) of RFC 6962 §2.1.2. */
export function consistencyPath(from: number, to: number): Range[] {
  if (!isCount(from) || !isCount(to) || from < 1 || from > to) {
    throw new RangeError(`There is no consistency proof from ${from} to ${to} leaves: it needs 1 <= from <= to.`);
  }
  const path: Range[] = [];
  let [start, end] = [0, to];
  while (end !== from) {
    const middle = start + splitPoint(end - start);
    const goLeft = from <= middle;
    path.push(goLeft ? { start: middle, end } : { start, end: middle });
    [start, end] = goLeft ? [start, middle] : [middle, end];
  }
  // The node where the descent ends is the whole older tree when it starts at 0; whoever verifies has that root already.
  if (start > 0) path.push({ start, end });
  return path.reverse();
}

/** The perfect subtrees, left to right and shrinking, whose right-to-left fold is the hash of the range. */
export function perfectParts({ start, end }: Range): Range[] {
  const parts: Range[] = [];
  for (let at = start; at < end;) {
    const next = at + largestPowerUpTo(end - at);
    parts.push({ start: at, end: next });
    at = next;
  }
  return parts;
}

/** A number of leaves or a position: a whole number that JavaScript represents exactly. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Whether [start, end) can be a node of some tree: `start` is a multiple of the width, rounded up to a power of two. */
export function isSubtree({ start, end }: Range): boolean {
  if (!isCount(start) || !isCount(end) || start >= end) return false;
  const width = end - start;
  return start % (width === 1 ? 1 : 2 * splitPoint(width)) === 0;
}

/** The largest power of two smaller than `size` (RFC 6962 §2.1's k). */
function splitPoint(size: number): number {
  return largestPowerUpTo(size - 1);
}

function largestPowerUpTo(count: number): number {
  let power = 1;
  while (power * 2 <= count) power *= 2;
  return power;
}
