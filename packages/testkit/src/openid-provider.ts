import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import { Provider } from 'oidc-provider';

/** Where browsers come back to. */
export const redirectUri = 'https://shop.example/back';
export const client = { clientId: 'praetor', clientSecret: 'a-secret-of-the-client-at-the-provider' } as const;

/** Someone who has an account at the provider. */
export interface Someone {
  readonly sub: string;
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly name?: string;
  readonly acr?: string;
  readonly amr?: readonly string[];
}

/** A real OpenID provider on a loopback port, with real keys. People sign in there without being asked anything. */
export interface OpenIdProvider extends AsyncDisposable {
  readonly issuer: string;
  /** Goes to an authorization URL as a browser of that person; the query string that it comes back with. */
  visit(authorizationUrl: string, someone: Someone, browser?: Browser): Promise<string>;
  /** Ends that browser's session at the provider, which tells so there (OpenID Connect Back-Channel Logout). */
  signOut(browser: Browser, logoutUri: string): Promise<void>;
}

/** Its cookies. */
export type Browser = Map<string, string>;

export async function startOpenIdProvider(): Promise<OpenIdProvider> {
  const people = new Map<string, Someone>();
  const tells = { at: 'https://shop.example/out' };
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = await providerAt(issuer, people, tells);
  const callback = provider.callback();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const interacts = request.url?.startsWith('/interaction/');
    const answered = interacts ? interact(provider, request, response) : callback(request, response);
    answered.catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  return {
    issuer,
    async visit(authorizationUrl, someone, browser = new Map()) {
      people.set(someone.sub, someone);
      let at = authorizationUrl;
      for (let hops = 0; hops < 10; hops += 1) {
        const response = await open(browser, at, { headers: { 'x-someone': someone.sub } });
        const next = response.headers.get('location');
        if (!next) throw new Error(`The provider answered ${response.status}: ${await response.text()}`);
        at = new URL(next, at).href;
        if (at.startsWith(redirectUri)) return new URL(at).search;
      }
      throw new Error('The provider never sent the browser back.');
    },
    async signOut(browser, logoutUri) {
      tells.at = logoutUri;
      const page = await (await open(browser, `${issuer}/session/end`)).text();
      const body = new URLSearchParams({ xsrf: /name="xsrf" value="([^"]+)"/.exec(page)?.[1] ?? '', logout: 'yes' });
      const { status } = await open(browser, `${issuer}/session/end/confirm`, { method: 'POST', body });
      if (status >= 400) throw new Error(`The provider answered ${status}.`);
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** One request of a browser, with its cookies. */
async function open(browser: Browser, url: string, { headers = {}, ...more }: RequestInit = {}): Promise<Response> {
  const cookie = [...browser].map(([name, value]) => `${name}=${value}`).join('; ');
  const response = await fetch(url, { redirect: 'manual', ...more, headers: { ...headers, cookie } as Record<string, string> });
  for (const line of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    browser.set(name, value);
  }
  return response;
}

async function providerAt(issuer: string, people: ReadonlyMap<string, Someone>, tells: { at: string }): Promise<Provider> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const key = { ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'first' };
  const ours = {
    client_id: client.clientId,
    client_secret: client.clientSecret,
    redirect_uris: [redirectUri],
    backchannel_logout_uri: tells.at,
    backchannel_logout_session_required: true,
  };
  const claimsOf = ({ acr: _acr, amr: _amr, ...claims }: Someone) => claims;
  return new Provider(issuer, {
    clients: [ours],
    // Where it tells of a logout is known only once it is set up there.
    // Its guard against addresses of this machine is left out: here it is meant to speak with one.
    fetch: (_: unknown, { method, headers, body }: Required<Pick<RequestInit, 'method' | 'headers' | 'body'>>) =>
      fetch(tells.at, { method, headers, body }),
    jwks: { keys: [key] },
    cookies: { keys: ['a key of cookies of the provider'] },
    claims: {
      openid: ['sub'],
      sid: null,
      acr: null,
      amr: null,
      auth_time: null,
      email: ['email', 'email_verified'],
      profile: ['name'],
    },
    acrValues: ['urn:example:strong'],
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_: unknown, sub: string) => ({ accountId: sub, claims: () => claimsOf(people.get(sub) ?? { sub }) }),
    ttl: { Session: 3600, Grant: 3600, Interaction: 600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
  });
}

/** Answers what the provider would ask the person: who they are, and whether they mind. */
async function interact(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  const sub = String(request.headers['x-someone']);
  const finish = (result: object) => provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
  if (prompt.name === 'login') return finish({ login: { accountId: sub } });
  const grant = new provider.Grant({ accountId: session?.accountId ?? sub, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  return finish({ consent: { grantId: await grant.save() } });
}
