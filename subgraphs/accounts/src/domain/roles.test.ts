import { newId } from '@praetor/kernel/id';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AccountWrongState, evolve, type Account } from './account.ts';
import { assignRole, isStaffRole, personalRoles, revokeRole, RoleBeyondGrantor, RoleUnchanged } from './roles.ts';

const account = (roles: string[], status: 'active' | 'closed' = 'active'): Account => ({ id: newId('account'), roles, status });
const allowed = { of: ['dispute:decide'], grantorHas: new Set(['dispute:decide', 'account:read']) };
const lacking = { ...allowed, grantorHas: new Set(['account:read']) };

test('nobody grants or takes what they lack', () => {
  expect(() => assignRole(account([]), 'FINANCE', lacking)).toThrow(RoleBeyondGrantor);
  expect(() => revokeRole(account(['FINANCE']), 'FINANCE', lacking)).toThrow(RoleBeyondGrantor);
  expect(assignRole(account([]), 'FINANCE', allowed)).toEqual({ type: 'RoleAssigned', role: 'FINANCE' });
});

test('only buyers and sellers are no staff', () => {
  expect(personalRoles.filter((role) => !isStaffRole(role))).toEqual(['BUYER', 'SELLER']);
});

test('a role is held once, and taken from whoever holds it', () => {
  expect(() => assignRole(account(['SELLER']), 'SELLER', allowed)).toThrow(RoleUnchanged);
  expect(() => revokeRole(account([]), 'SELLER', allowed)).toThrow(RoleUnchanged);
  expect(() => assignRole(account([], 'closed'), 'SELLER', allowed)).toThrow(AccountWrongState);
});

test('giving and taking any roles ends where sets would end', () => {
  const step = fc.tuple(fc.boolean(), fc.constantFrom(...personalRoles));
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const model = new Set<string>();
      let present = account([]);
      for (const [give, role] of steps) {
        if (give === model.has(role)) continue;
        present = evolve(present, give ? assignRole(present, role, allowed) : revokeRole(present, role, allowed));
        if (give) model.add(role);
        else model.delete(role);
      }
      expect(present.roles).toEqual([...model].toSorted());
    }),
  );
});
