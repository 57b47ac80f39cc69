import { roleAssigned } from '@praetor/contracts/accounts';
import type { Room } from '@praetor/events/room';
import { parse } from '@praetor/kernel/input';
import { Conflict, PolicyDenied } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { AccountRow } from '../db/account.entity.ts';
import { AccountWrongState } from '../domain/account.ts';
import { assignRole as assign, personalRoles, RoleBeyondGrantor, RoleUnchanged } from '../domain/roles.ts';
import { changeAccount } from './change-account.ts';
import { onAccount } from './input.ts';

const Input = z.object({ ...onAccount, role: z.enum(personalRoles) });

export const assignRoleRefusals = [RoleUnchanged, RoleBeyondGrantor, AccountWrongState, PolicyDenied, Conflict] as const;

/** Gives an account a role. It counts from its next request on. */
export async function assignRole(room: Room, raw: z.input<typeof Input>): Promise<AccountRow> {
  const input = parse(Input, raw);
  const { role } = input;
  return changeAccount(room, {
    action: 'assignRole',
    input,
    policy: { action: 'AssignRole', context: { role } },
    decide: (account) => assign(account, role, room.actor.roles),
    contract: roleAssigned,
    data: () => ({ role }),
  });
}
