import { roleRevoked } from '@praetor/contracts/accounts';
import type { Room } from '@praetor/events/room';
import { parse } from '@praetor/kernel/input';
import { Conflict, PolicyDenied } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { AccountRow } from '../db/account.entity.ts';
import { LastAdministrator, personalRoles, revokeRole as revoke, RoleBeyondGrantor, RoleUnchanged } from '../domain/roles.ts';
import { changeAccount } from './change-account.ts';
import { grantOf } from './give-role.ts';
import { onAccount } from './input.ts';
import { keepAdministrator } from './keep-administrator.ts';

const Input = z.object({ ...onAccount, role: z.enum(personalRoles) });

export const revokeRoleRefusals = [RoleUnchanged, RoleBeyondGrantor, LastAdministrator, PolicyDenied, Conflict] as const;

/** Takes a role away, by one person: it is gone from the account's next request on. */
export async function revokeRole(room: Room, raw: z.input<typeof Input>): Promise<AccountRow> {
  const input = parse(Input, raw);
  const { role } = input;
  return changeAccount(room, {
    action: 'revokeRole',
    input,
    policy: { action: 'RevokeRole', context: { role } },
    first: async (tx, row) => {
      if (role === 'ADMIN') await keepAdministrator(tx, row);
    },
    decide: (account) => revoke(account, role, grantOf(role, room.permissions)),
    contract: roleRevoked,
    data: () => ({ role }),
  });
}
