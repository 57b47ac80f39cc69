import type { Clock } from '@praetor/kernel/clock';
import { type Id, isId } from '@praetor/kernel/id';
import { createLocalJWKSet, errors as jose, type JSONWebKeySet, jwtVerify, type JWTVerifyGetKey } from 'jose';
import type { Accounts } from './accounts.ts';
import { unauthenticated } from './errors.ts';
import { shortCache } from './short-cache.ts';

/** Keys are read anew after this long, so that a withdrawn one stops counting. */
const keysMs = 60_000;
/** A token of a key not in hand asks anew, at most this often. */
const unknownKeyMs = 1_000;
const rememberedTokens = 10_000;

/** What an access token says for good. Everything that may change is asked anew on each request. */
export interface AccessToken {
  readonly accountId: string;
  readonly sessionId: Id<'session'>;
}

/** Throws UNAUTHENTICATED with what to do about it; anything else thrown means the keys cannot be read. */
export type TokenVerifier = (token: string) => Promise<AccessToken>;

interface Verified extends AccessToken {
  readonly expiresAt: number;
}

/** A set of keys, and the tokens found good by it: sockets show theirs every second. */
interface Keyring {
  readonly keyOf: JWTVerifyGetKey;
  readonly verified: Map<string, Verified>;
}

/** Checks access tokens (EdDSA JWT, RFC 8037) against the keys that the accounts subgraph publishes. */
export function createTokenVerifier(accounts: Pick<Accounts, 'jwks'>, clock: Clock): TokenVerifier {
  const usual = shortCache<Keyring>(keysMs, clock);
  const anew = shortCache<Keyring>(unknownKeyMs, clock);
  const load = async (): Promise<Keyring> => ({
    keyOf: createLocalJWKSet(JSON.parse(await accounts.jwks()) as JSONWebKeySet),
    verified: new Map(),
  });
  return async (token) => {
    try {
      return await verifyWith(await usual.get('jwks', load), token, clock());
    } catch (error) {
      if (!(error instanceof jose.JWKSNoMatchingKey)) throw blamed(error);
    }
    try {
      return await verifyWith(await anew.get('jwks', load), token, clock());
    } catch (error) {
      throw blamed(error);
    }
  };
}

async function verifyWith({ keyOf, verified }: Keyring, token: string, now: Date): Promise<AccessToken> {
  const known = verified.get(token);
  if (known && known.expiresAt > now.getTime()) return known;
  const { payload } = await jwtVerify(token, keyOf, {
    algorithms: ['EdDSA'],
    currentDate: now,
    requiredClaims: ['exp', 'sub', 'sid'],
  });
  const { sub, sid, exp } = payload;
  if (!sub || !exp || !isId('session', sid)) throw unauthenticated('This access token names no session. Log in again.');
  const found = { accountId: sub, sessionId: sid, expiresAt: exp * 1000 };
  if (verified.size >= rememberedTokens) verified.clear();
  verified.set(token, found);
  return found;
}

function blamed(error: unknown): unknown {
  if (error instanceof jose.JWTExpired) return unauthenticated('This access token has expired. Refresh it, or log in again.');
  // A broken key set is not the token's fault.
  if (error instanceof jose.JWKSInvalid || error instanceof jose.JWKInvalid) return error;
  if (error instanceof jose.JOSEError) return unauthenticated('This access token is not valid. Log in again.');
  return error;
}
