import { setTimeout as sleep } from 'node:timers/promises';
import { client, type OpenIdProvider, redirectUri, startOpenIdProvider } from '@praetor/testkit/openid-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { administrators, form, sendText } from './client.ts';

let there: OpenIdProvider;
beforeAll(async () => void (there = await startOpenIdProvider()));
afterAll(() => there[Symbol.asyncDispose]());

/** The one field of a mutation that takes one input. */
async function run<Answer>(token: string | null, name: string, input: object, wanted: string): Promise<Answer> {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { __typename ${wanted} ... on UserError { code } } }`;
  const { data, errors } = await sendText<Record<string, Answer>>(token, query, { input });
  const answer = data?.[name];
  if (!answer) throw new Error(`${name}: ${JSON.stringify(errors)}`);
  return answer;
}

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

const logoutAt = (providerId: string): string => `${form.url}/backchannel-logout?provider=${providerId}`;

test('two administrators let a provider in, someone signs in with it, and its logout ends their session here', async () => {
  const [first, second] = await administrators();
  const described = {
    issuer: there.issuer,
    displayName: 'Example ID',
    redirectUris: [redirectUri],
    opensAccounts: true,
    emailDomains: ['example.net'],
    ...client,
  };
  const added = await run<{ id: string; version: number }>(
    first.token,
    'addIdentityProvider',
    described,
    '... on IdentityProvider { id version }',
  );
  const enabling = { providerId: added.id, expectedVersion: added.version };
  const alone = await run<{ code: string }>(first.token, 'enableIdentityProvider', enabling, '');
  expect(alone.code).toBe('FOUR_EYES_SECOND_PERSON_NEEDED');
  await run(second.token, 'enableIdentityProvider', enabling, '... on IdentityProvider { enabled }');

  const shown = await sendText<{ signInProviders: { id: string }[] }>(null, '{ signInProviders { id displayName } }');
  expect(shown.data?.signInProviders).toContainEqual({ id: added.id, displayName: 'Example ID' });

  const begun = await run<{ authorizationUrl: string; ticket: string }>(
    null,
    'startProviderSignIn',
    { providerId: added.id, redirectUri },
    '... on ProviderSignIn { authorizationUrl ticket }',
  );
  const browser = new Map<string, string>();
  const someone = { sub: 'ann', email: 'ann@example.net', email_verified: true, name: 'Ann' };
  const callback = await there.visit(begun.authorizationUrl, someone, browser);
  const tokens = await run<Tokens>(
    null,
    'finishProviderSignIn',
    { ticket: begun.ticket, callback },
    '... on SessionTokens { accessToken refreshToken }',
  );
  const me = () => sendText<{ me: { displayName: string } }>(tokens.accessToken, '{ me { displayName } }');
  expect((await me()).data?.me).toEqual({ displayName: 'Ann' });

  await there.signOut(browser, logoutAt(added.id));
  await sleep(1_000);
  expect((await me()).errors[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
  const refreshed = await run<{ code: string }>(null, 'refreshSession', { refreshToken: tokens.refreshToken }, '');
  expect(refreshed.code).toBe('ACCOUNT_INVALID_REFRESH_TOKEN');
});

const formType = { 'content-type': 'application/x-www-form-urlencoded' };
test.each<[string, number, RequestInit]>([
  ['a page', 405, {}],
  ['no form', 400, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }],
  ['no token', 400, { method: 'POST', body: 'x=1', headers: formType }],
  ['two tokens', 400, { method: 'POST', body: 'logout_token=a&logout_token=b', headers: formType }],
  ['a token that is none', 400, { method: 'POST', body: 'logout_token=junk', headers: formType }],
  ['too much', 400, { method: 'POST', body: `logout_token=${'x'.repeat(20_000)}`, headers: formType }],
])('the door of logouts takes %s for nothing', async (_, status, request) => {
  const response = await fetch(logoutAt('idp_01k00000000000000000000000'), request);
  expect([response.status, response.headers.get('cache-control')]).toEqual([status, 'no-store']);
});
