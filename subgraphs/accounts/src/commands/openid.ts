import type { Configuration, TokenEndpointResponse, TokenEndpointResponseHelpers } from 'openid-client';
import { text } from '@praetor/kernel/input';
import { z } from 'zod';
import type { IdentityProviderRow } from '../db/identity-provider.entity.ts';
import { type Asserted, ProviderSignInFailed, ProviderUnavailable } from '../domain/identity-provider.ts';
import { normalisedEmail } from '../domain/email.ts';

export type { Configuration };

/** Loaded when somebody first signs in with a provider. */
export const openid = () => import('openid-client');

/** OpenID Connect Core section 5.1. Whatever is not as described there is as if it had not been said. */
const Claims = z.object({
  // At most 255 ASCII characters.
  sub: z.string().regex(/^[\x20-\x7e]{1,255}$/),
  email: z.string().transform(normalisedEmail).pipe(z.email().max(254)).nullable().catch(null),
  // Some providers write it as text; anything but a clear yes is a no.
  email_verified: z
    .unknown()
    .optional()
    .transform((said) => said === true || said === 'true'),
  name: text(1000).nullable().catch(null),
  sid: z
    .string()
    .regex(/^[\x20-\x7e]{1,255}$/)
    .nullable()
    .catch(null),
  acr: z.string().nullable().catch(null),
  amr: z.array(z.string()).catch([]),
  auth_time: z.number().nullable().catch(null),
});

/** What a sign-in began with, and its end is held against. */
export interface Request {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  /** How long ago the person may have authenticated there; null: however long. */
  readonly maxAgeSeconds: number | null;
}

/** Where the browser goes. */
export async function authorizationUrlOf(
  configuration: Configuration,
  { issuer, scopes, secondFactorAcr }: IdentityProviderRow,
  { redirectUri, state, nonce, codeVerifier, maxAgeSeconds }: Request,
  fresh: boolean,
): Promise<string> {
  const { buildAuthorizationUrl, calculatePKCECodeChallenge } = await openid();
  const parameters = {
    redirect_uri: redirectUri,
    scope: scopes.join(' '),
    state,
    nonce,
    code_challenge: await calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    ...(secondFactorAcr.length > 0 && { acr_values: secondFactorAcr.join(' ') }),
    ...(maxAgeSeconds !== null && { max_age: String(maxAgeSeconds) }),
    ...(fresh && { prompt: 'login' }),
  };
  // A browser goes there: to nothing but a page, and to none that anybody can read along.
  const page = configuration.serverMetadata().authorization_endpoint ?? '';
  const protocol = URL.canParse(page) ? new URL(page).protocol : '';
  if (protocol !== 'https:' && protocol !== new URL(issuer).protocol) throw new ProviderUnavailable();
  return buildAuthorizationUrl(configuration, parameters).href;
}

/** Exchanges the code of a callback, and checks everything that comes back. The provider's tokens end here: they are kept nowhere. */
export async function exchangeCode(
  configuration: Configuration,
  provider: IdentityProviderRow,
  { redirectUri, state, nonce, codeVerifier, maxAgeSeconds }: Request,
  callback: URLSearchParams,
): Promise<Asserted> {
  const { authorizationCodeGrant } = await openid();
  const url = new URL(redirectUri);
  url.search = callback.toString();
  const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: codeVerifier, idTokenExpected: true };
  const age = maxAgeSeconds !== null && { maxAge: maxAgeSeconds };
  return claimsOf(
    configuration,
    provider,
    await authorizationCodeGrant(configuration, url, { ...checks, ...age }).catch(toRefusal),
  );
}

type Tokens = TokenEndpointResponse & TokenEndpointResponseHelpers;

/** What the checked token says, and, where it keeps silent of the address, what the provider says of the same person when asked. */
async function claimsOf(
  configuration: Configuration,
  { scopes, clientId }: IdentityProviderRow,
  tokens: Tokens,
): Promise<Asserted> {
  const token = tokens.claims();
  // Core section 3.1.3.7, 5.: whomever the token was made for, it names us.
  if (!token || (token.azp !== undefined && token.azp !== clientId)) throw new ProviderSignInFailed();
  const { fetchUserInfo } = await openid();
  const asks = token.email === undefined && scopes.includes('email') && configuration.serverMetadata().userinfo_endpoint;
  if (!asks) return asserted(token);
  return asserted({ ...token, ...pick(await fetchUserInfo(configuration, tokens.access_token, token.sub).catch(toRefusal)) });
}

/** Of what is asked apart, the address and the name alone: how the person authenticated is the signed token's to say. */
const pick = ({ email, email_verified, name }: Record<string, unknown>) => ({ email, email_verified, name });

function asserted(claims: Record<string, unknown>): Asserted {
  const parsed = Claims.safeParse(claims);
  if (!parsed.success) throw new ProviderSignInFailed();
  const { sub, email, email_verified, name, sid, acr, amr, auth_time } = parsed.data;
  return {
    subject: sub,
    email,
    emailVerified: email_verified,
    name,
    sid,
    acr,
    amr,
    authenticatedAt: auth_time === null ? null : new Date(auth_time * 1000),
  };
}

/** What the provider refuses, or what does not hold, proves nothing; whatever else went wrong is its trouble. */
function toRefusal(error: unknown): never {
  const { code = '', name = '' } = error as { code?: string; name?: string };
  if (name === 'AuthorizationResponseError' || name === 'ResponseBodyError' || proofErrors.has(code))
    throw new ProviderSignInFailed();
  throw new ProviderUnavailable();
}

/** Codes of `oauth4webapi`: a claim, a signature or a parameter that is not as it has to be. */
const proofErrors = new Set([
  'OAUTH_INVALID_RESPONSE',
  'OAUTH_INVALID_REQUEST',
  'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  'OAUTH_JWT_TIMESTAMP_CHECK_FAILED',
  'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED',
  'OAUTH_KEY_SELECTION_FAILED',
  'OAUTH_UNSUPPORTED_OPERATION',
]);
