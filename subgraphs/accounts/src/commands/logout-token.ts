import type { Configuration } from 'openid-client';
import { z } from 'zod';
import { ProviderSignInFailed, ProviderUnavailable } from '../domain/identity-provider.ts';
import type { GuardedFetch } from './guarded-fetch.ts';

/** Whom a provider logged out: a session of its own, or all of the person's. */
export interface LogoutToken {
  readonly jti: string;
  readonly subject: string | null;
  readonly sid: string | null;
  readonly expiresAt: Date;
}

/** A token is to be brought at once, and is not remembered for longer than it counts. */
const tokenMinutes = 10;
const event = 'http://schemas.openid.net/event/backchannel-logout';
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];

/** OpenID Connect Back-Channel Logout 1.0, section 2.4. An ID token is none: it has a nonce, and lacks the event. */
const Claims = z
  .object({
    jti: z.string().min(1).max(255),
    iat: z.number(),
    exp: z.number(),
    sub: z.string().min(1).max(255).nullish(),
    sid: z.string().min(1).max(255).nullish(),
    events: z.object({ [event]: z.looseObject({}) }).loose(),
    nonce: z.undefined().optional(),
  })
  .refine(({ sub, sid }) => sub != null || sid != null);

type Keys = ReturnType<typeof import('jose').createRemoteJWKSet>;
/** With the configuration, whose key sets they are, they are forgotten. */
const keysOf = new WeakMap<object, Keys>();

const unavailable = new Set(['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID']);

/** Section 2.6: signature, issuer, audience, age, event. Throws {@link ProviderSignInFailed}, {@link ProviderUnavailable}. */
export async function verifyLogoutToken(configuration: Configuration, fetch: GuardedFetch, token: string): Promise<LogoutToken> {
  const { createRemoteJWKSet, customFetch, errors, jwtVerify } = await import('jose');
  const { issuer, jwks_uri } = configuration.serverMetadata();
  if (!jwks_uri) throw new ProviderUnavailable();
  const keys = keysOf.get(configuration) ?? createRemoteJWKSet(new URL(jwks_uri), { [customFetch]: fetch });
  keysOf.set(configuration, keys);
  const audience = configuration.clientMetadata().client_id;
  const checks = { issuer, audience, algorithms, maxTokenAge: `${tokenMinutes}m`, clockTolerance: 30 };
  const verified = await jwtVerify(token, keys, checks).catch((error: unknown) => {
    // A general error is about how the keys came, not about the token.
    const proves = error instanceof errors.JOSEError && !unavailable.has(error.code);
    throw proves ? new ProviderSignInFailed() : new ProviderUnavailable();
  });
  const typ = verified.protectedHeader.typ?.toLowerCase().replace(/^application\//, '');
  const parsed = Claims.safeParse(verified.payload);
  if (!parsed.success || (typ !== undefined && typ !== 'logout+jwt' && typ !== 'jwt')) throw new ProviderSignInFailed();
  const { jti, sub = null, sid = null, iat } = parsed.data;
  return { jti, subject: sub, sid, expiresAt: new Date((iat + (tokenMinutes + 1) * 60) * 1000) };
}
