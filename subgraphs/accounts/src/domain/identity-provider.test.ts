import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressVouchedFor, type Asserted, methodsAsserted, type ProviderTerms } from './identity-provider.ts';

const domains = ['example.com', 'example.org', 'sub.example.com'] as const;
const terms = fc.record<ProviderTerms>({
  opensAccounts: fc.boolean(),
  emailDomains: fc.subarray<string>([...domains, '*']),
  secondFactorAcr: fc.subarray(['urn:strong', 'urn:stronger']),
  secondFactorAmr: fc.subarray(['mfa', 'hwk']),
});
const asserted = fc.record<Asserted>({
  subject: fc.string({ minLength: 1 }),
  email: fc.option(
    fc.constantFrom(...domains.map((domain) => `ann@${domain}`), '"a@example.com"@evil.example', 'ann@notexample.com'),
  ),
  emailVerified: fc.boolean(),
  name: fc.constant(null),
  sid: fc.constant(null),
  acr: fc.option(fc.constantFrom('urn:strong', 'urn:weak')),
  amr: fc.subarray(['pwd', 'otp', 'mfa', 'hwk']),
  authenticatedAt: fc.constant(null),
});

describe('an address that a provider vouches for', () => {
  test('is verified, and of a domain that it may speak for, exactly', () => {
    fc.assert(
      fc.property(terms, asserted, (provider, said) => {
        const address = addressVouchedFor(provider, said);
        if (address === null) return;
        expect([provider.opensAccounts, said.emailVerified, address]).toEqual([true, true, said.email]);
        const domain = address.split('@').at(-1)!;
        expect(provider.emailDomains.some((allowed) => allowed === '*' || allowed === domain)).toBe(true);
      }),
    );
  });

  test('opens an account where all of that holds', () => {
    const provider = { opensAccounts: true, emailDomains: ['example.com'], secondFactorAcr: [], secondFactorAmr: [] };
    const said = { subject: 's', email: 'ann@example.com', emailVerified: true, name: null, sid: null, acr: null, amr: [] };
    expect(addressVouchedFor(provider, { ...said, authenticatedAt: null })).toBe('ann@example.com');
  });
});

test('a provider’s word is two factors for values that the tenant named, and one for all others', () => {
  fc.assert(
    fc.property(terms, asserted, (provider, said) => {
      const named = [...provider.secondFactorAcr, ...provider.secondFactorAmr];
      const strong = [said.acr, ...said.amr].some((value) => value !== null && named.includes(value));
      expect(methodsAsserted(provider, said)).toEqual(strong ? ['fed', 'mfa'] : ['fed']);
    }),
  );
});
