import { roleAssigned } from '@praetor/contracts/accounts';
import { permissionsOf } from '@praetor/authorization/roles';
import type { Room } from '@praetor/events/room';
import { parse } from '@praetor/kernel/input';
import { z } from 'zod';
import type { AccountRow } from '../db/account.entity.ts';
import type { Account } from '../domain/account.ts';
import { assignRole as assign, type Grant, type PersonalRole, personalRoles } from '../domain/roles.ts';
import { changeAccount } from './change-account.ts';
import { onAccount } from './input.ts';

const Input = z.object({ ...onAccount, role: z.enum(personalRoles) });

/** What the role gives, and what whoever grants it has now. */
export const grantOf = (role: PersonalRole, grantorHas: ReadonlySet<string>): Grant => ({
  of: permissionsOf([role]),
  grantorHas,
});

/** The step itself: for what needs one person, for founding, and for what two people decided. */
export const giving = (role: PersonalRole, grantorHas: ReadonlySet<string>) => ({
  decide: (account: Account) => assign(account, role, grantOf(role, grantorHas)),
  contract: roleAssigned,
  data: () => ({ role }),
});

/** Gives any role at once. No field of the graph leads here with a staff role: see `assign-role.ts`. */
export async function giveRole(room: Room, raw: z.input<typeof Input>): Promise<AccountRow> {
  const input = parse(Input, raw);
  const { role } = input;
  const policy = { action: 'AssignRole', context: { role } };
  return changeAccount(room, { ...giving(role, room.permissions), action: 'assignRole', input, policy });
}
