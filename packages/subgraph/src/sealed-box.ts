import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';

/** A pair of X25519 keys (RFC 7748), base64url: of the public one SPKI, of the private one PKCS #8 (RFC 8410). */
export interface BoxKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

const tagSize = 16;
const spkiSize = 44;

export function createBoxKeys(): BoxKeys {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64url'),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64url'),
  };
}

/**
 * Seals bytes so that only the holder of the private key reads them: X25519 with a key of this box alone, HKDF-SHA-256 (RFC
 * 5869) over both public keys, AES-256-GCM. Each box has its own key, so its nonce is zero. `label` is bound to it.
 */
export function sealTo(publicKey: string, bytes: Uint8Array, label: string): string {
  const own = generateKeyPairSync('x25519');
  const recipient = publicKeyOf(Buffer.from(publicKey, 'base64url'));
  const ownPublic = own.publicKey.export({ type: 'spki', format: 'der' });
  const key = keyOf(own.privateKey, recipient, ownPublic, recipient.export({ type: 'spki', format: 'der' }));
  const cipher = createCipheriv('aes-256-gcm', key, Buffer.alloc(12)).setAAD(Buffer.from(label));
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([ownPublic, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** Throws when it was sealed for another key or under another label, or was changed. */
export function openBox(privateKey: string, sealed: string, label: string): Buffer {
  const bytes = Buffer.from(sealed, 'base64url');
  const own = createPrivateKey({ key: Buffer.from(privateKey, 'base64url'), type: 'pkcs8', format: 'der' });
  const theirs = bytes.subarray(0, spkiSize);
  const key = keyOf(own, publicKeyOf(theirs), theirs, createPublicKey(own).export({ type: 'spki', format: 'der' }));
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.alloc(12)).setAAD(Buffer.from(label));
  decipher.setAuthTag(bytes.subarray(spkiSize, spkiSize + tagSize));
  return Buffer.concat([decipher.update(bytes.subarray(spkiSize + tagSize)), decipher.final()]);
}

const publicKeyOf = (spki: Buffer): KeyObject => createPublicKey({ key: spki, type: 'spki', format: 'der' });

function keyOf(privateKey: KeyObject, publicKey: KeyObject, sender: Buffer, recipient: Buffer): Buffer {
  const shared = diffieHellman({ privateKey, publicKey });
  return Buffer.from(hkdfSync('sha256', shared, Buffer.concat([sender, recipient]), 'praetor/sealed-box', 32));
}
