import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalisedEmail } from './email.ts';
import { assertStrong, normalisedPassword, WeakPassword } from './password.ts';

const email = 'ada.lovelace@example.com';

describe('a password is refused when it is', () => {
  test.each([
    ['too short', 'eleven char'],
    ['too long', 'ab c'.repeat(65)],
    ['the e-mail address', 'ADA.Lovelace@Example.com'],
    ['the name in it', 'ada.lovelace'],
    ['common', 'Password1234'],
    ['common with signs between', 'qwerty-123456!'],
    ['a few characters over and over', 'abcabcabcabcabc'],
    ['a run of digits', '123456789012'],
    ['a run along the keyboard', 'qwertyuiopasdf'],
  ])('%s', (_, password) => {
    expect(() => assertStrong(password, email)).toThrow(WeakPassword);
  });
});

test.each(['a quiet walk at dawn', 'kräftiges Öl im März', '       spaces count too', '🐳🦜🐘🦔🐝🦥🐙🦩🐢🦚🐇🦋'])(
  '%s is strong',
  (password) => {
    expect(() => assertStrong(password, email)).not.toThrow();
  },
);

test('nothing is composed: random characters of any kind pass by length alone', () => {
  const password = fc.string({ unit: 'grapheme', minLength: 12, maxLength: 100 });
  fc.assert(
    fc.property(password, (text) => {
      fc.pre(new Set(text.toLowerCase()).size > 8 && [...text].length <= 256 && [...text].length >= 12);
      expect(() => assertStrong(text, email)).not.toThrow();
    }),
  );
});

test('forms of one text are one text', () => {
  expect(normalisedPassword('Zoe\u0308')).toBe(normalisedPassword('Zo\u00eb'));
  expect(normalisedEmail('  Zoe\u0308@Example.COM ')).toBe('zo\u00eb@example.com');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => normalisedEmail(normalisedEmail(text)) === normalisedEmail(text)),
  );
});
