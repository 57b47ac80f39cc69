import { expect, test } from 'vitest';
import { isLowered } from './trust-tier.ts';

test('trust is lowered downwards only, and a newcomer who becomes a risk loses some', () => {
  expect([isLowered('trusted', 'standard'), isLowered('new', 'low'), isLowered('preferred', 'low')]).toEqual([true, true, true]);
  expect([isLowered('standard', 'trusted'), isLowered('low', 'new'), isLowered('low', 'low')]).toEqual([false, false, false]);
});
