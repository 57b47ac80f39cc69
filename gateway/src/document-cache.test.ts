import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { documentCache } from './document-cache.ts';

const document = parse('{ a }');

test('the least recently used operations go when the characters are too many', () => {
  const cache = documentCache(10);
  for (const text of ['aaaa', 'bbbb']) cache.set(text, document);
  expect(cache.get('aaaa')).toBe(document);
  cache.set('cccc', document);
  expect(['aaaa', 'bbbb', 'cccc'].map((text) => cache.get(text) !== undefined)).toEqual([true, false, true]);
  cache.set('cccc', document);
  expect(cache.get('aaaa')).toBe(document);
});

test('one that is too large by itself is not kept', () => {
  const cache = documentCache(10);
  cache.set('a'.repeat(11), document);
  expect(cache.get('a'.repeat(11))).toBeUndefined();
  cache.set('b', document);
  expect(cache.get('b')).toBe(document);
});
