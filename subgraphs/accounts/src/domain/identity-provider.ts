import { Refusal } from '@praetor/kernel/refusal';
import type { AuthenticationMethod } from './assurance.ts';

/** What a tenant relies on an OpenID provider for. */
export interface ProviderTerms {
  /** Whether whoever it vouches for may open an account. Off: people link it to an account that they have. */
  readonly opensAccounts: boolean;
  /** Domains whose addresses it may call verified, exactly; `*` is every domain; none: it speaks for no address. */
  readonly emailDomains: readonly string[];
  /** Values of `acr` (OpenID Connect Core section 2) that stand for two factors here. */
  readonly secondFactorAcr: readonly string[];
  /** Values of `amr` (RFC 8176) that stand for two factors here. */
  readonly secondFactorAmr: readonly string[];
}

/** What a provider asserted of a person, in a token that was checked. */
export interface Asserted {
  /** Its own id of the person, never given to another (OpenID Connect Core section 2). Never the address: that moves on. */
  readonly subject: string;
  /** Normalised. */
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly name: string | null;
  /** Its own session of the person, where it says so: back-channel logout names it. */
  readonly sid: string | null;
  readonly acr: string | null;
  readonly amr: readonly string[];
  /** When it authenticated the person; null: it does not say. */
  readonly authenticatedAt: Date | null;
}

/** The address with which an account may be opened; null where the provider does not say that it is verified, or may not. */
export function addressVouchedFor(
  { opensAccounts, emailDomains }: ProviderTerms,
  { email, emailVerified }: Asserted,
): string | null {
  if (!opensAccounts || !emailVerified || email === null) return null;
  const domain = email.slice(email.lastIndexOf('@') + 1);
  return emailDomains.includes('*') || emailDomains.includes(domain) ? email : null;
}

/**
 * How the person proved who they are. The provider's word is one factor; two only where the tenant named the very values that
 * mean so. What is not said counts as the least (OWASP ASVS 6.8.4).
 */
export function methodsAsserted(terms: ProviderTerms, { acr, amr }: Asserted): AuthenticationMethod[] {
  const strong = (acr !== null && terms.secondFactorAcr.includes(acr)) || amr.some((one) => terms.secondFactorAmr.includes(one));
  return strong ? ['fed', 'mfa'] : ['fed'];
}

/** How many identities an account may have, and how many providers a sign-in page shows. */
export const most = { identities: 20, providers: 50 } as const;

/** One text for a ticket, answer or token that is wrong, old, used, of another browser, provider or tenant. */
export class ProviderSignInFailed extends Refusal {
  readonly code = 'ACCOUNT_PROVIDER_SIGN_IN_FAILED';
  constructor() {
    super('This proves nothing here: it was cancelled, used, took too long, or belongs to another request. Begin again.');
  }
}

export class ProviderUnavailable extends Refusal {
  readonly code = 'ACCOUNT_PROVIDER_UNAVAILABLE';
  constructor() {
    super('The provider does not answer as it should. Try again later, or sign in another way.');
  }
}

/** One text whether the provider may not vouch for the address, or the address has an account already, or that is closed. */
export class IdentityNotLinked extends Refusal {
  readonly code = 'ACCOUNT_IDENTITY_NOT_LINKED';
  constructor() {
    super('No account is linked with this identity, and it opens none. Sign in another way, then link it.');
  }
}

export class IdentityLinkedElsewhere extends Refusal {
  readonly code = 'ACCOUNT_IDENTITY_LINKED_ELSEWHERE';
  constructor() {
    super('Another account is linked with this identity. Unlink it there first.');
  }
}

export class TooManyIdentities extends Refusal {
  readonly code = 'ACCOUNT_TOO_MANY_IDENTITIES';
  constructor() {
    super(`An account has at most ${most.identities} linked identities. Unlink one first.`);
  }
}

export class LastWayToSignIn extends Refusal {
  readonly code = 'ACCOUNT_LAST_WAY_TO_SIGN_IN';
  constructor() {
    super('Nothing else signs in to your account. Set a password or register a passkey first.');
  }
}

export class IssuerTaken extends Refusal {
  readonly code = 'IDENTITY_PROVIDER_ISSUER_TAKEN';
  constructor() {
    super('There is a provider with this issuer already. Change that one.');
  }
}

export class TooManyProviders extends Refusal {
  readonly code = 'IDENTITY_PROVIDER_TOO_MANY';
  constructor() {
    super(`There are ${most.providers} providers already. Change one of them.`);
  }
}
