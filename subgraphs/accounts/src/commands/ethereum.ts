import { secp256k1 } from '@noble/curves/secp256k1.js';
import { keccak_256 } from '@noble/hashes/sha3.js';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** The mixed-case form of an address (EIP-55), for people to compare. Takes lower-case hex with 0x. */
export function checksummed(address: string): string {
  const digits = address.slice(2);
  const hash = hexOf(keccak_256(bytesOf(digits)));
  return `0x${[...digits].map((digit, at) => (Number.parseInt(hash[at]!, 16) >= 8 ? digit.toUpperCase() : digit)).join('')}`;
}

/** The lower-case form of an address; null when it is none, or mixed-case with a wrong checksum (EIP-55): a typing error. */
export function readAddress(text: string): string | null {
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) return null;
  const address = text.toLowerCase();
  const digits = text.slice(2);
  const plain = digits === digits.toLowerCase() || digits === digits.toUpperCase();
  return plain || checksummed(address) === text ? address : null;
}

/** Whether a signature has the form that a key gives: r, s and v, 65 bytes in hex. */
export const isKeySignature = (signature: string): boolean => /^0x[0-9a-fA-F]{130}$/.test(signature);

/**
 * The address whose key signed the message by `personal_sign` (EIP-191, version 0x45); null when none did. Of the two
 * signatures that ECDSA allows for each, only that with the low s counts (EIP-2).
 */
export function signerOf(message: string, signature: string): string | null {
  if (!isKeySignature(signature)) return null;
  const bytes = Buffer.from(signature.slice(2), 'hex');
  const v = bytes[64]!;
  const recovery = v >= 27 ? v - 27 : v;
  if (recovery > 1) return null;
  try {
    const parsed = secp256k1.Signature.fromBytes(bytes.subarray(0, 64), 'compact');
    if (parsed.hasHighS()) return null;
    const key = parsed.addRecoveryBit(recovery).recoverPublicKey(digestOf(message)).toBytes(false);
    return addressOf(key);
  } catch {
    return null;
  }
}

/** The address of an uncompressed public key. */
export const addressOf = (publicKey: Uint8Array): string => `0x${hexOf(keccak_256(publicKey.subarray(1)).subarray(12))}`;

/** What a wallet signs for a message (EIP-191). */
export function digestOf(message: string): Uint8Array {
  const text = bytesOf(message);
  return keccak_256(Buffer.concat([bytesOf(`\u0019Ethereum Signed Message:\n${text.length}`), text]));
}
