import { expect, test } from 'vitest';
import { createBoxKeys, openBox, sealTo } from './sealed-box.ts';

test('a box opens for its key and label alone, and not when a byte of it is changed', () => {
  const [mine, theirs] = [createBoxKeys(), createBoxKeys()];
  const sealed = sealTo(mine.publicKey, Buffer.from('for one'), 'label');
  expect(openBox(mine.privateKey, sealed, 'label').toString()).toBe('for one');
  expect(sealTo(mine.publicKey, Buffer.from('for one'), 'label'), 'no two are alike').not.toBe(sealed);
  expect(() => openBox(theirs.privateKey, sealed, 'label')).toThrow();
  expect(() => openBox(mine.privateKey, sealed, 'other')).toThrow();
  const bytes = Buffer.from(sealed, 'base64url');
  for (const at of [20, 50, bytes.length - 1]) {
    const changed = Buffer.from(bytes);
    changed[at]! ^= 1;
    expect(() => openBox(mine.privateKey, changed.toString('base64url'), 'label')).toThrow();
  }
});
