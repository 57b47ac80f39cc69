import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SecondPersonNeeded } from '@praetor/kernel/four-eyes';
import { accountActor } from '@praetor/testkit/actors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addIdentityProvider } from '../src/commands/add-identity-provider.ts';
import { changeIdentityProvider } from '../src/commands/change-identity-provider.ts';
import { AddressForbidden, AnswerTooLarge, createGuardedFetch } from '../src/commands/guarded-fetch.ts';
import { disableIdentityProvider, enableIdentityProvider } from '../src/commands/switch-identity-provider.ts';
import { IssuerTaken, ProviderUnavailable } from '../src/domain/identity-provider.ts';
import { startForgingIssuer, type ForgingIssuer } from '@praetor/testkit/forging-issuer';
import { client, redirectUri } from '@praetor/testkit/openid-provider';
import { begin, setUpProvider, visitor } from './providers.ts';
import { accountsWorld, type AccountsWorld } from './world.ts';

let world: AccountsWorld;
beforeAll(async () => (world = await accountsWorld()));
afterAll(() => world[Symbol.asyncDispose]());

const admin = () => world.room(world.staff('ADMIN'));
const described = ({ issuer }: { issuer: string }) => ({
  issuer,
  displayName: 'Example ID',
  redirectUris: [redirectUri],
  ...client,
});
const list = '{ signInProviders { id displayName } }';
const shown = async (tenantId = world.tenantId) =>
  (await world.query(visitor(world, tenantId).actor, list)).data?.signInProviders;

describe('a provider', () => {
  test('is described by one administrator and switched on by another, who saw it as it is', async () => {
    await using issuer = await startForgingIssuer();
    const first = admin();
    const provider = await addIdentityProvider(first, world.desk, { ...described(issuer), idempotencyKey: 'a' });
    expect(provider).toMatchObject({
      enabled: false,
      opensAccounts: false,
      emailDomains: [],
      scopes: ['openid', 'email', 'profile'],
    });
    expect((await addIdentityProvider(first, world.desk, { ...described(issuer), idempotencyKey: 'a' })).id).toBe(provider.id);
    await expect(begin(world, provider)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const input = { providerId: provider.id, expectedVersion: provider.version };
    await expect(enableIdentityProvider(first, world.desk, input)).rejects.toThrow(SecondPersonNeeded);
    await expect(enableIdentityProvider(admin(), world.desk, { ...input, expectedVersion: 9 })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect(await enableIdentityProvider(admin(), world.desk, input)).toMatchObject({ enabled: true });
    expect(await shown()).toContainEqual({ id: provider.id, displayName: 'Example ID' });
    await disableIdentityProvider(first, { providerId: provider.id });
    expect(await shown()).not.toContainEqual({ id: provider.id, displayName: 'Example ID' });
    await expect(addIdentityProvider(admin(), world.desk, described(issuer))).rejects.toThrow(IssuerTaken);
  });

  test('is off once what it is trusted for changes; a new name or secret changes nothing of that', async () => {
    await using issuer = await startForgingIssuer();
    const { id: providerId } = await setUpProvider(world, issuer.issuer);
    const first = admin();
    const change = (given: object) => changeIdentityProvider(first, world.desk, { providerId, ...given });
    expect(await change({ displayName: 'Other', clientSecret: 'another-secret' })).toMatchObject({ enabled: true });
    expect(await change({ displayName: 'Other' })).toMatchObject({ enabled: true });
    const loosened = await change({ emailDomains: ['example.com'], opensAccounts: true });
    expect(loosened).toMatchObject({ enabled: false, emailDomains: ['example.com'] });
    const input = { providerId, expectedVersion: loosened.version };
    await expect(enableIdentityProvider(first, world.desk, input)).rejects.toThrow(SecondPersonNeeded);
    await enableIdentityProvider(admin(), world.desk, input);
    const changes = await world.announced('accounts.identityProviderChanged.v1');
    expect(changes.map(({ data }) => [data.changed, data.switchedOff])).toEqual([
      [['displayName', 'clientSecret'], false],
      [['opensAccounts', 'emailDomains'], true],
    ]);
  });

  test('is not switched on while it does not answer', async () => {
    const issuer = await startForgingIssuer();
    const provider = await addIdentityProvider(admin(), world.desk, described(issuer));
    await issuer[Symbol.asyncDispose]();
    const input = { providerId: provider.id, expectedVersion: provider.version };
    await expect(enableIdentityProvider(admin(), world.desk, input)).rejects.toThrow(ProviderUnavailable);
  });

  test('keeps its secret to itself: in no answer, row or event', async () => {
    await using issuer = await startForgingIssuer();
    const { id } = await setUpProvider(world, issuer.issuer);
    const fields = '{ identityProviders(first: 50) { edges { node { id hasClientSecret clientId issuer } } } }';
    const { data } = await world.query(accountActor(world.tenantId, ['ADMIN']), fields);
    expect(JSON.stringify(data)).toContain(`"${id}","hasClientSecret":true`);
    const { rows } = await world.admin.query('select row_to_json(p)::text as text from accounts.identity_provider p');
    expect(JSON.stringify([data, rows, await world.announced()])).not.toContain(client.clientSecret);
  });

  test('sends nobody to a page that it is not set up with, however alike', async () => {
    await using issuer = await startForgingIssuer();
    const provider = await setUpProvider(world, issuer.issuer);
    for (const other of [
      `${redirectUri}/`,
      `${redirectUri}?x=1`,
      redirectUri.toUpperCase(),
      `${redirectUri}.evil.example`,
      'https://evil.example/back',
    ])
      await expect(begin(world, provider, { redirectUri: other })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('of another tenant is neither shown, begun with nor changed', async () => {
    await using issuer = await startForgingIssuer();
    const provider = await setUpProvider(world, issuer.issuer);
    const elsewhere = await world.tenant();
    expect(await shown(elsewhere)).toEqual([]);
    const stranger = world.room(accountActor(elsewhere, ['ADMIN']));
    const there = changeIdentityProvider(stranger, world.desk, { providerId: provider.id, displayName: 'Mine' });
    await expect(there).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(disableIdentityProvider(stranger, { providerId: provider.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test.each([
    ['issuer', { issuer: 'http://id.example.com' }],
    ['issuer', { issuer: 'https://user:word@id.example.com' }],
    ['issuer', { issuer: 'https://id.example.com/?x=1' }],
    ['redirectUris', { redirectUris: ['javascript:alert(1)'] }],
    ['redirectUris', { redirectUris: ['http://shop.example/back'] }],
    ['redirectUris', { redirectUris: [] }],
    ['scopes', { scopes: ['email'] }],
    ['emailDomains', { emailDomains: ['*.example.com'] }],
    ['emailDomains', { emailDomains: ['Example.com'] }],
    ['maxAgeSeconds', { maxAgeSeconds: 1 }],
    ['clientId', { clientId: 'a b' }],
  ])('has no such %s: %o', async (field, given) => {
    const tried = addIdentityProvider(admin(), world.desk, { ...described({ issuer: 'https://id.example.com' }), ...given });
    await expect(tried).rejects.toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining(field) });
  });
});

describe('what may be asked over the network', () => {
  const limits = { timeoutMs: 300, maxBytes: 1000 };
  const strict = createGuardedFetch({ ...limits, networks: [] });
  let issuer: ForgingIssuer;
  beforeAll(async () => (issuer = await startForgingIssuer()));
  afterAll(() => issuer[Symbol.asyncDispose]());

  test.each([
    'http://id.example.com/',
    'http://127.0.0.1/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://10.0.0.1/',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://100.64.0.1/',
    'https://[fd00::1]/',
    'https://[fe80::1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://0.0.0.0/',
    'https://2130706433/',
    'https://localhost/',
    'file:///etc/passwd',
  ])('not %s', async (url) => {
    await expect(strict(url, {})).rejects.toThrow(AddressForbidden);
  });

  test('this machine, where the operator says so; by its name, too; and no other network with it', async () => {
    const open = createGuardedFetch({ ...limits, networks: ['127.0.0.0/8', '::1/128'] });
    expect((await open(`${issuer.issuer}/jwks`, {})).status).toBe(200);
    expect((await open(`${issuer.issuer.replace('127.0.0.1', 'localhost')}/jwks`, {})).status).toBe(200);
    await expect(open('https://10.0.0.1/', {})).rejects.toThrow(AddressForbidden);
  });

  test('bounded in size and time, from the first byte to the last, and redirects are handed back', async () => {
    const open = createGuardedFetch({ ...limits, networks: ['127.0.0.0/8'] });
    const server = createServer(({ url }, response) => {
      if (url === '/large') response.end('x'.repeat(1001));
      else if (url === '/away') response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
      // A byte now and then keeps a connection alive, not a request.
      else setInterval(() => response.write('x'), 50).unref();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await expect(open(`${at}/large`, {})).rejects.toThrow(AnswerTooLarge);
    await expect(open(`${at}/trickle`, {})).rejects.toMatchObject({ name: 'TimeoutError' });
    expect((await open(`${at}/away`, {})).status).toBe(302);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});
