import { expect, test } from 'vitest';
import { assertRemovable, OperationHashTaken, OperationInUse, registration } from './registered-operation.ts';

const now = new Date('2026-03-08T00:00:00Z');

test('what ran within seven days stays, unless forced', () => {
  const aWeekAgo = new Date('2026-03-01T00:00:00Z');
  const less = new Date('2026-03-01T00:00:00.001Z');
  expect(() => assertRemovable(null, now, false)).not.toThrow();
  expect(() => assertRemovable(aWeekAgo, now, false)).not.toThrow();
  expect(() => assertRemovable(less, now, false)).toThrow(OperationInUse);
  expect(() => assertRemovable(less, now, true)).not.toThrow();
});

test('registering adds what is new, restores what was removed, and leaves the rest', () => {
  const known = [
    { hash: 'a', body: 'A', removedAt: null },
    { hash: 'b', body: 'B', removedAt: now },
  ];
  const given = ['a', 'b', 'c'].map((hash) => ({ hash, body: hash.toUpperCase() }));
  expect(registration(known, given)).toEqual({ added: [given[2]], restored: [known[1]] });
});

test('a hash means one text for good, after removal too', () => {
  const known = [{ hash: 'b', body: 'B', removedAt: now }];
  expect(() => registration(known, [{ hash: 'b', body: 'other' }])).toThrow(OperationHashTaken);
});
