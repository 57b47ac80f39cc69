import { GraphQLError, buildSchema, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createPruner } from './prune.ts';
import { readRequirements } from './requirements.ts';
import { ruleOf, type Viewer } from './rules.ts';
import { maxAgeOf, type Proof, proofOf, stepUpPolicy } from './step-up.ts';

const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@policy", "@authenticated", "@requiresScopes"])
  type Query { open: Int @policy(policies: [["public"]]) }
  type Mutation {
    changePassword: Int @authenticated @policy(policies: [["stepUp:600"]])
    assignRole: Int @requiresScopes(scopes: [["role:assign"]]) @policy(policies: [["stepUp:600"]])
    readOnly: Int @requiresScopes(scopes: [["account:read"]])
    garbled: Int @authenticated @policy(policies: [["stepUp:soon"]])
  }
  directive @link(url: String!, import: [String!]) on SCHEMA
  directive @policy(policies: [[String!]!]!) on FIELD_DEFINITION
  directive @authenticated on FIELD_DEFINITION
  directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION`;
const schema = buildSchema(sdl);
const requirements = readRequirements(sdl);
const pruner = createPruner(schema, requirements);

const fresh: Proof = { assurance: 1, full: 1, ageSeconds: 0, withheld: new Set() };
const someone = (proof: Partial<Proof> | null, ...permissions: string[]): Viewer => ({
  authenticated: true,
  permissions: new Set(permissions),
  impersonating: false,
  ...(proof && { proof: { ...fresh, ...proof } }),
});
const ask = async (field: string, viewer: Viewer) => {
  const { document, errors } = await pruner.prune(parse(`mutation { ${field} }`), null, viewer, {});
  return errors[0] ? errors[0].extensions : document && 'runs';
};

describe('a dangerous field', () => {
  test('is for whoever proved in full who they are, lately', async () => {
    expect(await ask('changePassword', someone({ ageSeconds: 600 }))).toBe('runs');
    expect(await ask('changePassword', someone({ ageSeconds: 601 }))).toEqual({
      code: 'INSUFFICIENT_USER_AUTHENTICATION',
      acr_values: 'urn:praetor:acr:1',
      max_age: 600,
      coordinate: 'Mutation.changePassword',
      reason: 'INSUFFICIENT_USER_AUTHENTICATION',
    });
    expect(await ask('changePassword', someone({ full: 2 }))).toMatchObject({ acr_values: 'urn:praetor:acr:2', max_age: 600 });
    expect(await ask('changePassword', someone({ full: 2, assurance: 2 }))).toBe('runs');
  });

  test('is no less for those who may ask for it: without the permission no proof is asked for', async () => {
    expect(await ask('assignRole', someone({ ageSeconds: 9999 }))).toMatchObject({ reason: 'FORBIDDEN' });
    expect(await ask('assignRole', someone({ ageSeconds: 9999 }, 'role:assign'))).toMatchObject({
      code: 'INSUFFICIENT_USER_AUTHENTICATION',
    });
    expect(await ask('assignRole', someone({}, 'role:assign'))).toBe('runs');
  });

  test('is closed to what never proves itself: keys, jobs, impersonators', async () => {
    for (const viewer of [someone(null, 'role:assign'), someone({ ageSeconds: null }, 'role:assign')]) {
      expect(await ask('assignRole', viewer)).toMatchObject({ code: 'UNAUTHORIZED_FIELD_OR_TYPE', reason: 'FORBIDDEN' });
      expect(await ask('changePassword', viewer)).toMatchObject({ reason: 'FORBIDDEN' });
    }
  });

  test('is open to nobody when its age cannot be read', async () => {
    expect(maxAgeOf('stepUp:soon')).toBe(-1);
    expect(await ask('garbled', someone({}))).not.toBe('runs');
  });
});

test('what a second factor would give is refused with that advice, and only that', async () => {
  const withheld = new Set(['account:read', 'role:assign']);
  const staff = someone({ withheld, full: 2 });
  const advice = await ask('readOnly', staff);
  expect(advice).toMatchObject({ code: 'INSUFFICIENT_USER_AUTHENTICATION', acr_values: 'urn:praetor:acr:2' });
  expect(advice).not.toHaveProperty('max_age');
  // Before any second factor is enrolled the level to reach is the same.
  expect(await ask('assignRole', someone({ withheld }))).toMatchObject({ acr_values: 'urn:praetor:acr:2', max_age: 600 });
  expect(await ask('readOnly', someone({ withheld: new Set(['role:assign']) }))).toMatchObject({ reason: 'FORBIDDEN' });
});

test('a remembered verdict does not outlive the proof', async () => {
  const document = parse('mutation { changePassword }');
  const errorsFor = async (ageSeconds: number) => (await pruner.prune(document, null, someone({ ageSeconds }), {})).errors.length;
  expect([await errorsFor(1), await errorsFor(601), await errorsFor(2), await errorsFor(700)]).toEqual([0, 1, 0, 1]);
  expect(pruner.signature(someone({ ageSeconds: 1 }))).toBe(pruner.signature(someone({ ageSeconds: 599 })));
});

test('the second wall says the same', async () => {
  const verdict = (viewer: Viewer) =>
    ruleOf(requirements.get('Mutation.changePassword')!).resolve(
      {},
      {},
      { viewer },
      { parentType: schema.getMutationType()!, fieldName: 'changePassword' },
      {},
    );
  expect(await verdict(someone({}))).toBe(true);
  const refused = await verdict(someone({ ageSeconds: 601 }));
  expect(refused).toBeInstanceOf(GraphQLError);
  expect((refused as GraphQLError).extensions).toEqual({
    code: 'INSUFFICIENT_USER_AUTHENTICATION',
    acr_values: 'urn:praetor:acr:1',
    max_age: 600,
  });
});

test('a proof is as old as the last time the account was proven', () => {
  const facts = { assurance: 1, fullAssurance: 2, authenticatedAt: 1_000, withheldRoles: ['AUDITOR', 'NOBODY'] } as const;
  const { ageSeconds, withheld } = proofOf(facts, new Date(1_600_999));
  expect(ageSeconds).toBe(600);
  expect(withheld.has('audit:read')).toBe(true);
  expect(proofOf({ ...facts, authenticatedAt: null }, new Date()).ageSeconds).toBeNull();
  expect(maxAgeOf(stepUpPolicy(600))).toBe(600);
  expect(maxAgeOf('public')).toBeNull();
});
