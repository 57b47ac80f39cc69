import { generateKeyPairSync } from 'node:crypto';
import { hours } from '@praetor/kernel/clock';
import { expect, test } from 'vitest';
import { createCursors, cursorKey } from './cursor.ts';

const start = new Date('2026-03-01T12:00:00Z');
const { privateKey } = generateKeyPairSync('ed25519');
const cursorsAt = (now: Date, key = cursorKey('an installation', null)) => createCursors(key, () => now);
const refusal = expect.objectContaining({ extensions: expect.objectContaining({ code: 'FULL_REFRESH_REQUIRED' }) });

test('a cursor is read by every gateway of the installation, and fits a header and an SSE id', () => {
  const cursor = cursorsAt(start).issue('tnt_a', '5-9,7-0');
  expect(cursorsAt(start).read('tnt_a', cursor)).toBe('5-9,7-0');
  expect(cursor).toMatch(/^[\x21-\x7e]+$/);
  const [one, other] = [cursorKey(null, privateKey), cursorKey(null, privateKey)];
  expect(cursorsAt(start, other).read('tnt_a', cursorsAt(start, one).issue('tnt_a', '7'))).toBe('7');
});

test('a cursor of another tenant, installation or time, and any text, is refused', () => {
  const cursor = cursorsAt(start).issue('tnt_a', '41');
  expect(() => cursorsAt(start).read('tnt_b', cursor)).toThrow(refusal);
  expect(() => cursorsAt(start, cursorKey('another', null)).read('tnt_a', cursor)).toThrow(refusal);
  expect(() => cursorsAt(new Date(start.getTime() + hours(1) + 1)).read('tnt_a', cursor)).toThrow(refusal);
  for (const text of ['', '41', cursor.replace('.41.', '.42.'), `${cursor}x`, '1.a.1.é'])
    expect(() => cursorsAt(start).read('tnt_a', text)).toThrow(refusal);
});
