import { accountActor, anonymousActor, partnerActor } from '@praetor/testkit/actors';
import { roles, type Role } from '@praetor/authorization/roles';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditWorld, type AuditWorld } from './world.ts';

let world: AuditWorld;
let id: string;
beforeAll(async () => {
  world = await auditWorld();
  await world.append(world.story(6));
  const { data } = await world.query(world.auditor, '{ auditEntry(index: 0) { id } }');
  id = (data as { auditEntry: { id: string } }).auditEntry.id;
});
afterAll(() => world[Symbol.asyncDispose]());

const fields = [
  'auditEntry(index: 0) { id }',
  'auditEntries { edges { node { id } } }',
  'auditSummary { entries }',
  'auditCheckpoint { size }',
  'auditInclusionProof(index: 0) { root }',
  'auditConsistencyProof(from: 1) { toRoot }',
  'auditProofBundle(index: 0)',
];
const mayRead = (Object.keys(roles) as Role[]).filter((role) => (roles[role] as readonly string[]).includes('audit:read'));
const others = (Object.keys(roles) as Role[]).filter((role) => !mayRead.includes(role));

test.each(mayRead)('%s reads the log', async (role) => {
  for (const field of fields) {
    const { data, errors } = await world.query(accountActor(world.tenantId, [role]), `{ answer: ${field} }`);
    expect(errors, field).toBeUndefined();
    expect(data?.['answer'], field).not.toBeNull();
  }
});

test.each(others)('%s does not', async (role) => {
  for (const field of fields) {
    const { data, errors } = await world.query(accountActor(world.tenantId, [role]), `{ answer: ${field} }`);
    expect({ ...data }, field).toEqual({ answer: null });
    expect(errors, field).toHaveLength(1);
    expect(errors![0]!.extensions.code, field).toBe('FORBIDDEN');
  }
});

test.each([
  ['nobody', () => anonymousActor(world.tenantId)],
  ['a partner’s key', () => partnerActor(world.tenantId)],
  ['a moderator', () => accountActor(world.tenantId, ['MODERATOR'])],
])('%s does not get there by way of an entity either', async (_, actor) => {
  const text = `query ($id: ID!, $account: ID!) {
    _entities(representations: [{ __typename: "AuditEntry", id: $id }, { __typename: "Account", id: $account }]) {
      ... on AuditEntry { leaf } ... on Account { id auditTrail { edges { node { leaf } } } } } }`;
  const { data, errors } = await world.query(actor(), text, { id, account: world.auditor.id });
  expect(data).toMatchObject({ _entities: [null, { auditTrail: null }] });
  expect(errors?.map((error) => error.path)).toEqual([['_entities', 1, 'auditTrail']]);
});
