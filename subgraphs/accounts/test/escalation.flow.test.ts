import { permissionsOf, roles } from '@praetor/authorization/roles';
import { accountActor, partnerActor } from '@praetor/testkit/actors';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isStaffRole, personalRoles, type PersonalRole } from '../src/domain/roles.ts';
import { accountsWorld, type AccountsWorld, type Person } from './world.ts';

let world: AccountsWorld;
let admin: Person;
let other: Person;
beforeAll(async () => {
  world = await accountsWorld();
  [admin, other] = [await world.employ('ADMIN'), await world.employ('ADMIN')];
});
afterAll(() => world[Symbol.asyncDispose]());

type Asker = Parameters<AccountsWorld['query']>[0];
interface Answered {
  readonly typename: string | null;
  readonly requestId: string | null;
}

/** As a client of the public graph would, with the code of a refusal for its name. */
async function asked(by: Asker, field: string, selection = ''): Promise<Answered> {
  const text = `mutation { ${field} { __typename ${selection} ... on UserError { code } } }`;
  const { data, errors } = await world.query(by, text);
  const [answer] = Object.values(data ?? {}) as ({ __typename: string; code?: string; request?: { id: string } | null } | null)[];
  const code = answer?.code ?? (errors?.[0]?.extensions['code'] as string | undefined);
  return { typename: code ?? answer?.__typename ?? null, requestId: answer?.request?.id ?? null };
}
const assign = (by: Asker, { account }: Person, role: PersonalRole) =>
  asked(
    by,
    `assignRole(input: { accountId: "${account.id}", role: ${role}, reason: "Because." })`,
    '... on RoleAssignment { request { id } }',
  );
const revoke = (by: Asker, { account }: Person, role: PersonalRole) =>
  asked(by, `revokeRole(input: { accountId: "${account.id}", role: ${role} })`);
const approve = (by: Asker, requestId: string) => asked(by, `approveRoleRequest(input: { roleRequestId: "${requestId}" })`);
const rolesOf = async ({ account }: Person): Promise<string[]> => {
  const { rows } = await world.admin.query<{ roles: string[] }>('select roles from accounts.account where email = $1', [
    account.email,
  ]);
  return rows[0]!.roles.toSorted();
};

const mayGive = (held: readonly string[]): boolean => permissionsOf(held).has('role:assign');
const powerless = fc.uniqueArray(fc.constantFrom(...personalRoles.filter((role) => !mayGive([role]))), { minLength: 1 });

describe('whatever roles one has', () => {
  test('without the authority nobody gives or takes any, to or from anybody, oneself included', async () => {
    const victim = await world.employ('FINANCE');
    const before = await rolesOf(victim);
    await fc.assert(
      fc.asyncProperty(powerless, fc.constantFrom(...personalRoles), fc.boolean(), async (held, role, toSelf) => {
        const self = await world.person(held);
        const target = toSelf ? self : victim;
        const had = await rolesOf(target);
        for (const { typename } of [await assign(self.actor, target, role), await revoke(self.actor, target, role)])
          expect(['FORBIDDEN', 'UNAUTHORIZED_FIELD_OR_TYPE']).toContain(typename);
        expect(await rolesOf(target)).toEqual(had);
      }),
      { numRuns: 30 },
    );
    const key = partnerActor(world.tenantId);
    for (const role of personalRoles)
      expect(['FORBIDDEN', 'UNAUTHORIZED_FIELD_OR_TYPE']).toContain((await assign(key, victim, role)).typename);
    expect(await rolesOf(victim)).toEqual(before);
  });

  test.each(personalRoles.map((role) => [role]))(
    'an administrator gives %s alone only if it is no staff role, and never to themselves',
    async (role) => {
      const person = await world.person();
      expect((await assign(admin.actor, admin, role)).typename).toMatch(/^(POLICY_DENIED|ACCOUNT_ROLE_UNCHANGED)$/);
      if (role === 'BUYER') return;
      const { typename, requestId } = await assign(admin.actor, person, role);
      expect(typename).toBe('RoleAssignment');
      expect((await rolesOf(person)).includes(role)).toBe(!isStaffRole(role));
      if (!isStaffRole(role)) return;
      for (const one of personalRoles.filter((each) => !mayGive([each])))
        expect(['FORBIDDEN', 'UNAUTHORIZED_FIELD_OR_TYPE']).toContain((await approve(world.staff(one), requestId!)).typename);
      expect((await approve(admin.actor, requestId!)).typename).not.toBe('RoleRequest');
      const promoted = accountActor(world.tenantId, ['ADMIN'], { id: person.account.id });
      expect((await approve(promoted, requestId!)).typename).not.toBe('RoleRequest');
      expect(await rolesOf(person)).toEqual(['BUYER']);
      expect((await approve(other.actor, requestId!)).typename).toBe('RoleRequest');
      expect(await rolesOf(person)).toEqual(['BUYER', role].toSorted());
    },
  );

  test('the roles of the gateway and of keys are given to nobody', async () => {
    const person = await world.person();
    for (const role of Object.keys(roles).filter((one) => !(personalRoles as readonly string[]).includes(one)))
      expect((await assign(admin.actor, person, role as PersonalRole)).typename).not.toBe('RoleAssignment');
  });
});
