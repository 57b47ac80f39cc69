import { expect, test } from 'vitest';
import { defaultPrivacy, differences, privacyOf, shows } from './profile.ts';

test('a part of a profile is shown to whom its owner lets see it', () => {
  const privacy = privacyOf({ about: 'team', avatar: 'nobody' });
  expect(privacy).toEqual({ ...defaultPrivacy, about: 'team', avatar: 'nobody' });
  const seenBy = (standing: 'self' | 'staff' | 'teammate' | 'other') =>
    (['avatar', 'about', 'memberSince', 'supportContact'] as const).filter((field) => shows(privacy, field, standing));
  expect(seenBy('self')).toHaveLength(4);
  expect(seenBy('staff')).toHaveLength(4);
  expect(seenBy('teammate')).toEqual(['about', 'supportContact']);
  expect(seenBy('other')).toEqual(['supportContact']);
});

test('an update tells what it changed and nothing else', () => {
  const before = { locale: 'de', currency: 'EUR', timeZone: null };
  expect(differences(before, { ...before, currency: 'CHF' })).toEqual({
    changed: ['currency'],
    before: { currency: 'EUR' },
    after: { currency: 'CHF' },
  });
  expect(differences(before, { ...before }).changed).toEqual([]);
});
