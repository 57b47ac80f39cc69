/**
 * Ed25519 keys of signed notes in their text form (c2sp.org/signed-note, with the key strings of Go's sumdb/note):
 * `name+id+base64(0x01 || public key)` for verifiers, `PRIVATE+KEY+name+id+base64(0x01 || seed)` for signers.
 */
import { createPrivateKey, createPublicKey, hash, randomBytes, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { decodeBase64 } from './base64.ts';

/** Checks signatures of one key. The name and the id together name the key. */
export interface NoteVerifier {
  readonly name: string;
  /** Eight hex digits. */
  readonly id: string;
  verify(text: Uint8Array, signature: Uint8Array): boolean;
}

export interface NoteSigner {
  readonly name: string;
  /** Eight hex digits. */
  readonly id: string;
  /** The public half, to be published. */
  readonly verifierKey: string;
  sign(text: Uint8Array): Buffer;
}

/** A key string that is not one. It never repeats the key, which may be secret. */
export class MalformedKey extends Error {}

const ed25519Type = 0x01;
const keySize = 32;
const signerPrefix = 'PRIVATE+KEY+';
const keyPattern = /^(?<name>[^+]+)\+(?<id>[0-9a-f]{8})\+(?<material>[A-Za-z0-9+/]+=*)$/;

/** DER around the 32 bytes that Node's crypto does not take bare (RFC 8410 §4 and §7). */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A new key pair for a log or a witness. The name should be the log's origin: a URL without its scheme. */
export function generateNoteKey(
  name: string,
  seed: Uint8Array = randomBytes(keySize),
): { signerKey: string; verifierKey: string } {
  if (!isKeyName(name)) throw new MalformedKey('A key name is not empty and has neither spaces nor "+".');
  if (seed.length !== keySize) throw new MalformedKey(`An Ed25519 seed has ${keySize} bytes.`);
  const publicBytes = publicBytesOf(privateKeyOf(seed));
  const id = keyId(name, publicBytes);
  return {
    signerKey: `${signerPrefix}${name}+${id}+${encodeMaterial(seed)}`,
    verifierKey: `${name}+${id}+${encodeMaterial(publicBytes)}`,
  };
}

/** Reads a signer key. Throws {@link MalformedKey}. */
export function parseSignerKey(text: string): NoteSigner {
  if (!text.startsWith(signerPrefix)) throw new MalformedKey(`A signer key begins with ${signerPrefix}.`);
  const { name, id, material } = parseKey(text.slice(signerPrefix.length));
  const key = privateKeyOf(material);
  const publicBytes = publicBytesOf(key);
  if (keyId(name, publicBytes) !== id) throw new MalformedKey('The key id does not belong to this name and key.');
  const verifierKey = `${name}+${id}+${encodeMaterial(publicBytes)}`;
  return { name, id, verifierKey, sign: (message) => sign(null, message, key) };
}

/** Reads a verifier key. Throws {@link MalformedKey}. */
export function parseVerifierKey(text: string): NoteVerifier {
  const { name, id, material } = parseKey(text);
  if (keyId(name, material) !== id) throw new MalformedKey('The key id does not belong to this name and key.');
  const key = createPublicKey({ key: Buffer.concat([spkiPrefix, material]), format: 'der', type: 'spki' });
  return { name, id, verify: (message, signature) => verify(null, message, key, signature) };
}

/** Not empty, no Unicode space, no "+", nothing a note may not hold. */
export function isKeyName(name: string): boolean {
  // oxlint-disable-next-line no-control-regex -- a note forbids ASCII control characters, so does a name in it
  return name !== '' && name.isWellFormed() && !/[\p{White_Space}+\u0000-\u001f]/u.test(name);
}

function parseKey(text: string): { name: string; id: string; material: Buffer } {
  const groups = keyPattern.exec(text)?.groups;
  const [name, id, material] = [groups?.['name'] ?? '', groups?.['id'] ?? '', decodeBase64(groups?.['material'] ?? '')];
  if (!isKeyName(name) || !material) throw new MalformedKey('A key reads name+id+base64.');
  if (material[0] !== ed25519Type || material.length !== keySize + 1) throw new MalformedKey('The key is not an Ed25519 key.');
  return { name, id, material: material.subarray(1) };
}

function keyId(name: string, publicBytes: Uint8Array): string {
  const named = Buffer.concat([Buffer.from(`${name}\n`, 'utf8'), Buffer.of(ed25519Type), publicBytes]);
  return hash('sha256', named, 'hex').slice(0, 8);
}

function privateKeyOf(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: 'der', type: 'pkcs8' });
}

function publicBytesOf(key: KeyObject): Buffer {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(spkiPrefix.length);
}

function encodeMaterial(bytes: Uint8Array): string {
  return Buffer.concat([Buffer.of(ed25519Type), bytes]).toString('base64');
}
