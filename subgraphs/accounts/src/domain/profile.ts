import { Refusal } from '@praetor/kernel/refusal';

/** Who sees a part of a profile: everyone signed in, those in a vendor's team with the account, or nobody else. */
export const audiences = ['everyone', 'team', 'nobody'] as const;
export type Audience = (typeof audiences)[number];

/** What each account decides for itself, and what holds until it does. */
export const defaultPrivacy = {
  avatar: 'everyone',
  about: 'everyone',
  memberSince: 'nobody',
  supportContact: 'everyone',
} as const satisfies Record<string, Audience>;
export type PrivacyField = keyof typeof defaultPrivacy;
export const privacyFields = Object.keys(defaultPrivacy) as [PrivacyField, ...PrivacyField[]];
export type Privacy = Readonly<Record<PrivacyField, Audience>>;

/** How somebody stands to the account they look at. */
export type Standing = 'self' | 'staff' | 'teammate' | 'other';

/** Oneself and staff see all; others what the account lets them. */
export function shows(privacy: Privacy, field: PrivacyField, standing: Standing): boolean {
  if (standing === 'self' || standing === 'staff') return true;
  return privacy[field] === 'everyone' || (privacy[field] === 'team' && standing === 'teammate');
}

export const privacyOf = (chosen: Partial<Privacy> | null | undefined): Privacy => ({ ...defaultPrivacy, ...chosen });

export class AccountNotSeller extends Refusal {
  readonly code = 'ACCOUNT_NOT_SELLER';
  constructor() {
    super('Only sellers have a seller profile. Apply to become one first.');
  }
}

type Values = Readonly<Record<string, string | null>>;

/** What an update changes: the names, and the values before and after, of those alone. */
export function differences(before: Values, after: Values) {
  const changed = Object.keys(after).filter((name) => before[name] !== after[name]);
  const pick = (values: Values) => Object.fromEntries(changed.map((name) => [name, values[name] ?? null]));
  return { changed, before: pick(before), after: pick(after) };
}
