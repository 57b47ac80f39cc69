import { accountActor } from '@praetor/testkit/actors';
import { idOf, newId, uuidOf } from '@praetor/kernel/id';
import { roleOf, urlFor } from '@praetor/postgres/database';
import { testPassword } from '@praetor/testkit/database';
import fc from 'fast-check';
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isObjectType,
  type GraphQLInputObjectType,
  type GraphQLObjectType,
} from 'graphql';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inviteMember } from '../src/commands/organization-invitations.ts';
import { addTeamMember, createTeam } from '../src/commands/organization-teams.ts';
import { teamRoles } from '../src/domain/organization.ts';
import { schema } from '../src/graphql/schema.ts';
import { vendorsWorld, type Vendor, type VendorsWorld } from './vendors.ts';
import type { Person } from './world.ts';

let world: VendorsWorld;
/** Two vendors with somebody in every role, a team and an open invitation each. */
let ours: Person[];
let a: Vendor;
let b: Vendor;
let theirs: { people: Person[]; teamId: string; invitationId: string };
const secret = 'Vendor B and nobody else';

async function furnished(vendor: Vendor, teamName: string) {
  const people = [vendor.owner];
  for (const role of teamRoles) people.push(await vendor.join(role));
  const { organizationId, owner } = vendor;
  const room = world.room(owner.actor);
  await createTeam(room, { organizationId, name: teamName });
  const { rows } = await world.admin.query<{ id: string }>('select id from accounts.team where organization_id = $1', [
    uuidOf(organizationId),
  ]);
  const teamId = idOf('team', rows[0]!.id);
  await addTeamMember(room, { organizationId, teamId, accountId: people[4]!.account.id });
  await inviteMember(room, world.desk, {
    organizationId,
    email: `guest-of-${vendor === a ? 'ours' : 'theirs'}@example.net`,
    role: 'AGENT',
  });
  const invitations = await world.admin.query<{ id: string }>(
    'select id from accounts.invitation where organization_id = $1 and accepted_at is null',
    [uuidOf(organizationId)],
  );
  return { people, teamId, invitationId: idOf('invitation', invitations.rows[0]!.id) };
}

beforeAll(async () => {
  world = await vendorsWorld();
  [a, b] = [await world.vendor('Vendor A'), await world.vendor(secret)];
  ours = (await furnished(a, 'ours')).people;
  theirs = await furnished(b, secret);
}, 60_000);
afterAll(() => world[Symbol.asyncDispose]());

const tables = ['organization', 'membership', 'team', 'team_member', 'invitation'];
/** Everything of vendor B as it lies there. */
async function stateOfB(): Promise<string> {
  const column = (table: string) => (table === 'organization' ? 'id' : 'organization_id');
  const all = tables.map(async (table) => {
    const { rows } = await world.admin.query(
      `select to_jsonb(t) as row from accounts.${table} as t where ${column(table)} = $1 order by 1`,
      [uuidOf(b.organizationId)],
    );
    return JSON.stringify(rows);
  });
  return (await Promise.all(all)).join('\n');
}

/** What of B's may never reach anyone of A: ids and names, though not the ids of people, who are known in the marketplace. */
const never = () => [secret, theirs.teamId, theirs.invitationId, 'guest-of-theirs'];
const leaks = (answer: unknown): string[] => never().filter((word) => JSON.stringify(answer).includes(word));

const fields = `id name status version viewerRole viewerMay
  members { edges { node { account { id } role organization { id name } } } }
  teams { edges { node { id name members { edges { node { account { id } } } } } } }
  invitations { edges { node { id email role } } }`;

const mutations = Object.values(schema.getMutationType()!.getFields()).filter((field) =>
  /organization|team|member|invitation|ownership/i.test(field.name),
);

describe('the database itself', () => {
  const asRole = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = new pg.Client({ connectionString: urlFor(world.adminUrl, roleOf('accounts'), testPassword) });
    await client.connect();
    return work(client).finally(() => client.end());
  };
  const set = (client: pg.Client, name: string, value: string) =>
    client.query('select set_config($1, $2, false)', [`praetor.${name}`, value]);

  test.each(tables)(
    'shows rows of %s within the organizations that were named only, whatever SQL the role runs',
    async (table) => {
      const column = table === 'organization' ? 'id' : 'organization_id';
      await asRole(async (client) => {
        const found = async () =>
          (await client.query<{ id: string }>(`select distinct ${column} as id from accounts.${table}`)).rows.map(({ id }) => id);
        await set(client, 'tenant_id', uuidOf(world.tenantId));
        expect(await found(), 'none is named').toEqual([]);
        await set(client, 'organizations', uuidOf(a.organizationId));
        expect(await found()).toEqual([uuidOf(a.organizationId)]);
        const theirsOnly = [uuidOf(b.organizationId)];
        expect((await client.query(`delete from accounts.${table} where ${column} = $1`, theirsOnly)).rowCount).toBe(0);
        await set(client, 'tenant_id', uuidOf(newId('tenant')));
        await set(client, 'organizations', '*');
        expect(await found(), 'another tenant').toEqual([]);
      });
    },
  );

  test('lets an account find its own memberships, and plants nobody elsewhere', async () => {
    await asRole(async (client) => {
      await set(client, 'tenant_id', uuidOf(world.tenantId));
      await set(client, 'account_id', uuidOf(ours[1]!.account.id));
      const { rows } = await client.query<{ id: string }>('select organization_id as id from accounts.membership');
      expect(rows.map(({ id }) => id)).toEqual([uuidOf(a.organizationId)]);
      expect((await client.query("update accounts.membership set role = 'OWNER'")).rowCount, 'seen, not changed').toBe(0);
      const plant = client.query(
        `insert into accounts.membership (tenant_id, organization_id, account_id, role, joined_at) values ($1, $2, $3, 'OWNER', now())`,
        [uuidOf(world.tenantId), uuidOf(b.organizationId), uuidOf(ours[1]!.account.id)],
      );
      await expect(plant).rejects.toThrow('row-level security');
    });
  });
});

describe('whoever is in vendor A', () => {
  test('sees nothing of vendor B by any query or entity', async () => {
    const id = b.organizationId;
    const queries = [
      `{ organization(id: "${id}") { ${fields} } }`,
      `{ _entities(representations: [{ __typename: "Organization", id: "${id}" }]) { ... on Organization { ${fields} } } }`,
      '{ myOrganizations(first: 100) { edges { node { role organization { id name } } } } }',
      ...theirs.people.map(
        ({ account }) => `{ account(id: "${account.id}") { memberships { edges { node { role organization { id name } } } } } }`,
      ),
    ];
    for (const person of ours)
      for (const query of queries) {
        const { data } = await world.query(person.actor, query);
        expect(JSON.stringify(data), query).not.toContain(id);
        expect(leaks(data), query).toEqual([]);
      }
    const { data, errors } = await world.query(ours[0]!.actor, '{ organizations { edges { node { id } } } }');
    expect([data, errors?.[0]?.extensions.code]).toEqual([{ organizations: null }, 'FORBIDDEN']);
  });

  test('changes and learns nothing of vendor B by any mutation, whatever ids are put where', async () => {
    const before = await stateOfB();
    expect(mutations.length).toBeGreaterThanOrEqual(15);
    const ids = [b.organizationId, theirs.teamId, theirs.invitationId, ...theirs.people.map(({ account }) => account.id)];
    const mixed = [...ids, a.organizationId, ...ours.map(({ account }) => account.id)];
    const property = fc.asyncProperty(
      fc
        .constantFrom(...mutations)
        .chain((field) =>
          fc.tuple(fc.constant(field), inputOf(getNamedType(field.args[0]!.type) as GraphQLInputObjectType, ids, mixed)),
        ),
      fc.constantFrom(...ours),
      async ([field, input], person) => {
        const text = `mutation ($input: ${String(field.args[0]!.type)}) { ${field.name}(input: $input) { __typename ... on UserError { code message } ${selectionOf(field.type)} } }`;
        const answer = await world.query(person.actor, text, { input });
        expect(leaks(answer.data), `${field.name} ${JSON.stringify(input)}`).toEqual([]);
        expect(await stateOfB(), `${field.name} ${JSON.stringify(input)}`).toBe(before);
      },
    );
    await fc.assert(property, { numRuns: 120 });
  }, 120_000);

  test('answers for what is there and for what is nowhere are the same', async () => {
    const rename = (id: string) =>
      world.query(
        ours[0]!.actor,
        `mutation { renameOrganization(input: { organizationId: "${id}", name: "x" }) { ... on UserError { code message } } }`,
      );
    expect(await rename(b.organizationId)).toEqual(await rename(newId('organization')));
  });
});

/** An input with B's ids in every place that takes an id of an organization, and any of these in others. */
function inputOf(type: GraphQLInputObjectType, foreign: string[], any: string[]): fc.Arbitrary<Record<string, unknown>> {
  const arbitraries = Object.values(type.getFields()).flatMap((field): [string, fc.Arbitrary<unknown>][] => {
    const named = getNamedType(field.type);
    if (field.name === 'idempotencyKey' || field.name === 'expectedVersion') return [];
    if (field.name === 'organizationId') return [[field.name, fc.constantFrom(b.organizationId, a.organizationId, ...any)]];
    if (isEnumType(named)) return [[field.name, fc.constantFrom(...named.getValues().map(({ name }) => name))]];
    if (field.name.endsWith('Id')) return [[field.name, fc.constantFrom(...foreign)]];
    return [[field.name, fc.constantFrom('x@example.org', 'name', 'in_wrong')]];
  });
  expect(isInputObjectType(type)).toBe(true);
  return fc.record(Object.fromEntries(arbitraries));
}

const selectionOf = (type: unknown): string => {
  const named = getNamedType(type as GraphQLObjectType);
  return isObjectType(named) ? '' : `... on Organization { ${fields} }`;
};

test('staff who may read organizations see all of the tenant, and none of another', async () => {
  const query = '{ organizations { edges { node { id } } } }';
  const { data } = await world.query(world.staff('SUPPORT'), query);
  const { edges } = data!.organizations as { edges: { node: { id: string } }[] };
  expect(edges.map(({ node }) => node.id)).toEqual(expect.arrayContaining([a.organizationId, b.organizationId]));
  const elsewhere = await world.query(accountActor(await world.tenant(), ['ADMIN']), query);
  expect(elsewhere.data).toEqual({ organizations: { edges: [] } });
});
