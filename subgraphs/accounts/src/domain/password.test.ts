import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalisedEmail } from './email.ts';
import { assertAcceptable, contextWords, formsOf, normalisedPassword, WeakPassword } from './password.ts';

const context = { email: 'ada.lovelace@example.com', displayName: 'Ada Lovelace', service: ['Praetor', 'Flea market'], least: 8 };

describe('a password is refused when it is', () => {
  test.each([
    ['too short', 'seven c'],
    ['too short in what people call characters', '🐳🦜🐘🦔🐝🦥🐙'],
    ['too long', 'ab c'.repeat(65)],
    ['the e-mail address', 'ADA.Lovelace@Example.com'],
    ['the name in it', 'ada.lovelace'],
    ['the name and a year', 'Lovelace1815'],
    ['our name and signs', 'Praetor!!!!'],
    ['the marketplace’s name', 'flea-market-26'],
  ])('%s', (_, password) => {
    expect(() => assertAcceptable(password, context)).toThrow(WeakPassword);
  });
});

test('nothing is composed: random characters of any kind pass by length alone', () => {
  const password = fc.string({ unit: 'grapheme', minLength: 8, maxLength: 100 });
  fc.assert(
    fc.property(password, (text) => {
      const length = [...normalisedPassword(text)].length;
      fc.pre(length >= 8 && length <= 256 && contextWords(context).every((word) => !text.toLowerCase().includes(word)));
      expect(() => assertAcceptable(text, context)).not.toThrow();
    }),
  );
});

test('a leaked password is known with signs and digits around it', () => {
  expect(formsOf('Sun-Shine99!')).toEqual(expect.arrayContaining(['sun-shine99!', 'sunshine99', 'sun-shine', 'sunshine']));
});

test('forms of one text are one text', () => {
  expect(normalisedPassword('Zoe\u0308')).toBe(normalisedPassword('Zo\u00eb'));
  expect(normalisedEmail('  Zoe\u0308@Example.COM ')).toBe('zo\u00eb@example.com');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => normalisedEmail(normalisedEmail(text)) === normalisedEmail(text)),
  );
});
