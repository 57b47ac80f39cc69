import { expect, test } from 'vitest';
import { later, sameKind } from './position.ts';

test('of two numbers the higher, as numbers and not as text', () => {
  expect([later('9', '10'), later('10', '9'), later('7', '7')]).toEqual(['10', '10', '7']);
  expect(later('999999999999999998', '999999999999999999')).toBe('999999999999999999');
});

test('of two vectors the later id of each partition', () => {
  expect(later('5-9,7-0,0-0', '5-10,6-3,1-0')).toBe('5-10,7-0,1-0');
});

test('positions of different transports, or of one spread anew, do not compare', () => {
  expect([sameKind('41', '7'), sameKind('41', '5-9'), sameKind('5-9', '5-9,7-0')]).toEqual([true, false, false]);
});
