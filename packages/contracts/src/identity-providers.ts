import { z } from 'zod';
import { defineEvent } from './contract.ts';

const provider = { providerId: z.string(), issuer: z.string(), displayName: z.string() };

/** An OpenID provider was described. Nobody signs in with it before another person switched it on. */
export const identityProviderAdded = defineEvent('accounts.identityProviderAdded.v1', { ...provider, clientId: z.string() });
/** What it is, or what it is trusted for; `switchedOff`: the latter, and another person has to look at it. Secrets are in no event. */
export const identityProviderChanged = defineEvent('accounts.identityProviderChanged.v1', {
  ...provider,
  changed: z.array(z.string()),
  switchedOff: z.boolean(),
});
/** Another person than `changedById` switched it on. */
export const identityProviderEnabled = defineEvent('accounts.identityProviderEnabled.v1', {
  ...provider,
  changedById: z.string(),
});
export const identityProviderDisabled = defineEvent('accounts.identityProviderDisabled.v1', provider);

const identity = { accountId: z.string(), identityId: z.string(), providerId: z.string(), issuer: z.string() };
/** `by`: the owner linked it to the account they had, or the account was opened, or claimed, with it. */
export const identityLinked = defineEvent(
  'accounts.identityLinked.v1',
  { ...identity, subject: z.string(), by: z.enum(['owner', 'opened', 'claimed']) },
  { personal: ['subject'] },
);
export const identityUnlinked = defineEvent('accounts.identityUnlinked.v1', identity);
/** The provider ended its session of the person (OpenID Connect Back-Channel Logout): so many ended here with it. */
export const providerLoggedOut = defineEvent('accounts.providerLoggedOut.v1', {
  accountId: z.string(),
  providerId: z.string(),
  sessions: z.int().nonnegative(),
});
