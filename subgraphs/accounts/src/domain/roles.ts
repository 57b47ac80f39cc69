import { Refusal } from '@praetor/kernel/refusal';
import { AccountWrongState, type Account, type Of } from './account.ts';

/** Roles that a person can hold. PARTNER belongs to API keys, GATEWAY to the gateway. */
export const personalRoles = ['BUYER', 'SELLER', 'SUPPORT', 'MODERATOR', 'FINANCE', 'AUDITOR', 'ADMIN'] as const;
export type PersonalRole = (typeof personalRoles)[number];

/** Roles of people who work for the marketplace: given by two people, never by one. */
export const staffRoles: readonly PersonalRole[] = ['SUPPORT', 'MODERATOR', 'FINANCE', 'AUDITOR', 'ADMIN'];
export const isStaffRole = (role: string): boolean => (staffRoles as readonly string[]).includes(role);

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
  constructor(role: string, lacking: readonly string[]) {
    super(`Nobody gives or takes what they lack: ${role} has ${lacking.join(', ')}. Ask someone who has that, too.`);
  }
}

export class LastAdministrator extends Refusal {
  readonly code = 'ACCOUNT_LAST_ADMINISTRATOR';
  constructor() {
    super('This is the last active administrator: without one nobody could give roles. Make another first.');
  }
}

/** What a role gives, and what whoever gives or takes it has: permissions. */
export interface Grant {
  readonly of: Iterable<string>;
  readonly grantorHas: ReadonlySet<string>;
}

/** Gives a role. Nobody grants what they lack. */
export function assignRole(account: Account, role: PersonalRole, grant: Grant): Of<'RoleAssigned'> {
  assertMayGrant(role, grant);
  if (account.status === 'closed') throw new AccountWrongState(account.status, 'assign a role to');
  if (account.roles.includes(role)) throw new RoleUnchanged(role, true);
  return { type: 'RoleAssigned', role };
}

/** Takes a role away. */
export function revokeRole(account: Account, role: PersonalRole, grant: Grant): Of<'RoleRevoked'> {
  assertMayGrant(role, grant);
  if (!account.roles.includes(role)) throw new RoleUnchanged(role, false);
  return { type: 'RoleRevoked', role };
}

function assertMayGrant(role: PersonalRole, { of, grantorHas }: Grant): void {
  const lacking = [...of].filter((permission) => !grantorHas.has(permission));
  if (lacking.length > 0) throw new RoleBeyondGrantor(role, lacking);
}
