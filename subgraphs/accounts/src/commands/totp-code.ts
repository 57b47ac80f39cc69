import { Secret, TOTP } from 'otpauth';

/** RFC 6238 as every authenticator app does it: SHA-1, 6 digits, 30 seconds; one step of drift either way (section 5.2). */
const parameters = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
const window = 1;

/** 160 random bits (RFC 4226 section 4, R6), in base32. */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32;

/** What the app scans: who vouches, for whom, with which secret. */
export function totpUri(secret: string, { issuer, label }: { issuer: string; label: string }): string {
  // A colon separates issuer and label in the URI.
  const plain = (name: string): string => name.replaceAll(':', ' ').trim();
  return new TOTP({ ...parameters, secret: Secret.fromBase32(secret), issuer: plain(issuer), label: plain(label) }).toString();
}

/** The time step that the code belongs to, near `now`; null when it is none of it. */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const totp = new TOTP({ ...parameters, secret: Secret.fromBase32(secret) });
  const timestamp = now.getTime();
  const delta = totp.validate({ token: code, timestamp, window });
  return delta === null ? null : totp.counter({ timestamp }) + delta;
}
