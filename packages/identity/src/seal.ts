/**
 * Secrets at rest: AES-256-GCM under a key that HKDF-SHA-256 (RFC 5869) derives from the deployment's secret.
 *
 *     sealed = version (1 byte) || nonce (12) || tag (16) || ciphertext
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const version = 1;
const [nonceSize, tagSize, keySize] = [12, 16, 32];

/** Sealed bytes that this secret and purpose do not open: another secret, another purpose, or damage. */
export class SealBroken extends Error {
  constructor(purpose: string) {
    super(`What was sealed for "${purpose}" cannot be opened: the secret is another one, or the bytes are damaged.`);
  }
}

/**
 * Encrypts and authenticates. Each purpose has a key of its own: name what it is and whose (`audit.signingKey tnt_…`), so
 * that sealed bytes put into another row do not open there. Good for 2^32 sealings of one purpose (NIST SP 800-38D §8.3).
 */
export function seal(secret: string, purpose: string, plain: Uint8Array): Buffer {
  const nonce = randomBytes(nonceSize);
  const cipher = createCipheriv('aes-256-gcm', keyFor(secret, purpose), nonce, { authTagLength: tagSize });
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), text]);
}

/** Opens what {@link seal} made. Throws {@link SealBroken}. */
export function unseal(secret: string, purpose: string, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed);
  const textAt = 1 + nonceSize + tagSize;
  if (bytes[0] !== version || bytes.length < textAt) throw new SealBroken(purpose);
  const nonce = bytes.subarray(1, 1 + nonceSize);
  const decipher = createDecipheriv('aes-256-gcm', keyFor(secret, purpose), nonce, { authTagLength: tagSize });
  decipher.setAuthTag(bytes.subarray(1 + nonceSize, textAt));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(textAt)), decipher.final()]);
  } catch {
    throw new SealBroken(purpose);
  }
}

function keyFor(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `praetor seal v${version} ${purpose}`, keySize));
}
