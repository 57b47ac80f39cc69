import { expect, test } from 'vitest';
import { emptyRoot, leafHash, nodeHash, perfectRoot } from './tree.ts';

test('an empty tree, an empty leaf and a node hash as RFC 6962 prescribes', () => {
  expect(emptyRoot.toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(leafHash(Buffer.alloc(0)).toString('hex')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
  const leaves = [leafHash(Buffer.alloc(0)), leafHash(Buffer.of(0))] as const;
  expect(nodeHash(...leaves).toString('hex')).toBe('fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125');
});

test('a node never hashes like a leaf with the same bytes', () => {
  const [left, right] = [leafHash(Buffer.of(1)), leafHash(Buffer.of(2))];
  expect(leafHash(Buffer.concat([left, right]))).not.toEqual(nodeHash(left, right));
});

test('a perfect root folds pairs, leaves its input alone, and of one hash is that hash', () => {
  const hashes = [0, 1, 2, 3].map((byte) => leafHash(Buffer.of(byte)));
  const [a, b, c, d] = hashes as [Buffer, Buffer, Buffer, Buffer];
  const packed = Buffer.concat(hashes);
  expect(perfectRoot(packed)).toEqual(nodeHash(nodeHash(a, b), nodeHash(c, d)));
  expect(packed).toEqual(Buffer.concat(hashes));
  expect(perfectRoot(a)).toEqual(a);
});
