import { trustTierChanged } from '@praetor/contracts/trust';
import { newId, uuidOf, type Id } from '@praetor/kernel/id';
import { roleOf, urlFor } from '@praetor/postgres/database';
import { accountActor, anonymousActor } from '@praetor/testkit/actors';
import { testPassword } from '@praetor/testkit/database';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerSecondFactor } from '../src/commands/answer-second-factor.ts';
import { createApiKey } from '../src/commands/create-api-key.ts';
import { startImpersonation } from '../src/commands/start-impersonation.ts';
import { assignRole } from '../src/commands/assign-role.ts';
import { startPasskeyRegistration } from '../src/commands/passkey-options.ts';
import { registerPasskey } from '../src/commands/register-passkey.ts';
import { registerOperations } from '../src/commands/register-operations.ts';
import { ingestEvents } from '../src/commands/ingest-events.ts';
import { InvalidCredentials } from '../src/commands/attempt-password.ts';
import { login } from '../src/commands/login.ts';
import type { SecondFactorRequired } from '../src/commands/second-factor.ts';
import { Authenticator } from '@praetor/testkit/authenticator';
import { codeOf, enrolSecondFactor, inSession } from './factors.ts';
import { startOpenIdProvider } from '@praetor/testkit/openid-provider';
import { setUpProvider, signInAt } from './providers.ts';
import { applied, decided, handedIn } from './sellers.ts';
import { accountsWorld, password, type AccountsWorld, type Person } from './world.ts';

let world: AccountsWorld;
let elsewhere: Id<'tenant'>;
let person: Person;
beforeAll(async () => {
  world = await accountsWorld();
  elsewhere = await world.tenant();
  person = await world.person();
  const { secret } = await enrolSecondFactor(world, person);
  const refusal = await world.signIn(person).catch((error: unknown) => error);
  const { challengeToken } = refusal as SecondFactorRequired;
  const room = world.room(anonymousActor(world.tenantId));
  await answerSecondFactor(room, world.desk, { challengeToken, code: codeOf(world, secret) });
  await world.signIn(person).catch(() => undefined);
  await login(world.room(anonymousActor(world.tenantId)), world.desk, { email: person.email, password: 'not this one' }).catch(
    () => 0,
  );
  await world.join('someone@example.com');
  const owner = await world.person();
  const own = inSession(world, owner, await world.signIn(owner));
  const { options } = await startPasskeyRegistration(own, world.desk, {});
  await registerPasskey(own, world.desk, { response: new Authenticator().create(options) });
  const { id: apiKeyId } = await createApiKey(world.room(world.staff('ADMIN')), { name: 'Orders' });
  await registerOperations(world.room(world.staff('ADMIN')), { apiKeyId, manifest: { me: 'query Me { me { id } }' } });
  await assignRole(world.room(world.staff('ADMIN')), { accountId: person.account.id, role: 'SUPPORT' });
  await sellers();
  await federated();
  const help = { accountId: person.account.id, reason: 'Help.' };
  await startImpersonation(world.room(world.staff('SUPPORT')), world.keys, help);
  const data = { userRef: 'u-1', kind: 'buyer' };
  const event = { id: 'e-1', source: 'urn:shop', type: 'marketplace.userRegistered.v1', data };
  await ingestEvents(world.room(world.partner), { events: [event] });
});
afterAll(() => world[Symbol.asyncDispose]());

/** Someone whose account an OpenID provider opened. */
async function federated(): Promise<void> {
  await using there = await startOpenIdProvider();
  const provider = await setUpProvider(world, there.issuer, { opensAccounts: true, emailDomains: ['*'] });
  await signInAt(world, there, provider, { sub: 'ann', email: 'ann@example.com', email_verified: true });
}

/** Someone who became a seller. */
async function sellers(): Promise<void> {
  const seller = await world.person();
  await applied(world, seller);
  for (let stage = 0; stage < 3; stage += 1) {
    await handedIn(world, seller);
    await decided(world, seller, true);
  }
  const assessed = { accountId: seller.account.id, score: 500, tier: 'new', riskLevel: 'low', modelVersion: 'v' } as const;
  const data = { ...assessed, previousTier: 'new', evaluatedAt: world.clock.now().toISOString() } as const;
  await world.receive(trustTierChanged, { subject: { type: 'account', id: seller.account.id }, data });
}

describe('another tenant', () => {
  // The worst case among them: the very id of the account, in a token of another tenant.
  const callers = () => [
    accountActor(elsewhere, ['ADMIN', 'AUDITOR']),
    accountActor(elsewhere, ['ADMIN'], { id: person.account.id }),
  ];

  test.each([
    ['by id', '{ account(id: $id) { id } }', { account: null }],
    ['as oneself', '{ me { id } }', { me: null }],
    ['in a list', '{ accounts { edges { node { id } } } }', { accounts: { edges: [] } }],
    ['by address', '{ accounts(search: "person") { edges { node { id } } } }', { accounts: { edges: [] } }],
    ['in numbers', '{ accountsSummary { total } }', { accountsSummary: { total: 0 } }],
    ['by what it signs in with', '{ mySignInMethods { password } }', { mySignInMethods: null }],
    ['by sessions', '{ mySessions { edges { node { id } } } }', { mySessions: { edges: [] } }],
    ['by devices', '{ myDevices { edges { node { id } } } }', { myDevices: { edges: [] } }],
    ['by registered operations', '{ registeredOperations { edges { node { id } } } }', { registeredOperations: { edges: [] } }],
    ['by impersonations', '{ impersonations { edges { node { id } } } }', { impersonations: { edges: [] } }],
    ['by applications', '{ sellerApplications { edges { node { id } } } }', { sellerApplications: { edges: [] } }],
    ['by checks', '{ kycChecks { edges { node { id } } } }', { kycChecks: { edges: [] } }],
    ['by role requests', '{ roleRequests { edges { node { id } } } }', { roleRequests: { edges: [] } }],
    ['by providers', '{ signInProviders { id } }', { signInProviders: [] }],
    ['by their settings', '{ identityProviders { edges { node { id } } } }', { identityProviders: { edges: [] } }],
    ['by API keys', '{ apiKeys { edges { node { id } } } }', { apiKeys: { edges: [] } }],
    [
      'as an entity',
      '{ _entities(representations: [{ __typename: "Account", id: $id }]) { __typename } }',
      { _entities: [null] },
    ],
  ])('finds nothing %s', async (_, query, data) => {
    for (const actor of callers()) {
      expect((await world.query(actor, query.replace('$id', `"${person.account.id}"`))).data).toEqual(data);
    }
  });

  test('gets the same refusal for what exists elsewhere as for what exists nowhere', async () => {
    const [admin] = callers();
    const lock = (id: string) =>
      world.query(
        admin!,
        `mutation { lockAccount(input: { accountId: "${id}", reason: "x" }) { ... on UserError { code message } } }`,
      );
    const there = await lock(person.account.id);
    expect(there).toEqual(await lock(newId('account')));
    expect(there.data?.lockAccount).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('has its own account of the same address, with its own password', async () => {
    const room = world.room(anonymousActor(elsewhere));
    await expect(login(room, world.desk, { email: person.email, password })).rejects.toThrow(InvalidCredentials);
    const other = 'another walk at noon';
    const { account } = await world.join(person.email, { password: other, tenantId: elsewhere });
    expect(account.id).not.toBe(person.account.id);
    const { session } = await login(room, world.desk, { email: person.email, password: other });
    expect(session).toMatchObject({ tenantId: elsewhere, accountId: account.id });
    await expect(login(room, world.desk, { email: person.email, password })).rejects.toThrow(InvalidCredentials);
  });
});

describe('the database itself', () => {
  const asRole = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = new pg.Client({ connectionString: urlFor(world.adminUrl, roleOf('accounts'), testPassword) });
    await client.connect();
    return work(client).finally(() => client.end());
  };
  const tables = [
    'tenant',
    'account',
    'device',
    'session',
    'refresh_token',
    'sign_in_challenge',
    'totp',
    'passkey',
    'spent_challenge',
    'recovery_code',
    'second_factor_guard',
    'external_identity',
    'api_key',
    'registered_operation',
    'role_request',
    'impersonation',
    'seller_application',
    'kyc_check',
    'kyc_standing',
    'trust_standing',
    'seller_profile',
    'ingested_event',
    'message',
    'proof',
    'guess_limit',
    'outbox_event',
    'identity_provider',
    'linked_identity',
  ];

  test.each(tables)('shows rows of accounts.%s to their own tenant only, whatever SQL the role runs', async (table) => {
    await asRole(async (client) => {
      const tenants = async () => {
        const { rows } = await client.query<{ tenant_id: string }>(`select distinct tenant_id from accounts.${table}`);
        return rows.map((row) => row.tenant_id);
      };
      const here = uuidOf(world.tenantId);
      expect(await tenants()).toEqual([]);
      await client.query("select set_config('praetor.tenant_id', $1, false)", [uuidOf(newId('tenant'))]);
      expect(await tenants()).toEqual([]);
      expect((await client.query(`delete from accounts.${table} where tenant_id = $1`, [here])).rowCount).toBe(0);
      await client.query("select set_config('praetor.tenant_id', $1, false)", [here]);
      expect(await tenants()).toEqual([here]);
    });
  });

  test('lets workers find sessions and keys of all tenants, and change none', async () => {
    await asRole(async (client) => {
      await client.query("select set_config('praetor.worker', 'on', false)");
      const { rows } = await client.query<{ n: string }>('select count(*) as n from accounts.session');
      expect(Number(rows[0]?.n)).toBeGreaterThan(0);
      expect((await client.query('update accounts.session set revoked_at = now()')).rowCount).toBe(0);
      expect((await client.query("update accounts.account set roles = '{ADMIN}'")).rowCount).toBe(0);
    });
  });

  test('keeps the role from planting rows elsewhere, and from switching the walls off', async () => {
    await asRole(async (client) => {
      await client.query("select set_config('praetor.tenant_id', $1, false)", [uuidOf(elsewhere)]);
      const plant = client.query(
        'insert into accounts.ingested_event (tenant_id, event_key, received_at) values ($1, $2, now())',
        [uuidOf(world.tenantId), uuidOf(newId('event'))],
      );
      await expect(plant).rejects.toThrow('row-level security');
      await expect(client.query('alter table accounts.account disable row level security')).rejects.toThrow('must be owner');
      await expect(client.query('select * from accounts.migration')).rejects.toThrow('permission denied');
    });
  });
});
