import { roles, type Role } from '@praetor/authorization/roles';
import { accountActor, anonymousActor } from '@praetor/testkit/actors';
import fc from 'fast-check';
import { getNamedType, isEnumType, isInputObjectType, isListType, isNonNullType, type GraphQLInputType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schema } from '../src/graphql/schema.ts';
import { accountsWorld, gateway, type AccountsWorld, type Person } from './world.ts';

let world: AccountsWorld;
let person: Person;
beforeAll(async () => {
  world = await accountsWorld();
  person = await world.person();
});
afterAll(() => world[Symbol.asyncDispose]());

const root = {
  accounts: ['account:read', '{ accounts { edges { node { id } } } }'],
  accountsSummary: ['account:read', '{ accountsSummary { total } }'],
  identityProviders: ['identityProvider:manage', '{ identityProviders { edges { node { id } } } }'],
  addIdentityProvider: [
    'identityProvider:manage',
    'mutation { addIdentityProvider(input: { issuer: "x", displayName: "x", clientId: "x", redirectUris: [] }) { __typename } }',
  ],
  changeIdentityProvider: [
    'identityProvider:manage',
    'mutation { changeIdentityProvider(input: { providerId: "x" }) { __typename } }',
  ],
  enableIdentityProvider: [
    'identityProvider:manage',
    'mutation { enableIdentityProvider(input: { providerId: "x", expectedVersion: 1 }) { __typename } }',
  ],
  disableIdentityProvider: [
    'identityProvider:manage',
    'mutation { disableIdentityProvider(input: { providerId: "x" }) { __typename } }',
  ],
  apiKeys: ['apiKey:manage', '{ apiKeys { edges { node { id } } } }'],
  jwks: ['gateway:verify', '{ jwks }'],
  sessionStates: ['gateway:verify', '{ sessionStates(ids: ["ses_x"]) { active } }'],
  apiKeyState: ['gateway:verify', '{ apiKeyState(digest: "x") { active } }'],
  tenantState: ['gateway:verify', '{ tenantState(slug: "x") { id } }'],
  lockAccount: ['account:lock', 'mutation { lockAccount(input: { accountId: "x", reason: "x" }) { __typename } }'],
  unlockAccount: ['account:lock', 'mutation { unlockAccount(input: { accountId: "x" }) { __typename } }'],
  suspendAccount: ['account:suspend', 'mutation { suspendAccount(input: { accountId: "x", reason: "x" }) { __typename } }'],
  reinstateAccount: ['account:suspend', 'mutation { reinstateAccount(input: { accountId: "x", reason: "x" }) { __typename } }'],
  assignRole: ['role:assign', 'mutation { assignRole(input: { accountId: "x", role: ADMIN }) { __typename } }'],
  revokeRole: ['role:assign', 'mutation { revokeRole(input: { accountId: "x", role: ADMIN }) { __typename } }'],
  roleRequests: ['role:assign', '{ roleRequests { edges { node { id } } } }'],
  approveRoleRequest: ['role:assign', 'mutation { approveRoleRequest(input: { roleRequestId: "x" }) { __typename } }'],
  rejectRoleRequest: ['role:assign', 'mutation { rejectRoleRequest(input: { roleRequestId: "x", reason: "x" }) { __typename } }'],
  withdrawRoleRequest: ['role:assign', 'mutation { withdrawRoleRequest(input: { roleRequestId: "x" }) { __typename } }'],
  impersonations: ['account:impersonate', '{ impersonations { edges { node { id } } } }'],
  startImpersonation: [
    'account:impersonate',
    'mutation { startImpersonation(input: { accountId: "x", reason: "x" }) { __typename } }',
  ],
  sellerApplications: ['kyc:review', '{ sellerApplications { edges { node { id } } } }'],
  kycChecks: ['kyc:review', '{ kycChecks { edges { node { id } } } }'],
  decideKycCheck: [
    'kyc:review',
    'mutation { decideKycCheck(input: { kycCheckId: "x", approve: true, reasons: [] }) { __typename } }',
  ],
  createApiKey: ['apiKey:manage', 'mutation { createApiKey(input: { name: "" }) { __typename } }'],
  rotateApiKey: ['apiKey:manage', 'mutation { rotateApiKey(input: { apiKeyId: "x" }) { __typename } }'],
  revokeApiKey: ['apiKey:manage', 'mutation { revokeApiKey(input: { apiKeyId: "x" }) { __typename } }'],
  registeredOperations: ['apiKey:manage', '{ registeredOperations { edges { node { id } } } }'],
  partnerState: ['gateway:verify', '{ partnerState(id: "x") { active } }'],
  operationState: ['gateway:verify', '{ operationState(tenantId: "x", hash: "x") { id } }'],
  registerOperations: ['apiKey:manage', 'mutation { registerOperations(input: { manifest: {} }) { __typename } }'],
  deprecateOperation: ['apiKey:manage', 'mutation { deprecateOperation(input: { operationId: "x" }) { __typename } }'],
  removeOperation: ['apiKey:manage', 'mutation { removeOperation(input: { operationId: "x" }) { __typename } }'],
  reportOperationUsage: ['gateway:verify', 'mutation { reportOperationUsage(input: { usages: [] }) { recorded } }'],
  ingestEvents: ['event:ingest', 'mutation { ingestEvents(input: { events: [] }) { results { index } } }'],
} as const;

describe.each(Object.keys(roles) as Role[])('%s', (role) => {
  test.each(Object.entries(root))(
    'asks for %s only with its permission, before anything runs',
    async (field, [permission, query]) => {
      const { data, errors } = await world.query(accountActor(world.tenantId, [role]), query);
      const held = (roles[role] as readonly string[]).includes(permission);
      if (held) expect(errors).toBeUndefined();
      else expect({ data, code: errors?.[0]?.extensions.code }).toEqual({ data: { [field]: null }, code: 'FORBIDDEN' });
    },
  );
});

const query = `query ($id: ID!) { account(id: $id) {
  displayName email status roles createdAt sessions { edges { node { id } } } devices { edges { node { id } } } } }`;

test('others of the tenant see a name, the account itself and staff the rest', async () => {
  const ask = async (actor: Parameters<AccountsWorld['query']>[0]) =>
    (await world.query(actor, query, { id: person.account.id })).data?.account;
  const hidden = { email: null, status: null, roles: null, createdAt: null, sessions: null, devices: null };
  const shown = { email: person.email, status: 'ACTIVE', roles: ['BUYER'], sessions: { edges: [] }, devices: { edges: [] } };
  expect(await ask(accountActor(world.tenantId))).toEqual({ displayName: person.account.displayName, ...hidden });
  expect(await ask(person.actor)).toMatchObject(shown);
  expect(await ask(world.staff('SUPPORT'))).toMatchObject(shown);
});

test('fields of entities are guarded too, and whoever is not signed in resolves none', async () => {
  const entity = `{ _entities(representations: [{ __typename: "Account", id: "${person.account.id}" }]) { ... on Account { displayName statusReason } } }`;
  const asBuyer = await world.query(accountActor(world.tenantId), entity);
  expect(asBuyer.data?._entities).toEqual([{ displayName: person.account.displayName, statusReason: null }]);
  expect(asBuyer.errors?.[0]).toMatchObject({ path: ['_entities', 0, 'statusReason'], extensions: { code: 'FORBIDDEN' } });
  expect((await world.query(anonymousActor(world.tenantId), entity)).data?._entities).toEqual([null]);
  for (const field of ['me { id }', 'mySessions { edges { cursor } }', `account(id: "${person.account.id}") { id }`]) {
    const { errors } = await world.query(anonymousActor(world.tenantId), `{ ${field} }`);
    expect(errors?.[0]?.extensions.code, field).toBe('UNAUTHENTICATED');
  }
});

test('a hundred references are one query, and a session is worth what one query says', async () => {
  const representations = Array.from({ length: 100 }, () => ({ __typename: 'Account', id: person.account.id }));
  const entities = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Account { displayName } } }';
  const many = await world.statements(() => world.query(person.actor, entities, { r: representations }));
  expect(many.filter((text) => text.includes('from "accounts"."account"'))).toHaveLength(1);
  const { session } = await world.signIn(person);
  const one = await world.statements(() => world.active(session.id));
  expect(one.filter((text) => text.includes('accounts.'))).toHaveLength(1);
});

test('accounts are found by the beginning of their address, page by page, and wildcards mean themselves', async () => {
  const staff = world.staff('AUDITOR');
  for (let n = 0; n < 3; n += 1) await world.person();
  const page = async (args: string) => {
    const { data, errors } = await world.query(
      staff,
      `{ accounts(${args}) { edges { cursor node { email } } pageInfo { hasNextPage } } }`,
    );
    expect(errors).toBeUndefined();
    return data?.accounts as { edges: { cursor: string; node: { email: string } }[]; pageInfo: { hasNextPage: boolean } };
  };
  const all = (await page('search: "PERSON-"')).edges.map(({ node }) => node.email);
  expect(all).toEqual(all.toSorted());
  expect(all.length).toBeGreaterThanOrEqual(4);
  const first = await page('search: "person-", first: 2');
  const second = await page(`search: "person-", first: 2, after: "${first.edges[1]!.cursor}"`);
  expect([...first.edges, ...second.edges].map(({ node }) => node.email)).toEqual(all.slice(0, 4));
  expect((await page('search: "%"')).edges).toEqual([]);
  expect((await page('search: "person_"')).edges).toEqual([]);
  expect((await page('status: SUSPENDED, search: "person"')).edges).toEqual([]);
});

/** Any value that a client can send for a type: well-formed and hostile alike. */
function valueOf(type: GraphQLInputType, ids: string[]): fc.Arbitrary<unknown> {
  if (isNonNullType(type)) return valueOf(type.ofType, ids);
  if (isListType(type)) return fc.array(valueOf(type.ofType, ids), { maxLength: 3 });
  if (isEnumType(type)) return fc.constantFrom(...type.getValues().map(({ name }) => name));
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const required = fields.filter((field) => isNonNullType(field.type)).map(({ name }) => name);
    return fc.record(Object.fromEntries(fields.map((field) => [field.name, valueOf(field.type, ids)])), {
      requiredKeys: required,
    });
  }
  switch (getNamedType(type).name) {
    case 'Int':
      return fc.integer({ min: -1, max: 2 ** 31 - 1 });
    case 'DateTime':
      return fc.constantFrom('2000-01-01T00:00:00Z', '2099-01-01T00:00:00Z', '275000-01-01T00:00:00Z');
    case 'JSON':
      return fc.jsonValue();
    default:
      return fc.oneof(
        fc.constantFrom(...ids, '', '\0', '\ud800', "' or 1=1 --", 'x'.repeat(5000)),
        fc.string({ unit: 'binary' }),
      );
  }
}

describe('whatever is sent, no mutation breaks', () => {
  test.each(Object.values(schema.getMutationType()!.getFields()).map((field) => [field.name, field] as const))(
    '%s',
    async (name, field) => {
      const [argument] = field.args;
      const ids = [person.account.id, person.email, 'a quiet walk at dawn'];
      const unions = '{ __typename ... on UserError { code message } }';
      const plain: Record<string, string> = { ingestEvents: '{ results { outcome } }', reportOperationUsage: '{ recorded }' };
      const result = plain[field.name] ?? unions;
      const mutation = `mutation ($input: ${String(argument!.type)}) { ${name}(input: $input) ${result} }`;
      const actor = accountActor(world.tenantId, Object.keys(roles));
      await fc.assert(
        fc.asyncProperty(valueOf(argument!.type, ids), async (input) => {
          const { errors } = await world.query(actor, mutation, { input });
          for (const error of errors ?? []) {
            expect(['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED'], JSON.stringify(error)).toContain(error.extensions.code);
          }
        }),
        { numRuns: 25 },
      );
    },
  );
});

test('the gateway sees the public keys only', async () => {
  const { data } = await world.query(gateway, '{ jwks }');
  const { keys } = JSON.parse(String(data?.jwks)) as { keys: object[] };
  expect(keys).toEqual([
    { kty: 'OKP', crv: 'Ed25519', x: expect.any(String), kid: expect.any(String), alg: 'EdDSA', use: 'sig' },
  ]);
});
