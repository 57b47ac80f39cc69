import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** What was sealed cannot be opened: another secret, or tampered with. */
export class SealBroken extends Error {}

/**
 * Encrypts small secrets at rest: AES-256-GCM (NIST SP 800-38D) under a key derived from the installation's secret by
 * HKDF-SHA-256 (RFC 5869). `label` is bound to the text: one that was sealed for another row does not open.
 */
export function createSeal(secret: string, purpose: string) {
  const key = Buffer.from(hkdfSync('sha256', secret, '', `praetor/accounts/${purpose}`, 32));
  return {
    close(plain: string, label: string): string {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(label));
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url');
    },
    open(sealed: string, label: string): string {
      const bytes = Buffer.from(sealed, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(Buffer.from(label));
      decipher.setAuthTag(bytes.subarray(12, 28));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
      } catch {
        throw new SealBroken('The keys in the database were sealed with another secret: give that one.');
      }
    },
  };
}
export type Seal = ReturnType<typeof createSeal>;
