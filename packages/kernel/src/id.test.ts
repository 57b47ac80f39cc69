import fc from 'fast-check';
import { TypeID } from 'typeid-js';
import { expect, test } from 'vitest';
import { idOf, isId, newId, uuidOf } from './id.ts';

test('ids and UUIDs turn into each other as the reference library turns them', () => {
  fc.assert(
    fc.property(fc.uuid(), (uuid) => {
      const id = idOf('account', uuid);
      expect(id).toBe(TypeID.fromUUID('acc', uuid).toString());
      expect(uuidOf(id)).toBe(uuid);
    }),
  );
});

test('the first and the last UUID', () => {
  expect(idOf('event', '00000000-0000-0000-0000-000000000000')).toBe('evt_00000000000000000000000000');
  expect(idOf('event', 'ffffffff-ffff-ffff-ffff-ffffffffffff')).toBe('evt_7zzzzzzzzzzzzzzzzzzzzzzzzz');
});

test('a new id is one of its kind, with a UUIDv7 under it', () => {
  const id = newId('dispute');
  expect(isId('dispute', id)).toBe(true);
  expect(isId('account', id)).toBe(false);
  expect(uuidOf(id)[14]).toBe('7');
});

test('the same texts are ids as for the reference library', () => {
  const near = fc.tuple(
    fc.constantFrom('acc_', 'acc', 'ACC_', '_'),
    fc.string({ unit: fc.constantFrom(...'07aizluv8Z_é'), minLength: 25, maxLength: 27 }),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        near.map((parts) => parts.join('')),
        fc.string(),
        fc.uuid().map((uuid) => idOf('account', uuid)),
      ),
      (text) => {
        expect(isId('account', text)).toBe(accepts(text));
      },
    ),
  );
});

test('what is no id has no UUID', () => {
  for (const text of ['acc_', 'acc_8zzzzzzzzzzzzzzzzzzzzzzzzz', 'acc_0000000000000000000000000u', 'x']) {
    expect(() => uuidOf(text as never)).toThrow();
  }
  expect(() => idOf('account', 'x')).toThrow();
});

function accepts(text: string): boolean {
  try {
    return TypeID.fromString(text).getType() === 'acc';
  } catch {
    return false;
  }
}
