import { InvalidInput } from '@praetor/kernel/refusal';
import { expect, test } from 'vitest';
import { overlapEnd } from './rotation.ts';

const now = new Date('2026-03-01T00:00:00Z');

test('the secret before counts for a day unless told otherwise', () => {
  expect(overlapEnd(null, now)).toEqual(new Date('2026-03-02T00:00:00Z'));
  expect(overlapEnd(now, now)).toEqual(now);
  expect(overlapEnd(new Date('2026-03-31T00:00:00Z'), now)).toEqual(new Date('2026-03-31T00:00:00Z'));
});

test('it counts neither in the past nor for good', () => {
  expect(() => overlapEnd(new Date('2026-02-28T23:59:59Z'), now)).toThrow(InvalidInput);
  expect(() => overlapEnd(new Date('2026-03-31T00:00:01Z'), now)).toThrow(InvalidInput);
});
