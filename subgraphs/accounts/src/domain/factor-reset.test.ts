import { SecondPersonNeeded } from '@praetor/kernel/four-eyes';
import { expect, test } from 'vitest';
import { beginning, decide, due, FactorResetClosed, factorResetStates, stop, type FactorReset } from './factor-reset.ts';

const now = new Date('2026-01-01T00:00:00Z');
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const reset = (isStaff: boolean, more: Partial<FactorReset> = {}): FactorReset => ({
  ...beginning(isStaff, now),
  requestedById: 'acc_support',
  accountId: 'acc_owner',
  ...more,
});
const ordinary = { isStaff: false, isClosed: false };

test('of a buyer it happens after a day, and not before', () => {
  expect(due(reset(false), ordinary, later(23.9))).toBeNull();
  expect(due(reset(false), ordinary, later(24))).toBe('done');
});

test('nobody’s happens by itself who is staff, was closed, or became staff meanwhile', () => {
  expect(due(reset(true), { ...ordinary, isStaff: true }, later(24))).toBeNull();
  expect(due(reset(true), { ...ordinary, isStaff: true }, later(7 * 24))).toBe('expired');
  expect(due(reset(true), ordinary, later(7 * 24)), 'no longer staff').toBe('expired');
  expect(due(reset(false), { ...ordinary, isStaff: true }, later(24))).toBe('expired');
  expect(due(reset(false), { ...ordinary, isClosed: true }, later(24))).toBe('expired');
});

test('staff’s takes a second person, in time', () => {
  expect(decide(reset(true), 'acc_admin', 'done', now)).toBe('done');
  expect(decide(reset(true), 'acc_admin', 'rejected', now)).toBe('rejected');
  for (const by of ['acc_support', 'acc_owner']) expect(() => decide(reset(true), by, 'done', now)).toThrow(SecondPersonNeeded);
  expect(() => decide(reset(true), 'acc_admin', 'done', later(7 * 24))).toThrow(FactorResetClosed);
  expect(() => decide(reset(false), 'acc_admin', 'done', now), 'nobody shortens the wait').toThrow(FactorResetClosed);
});

test('an objection counts until it is done, and what is over stays over', () => {
  expect(stop(reset(false), 'objected')).toBe('objected');
  for (const state of factorResetStates.slice(2)) {
    expect(() => stop(reset(false, { state }), 'objected')).toThrow(FactorResetClosed);
    expect(due(reset(false, { state }), ordinary, later(99))).toBeNull();
  }
});
