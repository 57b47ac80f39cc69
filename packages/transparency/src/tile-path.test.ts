import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTilePath, tilePath } from './tile-path.ts';

test('paths read as in the specification', () => {
  expect(tilePath({ level: 0, index: 1234067, width: 256 })).toBe('tile/0/x001/x234/067');
  expect(tilePath({ level: 1, index: 5, width: 17 })).toBe('tile/1/005.p/17');
  expect(tilePath({ level: 0, index: 1000, width: 256 })).toBe('tile/0/x001/000');
});

test('a path leads back to its tile', () => {
  const tile = fc.record({ level: fc.nat(63), index: fc.maxSafeNat(), width: fc.integer({ min: 1, max: 256 }) });
  fc.assert(
    fc.property(tile, (coordinate) => {
      expect(parseTilePath(tilePath(coordinate))).toEqual(coordinate);
    }),
  );
});

test.each([
  'tile/00/000',
  'tile/64/000',
  'tile/0/0',
  'tile/0/x000/001',
  'tile/0/001/002',
  'tile/0/x001',
  'tile/0/000.p/0',
  'tile/0/000.p/256',
  'tile/0/000.p/01',
  'tile/0/000/',
  '/tile/0/000',
  'tile/0/000\n',
  'tile/0/x999/x999/x999/x999/x999/999',
  'tile/entries/000',
])('%j is no tile path', (path) => {
  expect(parseTilePath(path)).toBeUndefined();
});
