import { hash } from 'node:crypto';

/** Bytes in every hash of the tree (SHA-256). */
export const hashSize = 32;

/** The root of the tree without leaves: the hash of nothing (RFC 6962 §2.1). */
export const emptyRoot: Buffer = sha256(Buffer.alloc(0));

const leafPrefix = Buffer.of(0x00);
const nodePrefix = Buffer.of(0x01);

/** The hash of one entry: SHA-256(0x00 || entry) (RFC 6962 §2.1). */
export function leafHash(entry: Uint8Array): Buffer {
  return sha256(Buffer.concat([leafPrefix, entry]));
}

/** The hash of an inner node: SHA-256(0x01 || left || right) (RFC 6962 §2.1). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return sha256(Buffer.concat([nodePrefix, left, right]));
}

/** The root over 2^k hashes lying side by side in one buffer. */
export function perfectRoot(hashes: Uint8Array): Buffer {
  let row = Buffer.from(hashes);
  while (row.length > hashSize) {
    const above = Buffer.allocUnsafe(row.length / 2);
    for (let at = 0; at < above.length; at += hashSize) sha256Pair(row, at * 2).copy(above, at);
    row = above;
  }
  return row;
}

/** Whether a value has the form of a hash; says nothing of what it hashes. */
export function isHash(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && value.length === hashSize;
}

export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0;
}

function sha256Pair(row: Buffer, at: number): Buffer {
  return nodeHash(row.subarray(at, at + hashSize), row.subarray(at + hashSize, at + 2 * hashSize));
}

function sha256(bytes: Uint8Array): Buffer {
  return hash('sha256', bytes, 'buffer');
}
