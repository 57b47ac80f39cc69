import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { client } from './openid-provider.ts';

type Signing = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'] | Uint8Array;

/** What is wrong with the next token, or with the provider. */
export interface Forgery {
  readonly claims?: JWTPayload;
  readonly header?: { alg: string; kid?: string; typ?: string };
  readonly key?: Signing;
  /** Instead of whatever is signed. */
  readonly token?: (claims: JWTPayload) => string;
  readonly metadata?: object;
  /** Instead of an answer, on the path. */
  readonly answers?: Readonly<Record<string, (response: ServerResponse) => void>>;
}

/** An issuer that signs whatever a test wants: small, real, and not to be trusted. */
export interface ForgingIssuer extends AsyncDisposable {
  readonly issuer: string;
  readonly key: Signing;
  readonly asked: readonly string[];
  forge(forgery: Forgery): void;
  /** A token with what makes one valid, but for what is given. */
  sign(claims: JWTPayload, forgery?: Forgery): Promise<string>;
}

const seconds = (): number => Math.floor(Date.now() / 1000);

export async function startForgingIssuer(): Promise<ForgingIssuer> {
  const { privateKey: key, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' };
  const asked: string[] = [];
  let forgery: Forgery = {};
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sign = async (
    claims: JWTPayload,
    { header = { alg: 'ES256', kid: 'k1' }, key: with_ = key, token }: Forgery = forgery,
  ) => {
    const times = { iat: seconds(), exp: seconds() + 300 };
    const all = { iss: issuer, aud: client.clientId, sub: 'someone', ...times, ...claims };
    return token ? token(all) : new SignJWT(all).setProtectedHeader(header).sign(with_);
  };
  const pages: Record<string, () => Promise<object> | object> = {
    '/.well-known/openid-configuration': () => ({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
      authorization_response_iss_parameter_supported: true,
      ...forgery.metadata,
    }),
    '/jwks': () => ({ keys: [jwk] }),
    '/token': async () => ({ access_token: 'at', token_type: 'bearer', id_token: await sign(forgery.claims ?? {}) }),
  };
  server.on('request', async ({ url = '' }, response) => {
    asked.push(url);
    const instead = forgery.answers?.[url];
    if (instead) return instead(response);
    const page = pages[url];
    if (!page) return response.writeHead(404).end();
    return response.setHeader('content-type', 'application/json').end(JSON.stringify(await page()));
  });
  return { issuer, key, asked, sign, forge: (next) => void (forgery = next), [Symbol.asyncDispose]: () => close(server) };
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
