import { Refusal } from '@praetor/kernel/refusal';
import { AccountWrongState, type Account, type Of } from './account.ts';

/** Roles that a person can hold. PARTNER belongs to API keys, GATEWAY to the gateway. */
export const personalRoles = ['BUYER', 'SELLER', 'SUPPORT', 'MODERATOR', 'FINANCE', 'AUDITOR', 'ADMIN'] as const;
export type PersonalRole = (typeof personalRoles)[number];

/** What everyone who registers begins with. */
export const firstRoles: readonly PersonalRole[] = ['BUYER'];

export class RoleUnchanged extends Refusal {
  readonly code = 'ACCOUNT_ROLE_UNCHANGED';
  constructor(role: string, held: boolean) {
    super(held ? `The account has the role ${role} already.` : `The account does not have the role ${role}.`);
  }
}

export class RoleBeyondGrantor extends Refusal {
  readonly code = 'ACCOUNT_ROLE_BEYOND_GRANTOR';
  constructor(role: string) {
    super(`Nobody gives or takes a role they lack: ask someone who holds ${role}, or an administrator.`);
  }
}

/** Gives a role. Nobody grants what they lack; administrators stand above that. */
export function assignRole(account: Account, role: PersonalRole, grantorRoles: readonly string[]): Of<'RoleAssigned'> {
  assertMayGrant(role, grantorRoles);
  if (account.status === 'closed') throw new AccountWrongState(account.status, 'assign a role to');
  if (account.roles.includes(role)) throw new RoleUnchanged(role, true);
  return { type: 'RoleAssigned', role };
}

/** Takes a role away. */
export function revokeRole(account: Account, role: PersonalRole, grantorRoles: readonly string[]): Of<'RoleRevoked'> {
  assertMayGrant(role, grantorRoles);
  if (!account.roles.includes(role)) throw new RoleUnchanged(role, false);
  return { type: 'RoleRevoked', role };
}

function assertMayGrant(role: PersonalRole, held: readonly string[]): void {
  if (!held.includes(role) && !held.includes('ADMIN')) throw new RoleBeyondGrantor(role);
}
