import { newId } from '@praetor/kernel/id';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AccountWrongState, evolve, type Account } from './account.ts';
import { assignRole, personalRoles, revokeRole, RoleBeyondGrantor, RoleUnchanged } from './roles.ts';

const account = (roles: string[], status: 'active' | 'closed' = 'active'): Account => ({ id: newId('account'), roles, status });

test('nobody grants what they lack; an administrator may', () => {
  expect(() => assignRole(account([]), 'FINANCE', ['MODERATOR'])).toThrow(RoleBeyondGrantor);
  expect(() => revokeRole(account(['FINANCE']), 'FINANCE', ['MODERATOR'])).toThrow(RoleBeyondGrantor);
  expect(assignRole(account([]), 'FINANCE', ['FINANCE'])).toEqual({ type: 'RoleAssigned', role: 'FINANCE' });
  expect(assignRole(account([]), 'FINANCE', ['ADMIN'])).toEqual({ type: 'RoleAssigned', role: 'FINANCE' });
});

test('a role is held once, and taken from whoever holds it', () => {
  expect(() => assignRole(account(['SELLER']), 'SELLER', ['ADMIN'])).toThrow(RoleUnchanged);
  expect(() => revokeRole(account([]), 'SELLER', ['ADMIN'])).toThrow(RoleUnchanged);
  expect(() => assignRole(account([], 'closed'), 'SELLER', ['ADMIN'])).toThrow(AccountWrongState);
});

test('giving and taking any roles ends where sets would end', () => {
  const step = fc.tuple(fc.boolean(), fc.constantFrom(...personalRoles));
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const model = new Set<string>();
      let present = account([]);
      for (const [give, role] of steps) {
        if (give === model.has(role)) continue;
        present = evolve(present, give ? assignRole(present, role, ['ADMIN']) : revokeRole(present, role, ['ADMIN']));
        if (give) model.add(role);
        else model.delete(role);
      }
      expect(present.roles).toEqual([...model].toSorted());
    }),
  );
});
