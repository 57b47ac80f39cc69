import { after, days } from '@praetor/kernel/clock';
import { Refusal } from '@praetor/kernel/refusal';

/** What a member of a vendor's team is, the mightiest first. */
export const teamRoles = ['OWNER', 'MANAGER', 'FINANCE', 'AGENT', 'VIEWER'] as const;
export type TeamRole = (typeof teamRoles)[number];

/** What can be done in an organization, and in which roles. Reading its members and teams is every member's. */
const powersOf = {
  close: ['OWNER'],
  transfer: ['OWNER'],
  rename: ['OWNER', 'MANAGER'],
  invite: ['OWNER', 'MANAGER'],
  changeRoles: ['OWNER', 'MANAGER'],
  removeMembers: ['OWNER', 'MANAGER'],
  manageTeams: ['OWNER', 'MANAGER'],
  seeInvitations: ['OWNER', 'MANAGER'],
  seePayouts: ['OWNER', 'FINANCE'],
  answerCustomers: ['OWNER', 'MANAGER', 'AGENT'],
} as const satisfies Record<string, readonly TeamRole[]>;
export type Power = keyof typeof powersOf;
export const powers = Object.keys(powersOf) as [Power, ...Power[]];

export const organizationStatuses = ['active', 'closed'] as const;
export type OrganizationStatus = (typeof organizationStatuses)[number];

/** How much of each there may be: nobody sends mail by the thousand through invitations. */
export const limits = { members: 500, invitations: 50, teams: 100, ownedByOne: 10 } as const;

const invitationDays = 7;
export const invitationExpiry = (now: Date): Date => after(now, days(invitationDays));

export class OrganizationRoleInsufficient extends Refusal {
  readonly code = 'ORGANIZATION_ROLE_INSUFFICIENT';
  constructor(what: string) {
    super(`Your role in this organization does not let you ${what}. Ask one of its owners.`);
  }
}

export class OrganizationLastOwner extends Refusal {
  readonly code = 'ORGANIZATION_LAST_OWNER';
  constructor() {
    super('An organization has at least one owner. Transfer the ownership, or close it, first.');
  }
}

export class OrganizationClosed extends Refusal {
  readonly code = 'ORGANIZATION_CLOSED';
  constructor() {
    super('This organization is closed: nothing in it changes any more.');
  }
}

export class OrganizationMemberAlready extends Refusal {
  readonly code = 'ORGANIZATION_MEMBER_ALREADY';
  constructor() {
    super('This account is a member already.');
  }
}

export class OrganizationLimitReached extends Refusal {
  readonly code = 'ORGANIZATION_LIMIT_REACHED';
  constructor(what: keyof typeof limits) {
    super(`There are ${limits[what]} ${what === 'ownedByOne' ? 'organizations of yours' : what} already: that is the most.`);
  }
}

export class TeamNameTaken extends Refusal {
  readonly code = 'ORGANIZATION_TEAM_NAME_TAKEN';
  constructor() {
    super('Another team of the organization has this name.');
  }
}

export class InvitationInvalid extends Refusal {
  readonly code = 'ORGANIZATION_INVITATION_INVALID';
  constructor() {
    super('This invitation is unknown, used, revoked or expired, or it was sent to another address. Ask for a new one.');
  }
}

/** What a role may do. */
export const powersIn = (role: TeamRole): Power[] => powers.filter((power) => may(role, power));
export const may = (role: TeamRole, power: Power): boolean => (powersOf[power] as readonly TeamRole[]).includes(role);

/** Someone in a role wants to do something in an organization. */
export function assertMay(status: OrganizationStatus, role: TeamRole, power: Power, what: string): void {
  if (!may(role, power)) throw new OrganizationRoleInsufficient(what);
  if (status === 'closed') throw new OrganizationClosed();
}

/** Whether someone in a role may give, or take, another: owners any, others only what is below them. */
const reaches = (role: TeamRole, other: TeamRole): boolean =>
  role === 'OWNER' || teamRoles.indexOf(other) > teamRoles.indexOf(role);

/** Invites somebody into a role. */
export function invite(status: OrganizationStatus, by: TeamRole, role: TeamRole): void {
  assertMay(status, by, 'invite', 'invite people');
  if (!reaches(by, role)) throw new OrganizationRoleInsufficient(`invite somebody as ${role}`);
}

/** Gives a member another role. `owners`: how many there are now. */
export function changeRole(status: OrganizationStatus, by: TeamRole, from: TeamRole, to: TeamRole, owners: number): void {
  assertMay(status, by, 'changeRoles', 'change roles');
  if (!reaches(by, from) || !reaches(by, to)) throw new OrganizationRoleInsufficient(`make a ${from} a ${to}`);
  if (from === 'OWNER' && to !== 'OWNER' && owners <= 1) throw new OrganizationLastOwner();
}

/** Takes a member out. */
export function removeMember(status: OrganizationStatus, by: TeamRole, member: TeamRole, owners: number): void {
  assertMay(status, by, 'removeMembers', 'remove members');
  if (!reaches(by, member)) throw new OrganizationRoleInsufficient(`remove a ${member}`);
  if (member === 'OWNER' && owners <= 1) throw new OrganizationLastOwner();
}

/** Goes by oneself; from a closed one too. */
export function leave(status: OrganizationStatus, role: TeamRole, owners: number): void {
  if (role === 'OWNER' && owners <= 1 && status === 'active') throw new OrganizationLastOwner();
}

/** An invitation as whoever shows its token finds it. */
export interface Invitation {
  readonly email: string;
  readonly expiresAt: Date;
  readonly acceptedAt?: Date | null | undefined;
  readonly revokedAt?: Date | null | undefined;
}

/** The token alone is not enough: whoever shows it has the address it was sent to. */
export function accept(status: OrganizationStatus, invitation: Invitation, email: string | null, now: Date): void {
  const { expiresAt, acceptedAt, revokedAt } = invitation;
  if (acceptedAt || revokedAt || expiresAt <= now || email !== invitation.email) throw new InvitationInvalid();
  if (status === 'closed') throw new OrganizationClosed();
}
