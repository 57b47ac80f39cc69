import { after, days } from '@praetor/kernel/clock';
import { describe, expect, test } from 'vitest';
import { cancel, ClosingNotCancellable, closingStatuses, due, erasureTime, holders, missing } from './closing.ts';

const now = new Date('2026-01-15T12:00:00Z');
const later = erasureTime(now);

describe('a closing', () => {
  test('is taken back within its grace, not at its end, and in no other state', () => {
    expect(cancel({ status: 'grace', erasureAt: later }, after(later, -1))).toBe('cancelled');
    expect(() => cancel({ status: 'grace', erasureAt: later }, later)).toThrow(ClosingNotCancellable);
    for (const status of closingStatuses.filter((one) => one !== 'grace'))
      expect(() => cancel({ status, erasureAt: later }, now), status).toThrow(ClosingNotCancellable);
  });

  test('waits for its time and for what holds it, and goes on when that is released', () => {
    expect(due({ status: 'grace', erasureAt: later }, false, after(later, -1))).toBeNull();
    expect(due({ status: 'grace', erasureAt: later }, false, later)).toBe('erasing');
    expect(due({ status: 'grace', erasureAt: later }, true, later)).toBe('held');
    expect(due({ status: 'held', erasureAt: later }, true, after(later, days(90)))).toBeNull();
    expect(due({ status: 'held', erasureAt: later }, false, after(later, days(90)))).toBe('erasing');
    for (const status of ['erasing', 'erased', 'cancelled'] as const)
      expect(due({ status, erasureAt: now }, false, later), status).toBeNull();
  });

  test('is over when all answered', () => {
    expect(missing([])).toEqual(holders);
    expect(missing(holders.slice(1))).toEqual([holders[0]]);
    expect(missing([...holders])).toEqual([]);
  });
});
