import { describe, expect, test } from 'vitest';
import { WeakPassword } from '../domain/password.ts';
import { assertStrong } from './judge-password.ts';

const context = { email: 'ada.lovelace@example.com', displayName: 'Ada Lovelace', service: ['Praetor', 'Flea market'], least: 8 };

describe('a password is refused, saying what to do, when it', () => {
  test.each([
    ['leaked', 'Password1234', /leaked/],
    ['leaked, with signs between', 'qwerty-123456!', /leaked/],
    ['leaked, in leet', 'P@ssw0rd!', /leaked/],
    ['is everybody’s passphrase', 'correct horse battery staple', /leaked/],
    ['is a few characters over and over', 'abcabcabcabcabc', /over and over/],
    ['is a run of digits', '123456789012', /leaked/],
    ['is a run along the keyboard', 'qwertyuiopasdf', /common password/],
    ['is one leaked password after another', 'trustno1trustno1', /over and over/],
    ['is short and simple', 'sunny day', /./],
  ])('%s', async (_, password, why) => {
    const refusal = await assertStrong(password, context).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(WeakPassword);
    expect((refusal as WeakPassword).message).toMatch(why);
    expect((refusal as WeakPassword).suggestions.length).toBeGreaterThan(0);
  });
});

test.each(['a quiet walk at dawn', 'kräftiges Öl im März', '       spaces count too', '🐳🦜🐘🦔🐝🦥🐙🦩🐢🦚🐇🦋', 'vQ9#tLm2xW'])(
  '%s is strong',
  async (password) => {
    await expect(assertStrong(password, context)).resolves.toBeUndefined();
  },
);
