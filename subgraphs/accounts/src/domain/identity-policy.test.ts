import { days, hours, minutes } from '@praetor/kernel/clock';
import { expect, test } from 'vitest';
import { countsUntil, policyBounds, sessionExpiry, usualPolicy } from './identity-policy.ts';

const at = new Date('2026-01-01T00:00:00Z');
const later = (milliseconds: number) => new Date(at.getTime() + milliseconds);

test('a session ends by its age and, when it is not refreshed, before that; staff’s sooner', () => {
  const session = { createdAt: at, refreshedAt: at, expiresAt: sessionExpiry(at, usualPolicy, false) };
  expect(countsUntil(session, usualPolicy, false)).toEqual(later(days(14)));
  expect(countsUntil({ ...session, refreshedAt: later(days(13)) }, usualPolicy, false)).toEqual(later(days(27)));
  expect(countsUntil({ ...session, refreshedAt: later(days(20)) }, usualPolicy, false)).toEqual(later(days(30)));
  expect(countsUntil(session, usualPolicy, true), 'opened before the role was given').toEqual(later(hours(1)));
  expect(countsUntil({ ...session, refreshedAt: later(minutes(1430)) }, usualPolicy, true)).toEqual(later(hours(24)));
});

test('what holds without a decision could be decided', () => {
  for (const [name, [least, most]] of Object.entries(policyBounds)) {
    const usual = usualPolicy[name as keyof typeof policyBounds];
    expect(usual, name).toBeGreaterThanOrEqual(least);
    expect(usual, name).toBeLessThanOrEqual(most);
  }
});
