import { roleRevoked } from '@praetor/contracts/accounts';
import type { Room } from '@praetor/events/room';
import { parse } from '@praetor/kernel/input';
import { Conflict, PolicyDenied } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { AccountRow } from '../db/account.entity.ts';
import { personalRoles, revokeRole as revoke, RoleBeyondGrantor, RoleUnchanged } from '../domain/roles.ts';
import { changeAccount } from './change-account.ts';
import { onAccount } from './input.ts';

const Input = z.object({ ...onAccount, role: z.enum(personalRoles) });

export const revokeRoleRefusals = [RoleUnchanged, RoleBeyondGrantor, PolicyDenied, Conflict] as const;

/** Takes a role away. It is gone from the account's next request on. */
export async function revokeRole(room: Room, raw: z.input<typeof Input>): Promise<AccountRow> {
  const input = parse(Input, raw);
  const { role } = input;
  return changeAccount(room, {
    action: 'revokeRole',
    input,
    policy: { action: 'RevokeRole', context: { role } },
    decide: (account) => revoke(account, role, room.actor.roles),
    contract: roleRevoked,
    data: () => ({ role }),
  });
}
