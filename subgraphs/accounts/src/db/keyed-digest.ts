import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/**
 * Digests of what could be guessed (codes of eight digits, addresses): HMAC-SHA-256 under a key derived from the
 * installation's secret (RFC 5869), so that the database alone tells nothing. `purpose` keeps equal texts apart.
 */
export interface KeyedDigest {
  of(purpose: string, text: string): string;
  /** Whether a digest is that of a text, in a time that does not depend on either. */
  matches(digest: string, purpose: string, text: string): boolean;
}

export function createKeyedDigest(secret: string): KeyedDigest {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'praetor/accounts/digest', 32));
  const of = (purpose: string, text: string): string =>
    createHmac('sha256', key)
      .update(JSON.stringify([purpose, text]))
      .digest('hex');
  return {
    of,
    matches: (digest, purpose, text) => {
      const [given, expected] = [Buffer.from(digest, 'hex'), Buffer.from(of(purpose, text), 'hex')];
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}
