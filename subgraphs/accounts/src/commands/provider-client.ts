import { after, minutes, type Clock } from '@praetor/kernel/clock';
import type { Id } from '@praetor/kernel/id';
import type { IdentityProviderRow } from '../db/identity-provider.entity.ts';
import type { Seal } from '../db/seal.ts';
import type { Asserted } from '../domain/identity-provider.ts';
import { ProviderUnavailable } from '../domain/identity-provider.ts';
import { type LogoutToken, verifyLogoutToken } from './logout-token.ts';
import { createGuardedFetch, type FetchLimits, type GuardedFetch } from './guarded-fetch.ts';
import { authorizationUrlOf, type Configuration, exchangeCode, openid, type Request } from './openid.ts';

/** How long what a provider says of itself, and its keys, are believed; a rotated key is looked for sooner, when it is met. */
const believedMinutes = 10;
/** How long one that did not answer is left alone. */
const restMs = 5_000;
const most = { known: 500, atOnce: 50 } as const;

export const providerLimits = { timeoutMs: 5_000, maxBytes: 256 * 1024 } as const satisfies Omit<FetchLimits, 'networks'>;

/** Speaks OpenID Connect with providers, as their relying party. Every method may throw {@link ProviderUnavailable}. */
export interface ProviderClient {
  /** Whether it is there, and is who it says. */
  check(provider: IdentityProviderRow): Promise<void>;
  /** Where the browser goes. */
  authorizationUrl(provider: IdentityProviderRow, request: Request, fresh: boolean): Promise<string>;
  /** Exchanges the code of a callback, and checks everything that comes back. Throws `ProviderSignInFailed`. */
  exchange(provider: IdentityProviderRow, request: Request, callback: URLSearchParams): Promise<Asserted>;
  /** Checks a logout token (OpenID Connect Back-Channel Logout section 2.6). Throws `ProviderSignInFailed`. */
  logout(provider: IdentityProviderRow, token: string): Promise<LogoutToken>;
}

interface Known {
  readonly version: number;
  readonly configuration: Promise<Configuration>;
  until: Date;
}

export interface ProviderClientOptions {
  readonly seal: Seal;
  readonly clock: Clock;
  readonly networks: readonly string[];
}

export function createProviderClient({ seal, clock, networks }: ProviderClientOptions): ProviderClient {
  const fetch = limited(createGuardedFetch({ ...providerLimits, networks }));
  const known = new Map<Id<'identityProvider'>, Known>();

  const configurationOf = (provider: IdentityProviderRow): Promise<Configuration> => {
    const held = known.get(provider.id);
    if (held && held.version === provider.version && held.until > clock()) return held.configuration;
    const configuration = discover(provider, seal, fetch);
    const mine: Known = { version: provider.version, configuration, until: after(clock(), minutes(believedMinutes)) };
    configuration.catch(() => (mine.until = after(clock(), restMs)));
    known.delete(provider.id);
    known.set(provider.id, mine);
    if (known.size > most.known) known.delete(known.keys().next().value!);
    return configuration;
  };

  return {
    async check(provider) {
      await configurationOf(provider);
    },
    async authorizationUrl(provider, request, fresh) {
      return authorizationUrlOf(await configurationOf(provider), provider, request, fresh);
    },
    async exchange(provider, request, callback) {
      return exchangeCode(await configurationOf(provider), provider, request, callback);
    },
    async logout(provider, token) {
      return verifyLogoutToken(await configurationOf(provider), fetch, token);
    },
  };
}

async function discover(provider: IdentityProviderRow, seal: Seal, fetch: GuardedFetch): Promise<Configuration> {
  const { issuer, clientId, sealedSecret = null, id } = provider;
  const lib = await openid();
  const insecure = issuer.startsWith('http:') ? [lib.allowInsecureRequests] : [];
  const timeout = providerLimits.timeoutMs / 1000;
  const how = { [lib.customFetch]: fetch, execute: insecure, timeout };
  const found = await lib.discovery(new URL(issuer), clientId, undefined, undefined, how).catch(() => {
    throw new ProviderUnavailable();
  });
  const server = found.serverMetadata();
  // The library forgives a trailing slash, and templates of multi-tenant providers: we do not (RFC 8414 section 3.3).
  if (server.issuer !== issuer) throw new ProviderUnavailable();
  const secret = sealedSecret === null ? null : seal.open(sealedSecret, id);
  const basic = server.token_endpoint_auth_methods_supported?.includes('client_secret_basic') ?? true;
  const client = secret === null ? lib.None() : (basic ? lib.ClientSecretBasic : lib.ClientSecretPost)(secret);
  const configuration = new lib.Configuration(server, clientId, undefined, client);
  configuration[lib.customFetch] = fetch;
  configuration.timeout = timeout;
  for (const execute of insecure) execute(configuration);
  // A signature counts even where TLS would do (OpenID Connect Core section 3.1.3.7, 6.).
  lib.enableNonRepudiationChecks(configuration);
  return configuration;
}

/** At most so many calls at once: providers that are slow take no more of this process than that. */
function limited(fetch: GuardedFetch): GuardedFetch {
  let open = 0;
  return async (...request) => {
    if (open >= most.atOnce) throw new ProviderUnavailable();
    open += 1;
    try {
      return await fetch(...request);
    } finally {
      open -= 1;
    }
  };
}
