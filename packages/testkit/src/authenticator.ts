import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** What an authenticator says of itself and of its user (WebAuthn section 6.1). */
export const flags = { userPresent: 0x01, userVerified: 0x04, backupEligible: 0x08, backedUp: 0x10, attested: 0x40 } as const;

export interface Answering {
  origin?: string;
  rpId?: string;
  type?: string;
  flags?: number;
  counter?: number;
  userHandle?: string | null;
}

interface Options {
  readonly rp?: { id: string };
  readonly rpId?: string;
  readonly challenge: string;
  readonly user?: { id: string };
}

const base64url = (bytes: Buffer): string => bytes.toString('base64url');

/** An authenticator in software, with real keys: what a browser and a security key would answer, and what they never would. */
export class Authenticator {
  readonly #privateKey: KeyObject;
  readonly #cose: Buffer;
  readonly #algorithm: 'ES256' | 'EdDSA';
  readonly credentialId = randomBytes(32);
  counter: number;
  userHandle: string | null = null;

  constructor(algorithm: 'ES256' | 'EdDSA' = 'ES256', counter = 1) {
    const pair = algorithm === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
    const { x = '', y } = pair.publicKey.export({ format: 'jwk' });
    const point = (text: string) => bytes(Buffer.from(text, 'base64url'));
    this.#cose = y
      ? map([int(1), int(2)], [int(3), int(-7)], [int(-1), int(1)], [int(-2), point(x)], [int(-3), point(y)])
      : map([int(1), int(1)], [int(3), int(-8)], [int(-1), int(6)], [int(-2), point(x)]);
    this.#privateKey = pair.privateKey;
    this.#algorithm = algorithm;
    this.counter = counter;
  }

  /** Makes a credential (`navigator.credentials.create`). */
  create(options: unknown, how: Answering = {}) {
    const { rp, challenge, user } = options as Options;
    this.userHandle = user?.id ?? null;
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.credentialId.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, this.credentialId, this.#cose]);
    const state = (how.flags ?? flags.userPresent | flags.userVerified) | flags.attested;
    const authData = Buffer.concat([this.#head(how.rpId ?? rp?.id ?? '', state, how.counter), attested]);
    const attestationObject = map([text('fmt'), text('none')], [text('attStmt'), map()], [text('authData'), bytes(authData)]);
    return this.#answer({
      clientDataJSON: base64url(clientData(how.type ?? 'webauthn.create', challenge, how.origin)),
      attestationObject: base64url(attestationObject),
      transports: ['internal', 'hybrid'],
    });
  }

  /** Proves it (`navigator.credentials.get`). */
  get(options: unknown, how: Answering = {}) {
    const { rpId = '', challenge } = options as Options;
    this.counter += 1;
    const authenticatorData = this.#head(how.rpId ?? rpId, how.flags ?? flags.userPresent | flags.userVerified, how.counter);
    const client = clientData(how.type ?? 'webauthn.get', challenge, how.origin);
    const signed = Buffer.concat([authenticatorData, createHash('sha256').update(client).digest()]);
    return this.#answer({
      clientDataJSON: base64url(client),
      authenticatorData: base64url(authenticatorData),
      signature: base64url(sign(this.#algorithm === 'ES256' ? 'sha256' : null, signed, this.#privateKey)),
      userHandle: how.userHandle === undefined ? this.userHandle : how.userHandle,
    });
  }

  #head(rpId: string, state: number, counter = this.counter): Buffer {
    const rest = Buffer.alloc(5);
    rest.writeUInt8(state);
    rest.writeUInt32BE(counter, 1);
    return Buffer.concat([createHash('sha256').update(rpId).digest(), rest]);
  }

  #answer<Response extends object>(response: Response) {
    const id = base64url(this.credentialId);
    return { id, rawId: id, type: 'public-key' as const, clientExtensionResults: {}, response };
  }
}

const clientData = (type: string, challenge: string, origin = 'http://localhost:4000'): Buffer =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));

/** CBOR (RFC 8949), as much of it as an authenticator needs. */
function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.of((major << 5) | value);
  if (value < 256) return Buffer.of((major << 5) | 24, value);
  return Buffer.of((major << 5) | 25, value >> 8, value & 0xff);
}
const int = (value: number): Buffer => (value < 0 ? head(1, -1 - value) : head(0, value));
const bytes = (value: Buffer): Buffer => Buffer.concat([head(2, value.length), value]);
const text = (value: string): Buffer => Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
const map = (...pairs: [Buffer, Buffer][]): Buffer => Buffer.concat([head(5, pairs.length), ...pairs.flat()]);
