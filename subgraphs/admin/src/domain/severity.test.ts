import { expect, test } from 'vitest';
import { graver, severityOf } from './severity.ts';

test('the graver of two is the same in either order', () => {
  expect([graver('low', 'critical'), graver('critical', 'low'), graver('medium', 'medium')]).toEqual([
    'critical',
    'critical',
    'medium',
  ]);
});

test('offences grow graver with their number, each from its own start', () => {
  const of = (offence: 'chargeback' | 'couponAbuse') => [1, 2, 3, 4, 5, 100].map((count) => severityOf(offence, count));
  expect(of('chargeback')).toEqual(['low', 'medium', 'high', 'high', 'critical', 'critical']);
  expect(of('couponAbuse')).toEqual(['medium', 'medium', 'medium', 'medium', 'high', 'high']);
});
