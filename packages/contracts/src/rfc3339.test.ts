import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDateTime } from './rfc3339.ts';

test.each([
  ['1985-04-12T23:20:50.52Z', '1985-04-12T23:20:50.520Z'],
  ['1996-12-19T16:39:57-08:00', '1996-12-20T00:39:57.000Z'],
  ['1990-12-31T23:59:60Z', '1991-01-01T00:00:00.000Z'],
  ['1990-12-31T15:59:60-08:00', '1991-01-01T00:00:00.000Z'],
  ['1937-01-01T12:00:27.87+00:20', '1937-01-01T11:40:27.870Z'],
  ['2000-02-29t00:00:00.123456789z', '2000-02-29T00:00:00.123Z'],
])('%s is %s', (value, expected) => {
  expect(parseDateTime(value)?.toISOString()).toBe(expected);
});

test.each([
  '2026-02-29T00:00:00Z',
  '1900-02-29T00:00:00Z',
  '2026-04-31T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-01-01T24:00:00Z',
  '2026-01-01T12:00:60Z',
  '2026-01-01T00:00:00',
  '2026-01-01 00:00:00Z',
  '2026-01-01T00:00:00+24:00',
  '2026-01-01',
  '0000-06-01T00:00:00Z',
  '9999-12-31T23:59:59-01:00',
])('%s is not a date-time', (value) => {
  expect(parseDateTime(value)).toBeNull();
});

test('every instant survives the round trip', () => {
  const instant = fc.date({ min: new Date('0001-01-02T00:00:00Z'), max: new Date('9999-12-30T00:00:00Z'), noInvalidDate: true });
  fc.assert(
    fc.property(instant, (date) => {
      expect(parseDateTime(date.toISOString())).toEqual(date);
    }),
  );
});
