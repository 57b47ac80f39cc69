import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  accept,
  changeRole,
  InvitationInvalid,
  invite,
  leave,
  OrganizationClosed,
  OrganizationLastOwner,
  OrganizationRoleInsufficient,
  powersIn,
  removeMember,
  teamRoles,
} from './organization.ts';

describe('roles in an organization', () => {
  test('say what each may do', () => {
    expect(Object.fromEntries(teamRoles.map((role) => [role, powersIn(role)]))).toEqual({
      OWNER: expect.arrayContaining(['close', 'transfer', 'seePayouts', 'invite']) as string[],
      MANAGER: ['rename', 'invite', 'changeRoles', 'removeMembers', 'manageTeams', 'seeInvitations', 'answerCustomers'],
      FINANCE: ['seePayouts'],
      AGENT: ['answerCustomers'],
      VIEWER: [],
    });
  });

  test('a manager reaches those below only', () => {
    expect(() => invite('active', 'MANAGER', 'AGENT')).not.toThrow();
    for (const role of ['OWNER', 'MANAGER'] as const) {
      expect(() => invite('active', 'MANAGER', role)).toThrow(OrganizationRoleInsufficient);
      expect(() => changeRole('active', 'MANAGER', 'AGENT', role, 2)).toThrow(OrganizationRoleInsufficient);
      expect(() => removeMember('active', 'MANAGER', role, 2)).toThrow(OrganizationRoleInsufficient);
    }
    expect(() => invite('active', 'AGENT', 'VIEWER')).toThrow(OrganizationRoleInsufficient);
  });

  test('nothing changes in a closed one, but members may go', () => {
    expect(() => invite('closed', 'OWNER', 'AGENT')).toThrow(OrganizationClosed);
    expect(() => leave('closed', 'OWNER', 1)).not.toThrow();
  });
});

test('whatever is done in whatever order, an owner stays', () => {
  const role = fc.constantFrom(...teamRoles);
  const step = fc.record({ by: fc.nat(4), whom: fc.nat(4), to: role, how: fc.constantFrom('change', 'remove', 'leave') });
  const property = fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
    const members = new Map<number, (typeof teamRoles)[number]>([0, 1, 2, 3, 4].map((id) => [id, teamRoles[id]!]));
    for (const { by, whom, to, how } of steps) {
      const [mine, theirs] = [members.get(by), members.get(whom)];
      if (!mine || !theirs) continue;
      const owners = [...members.values()].filter((held) => held === 'OWNER').length;
      try {
        if (how === 'change') {
          changeRole('active', mine, theirs, to, owners);
          members.set(whom, to);
        } else if (how === 'remove') {
          removeMember('active', mine, theirs, owners);
          members.delete(whom);
        } else {
          leave('active', mine, owners);
          members.delete(by);
        }
      } catch (error) {
        expect([OrganizationLastOwner, OrganizationRoleInsufficient].some((one) => error instanceof one)).toBe(true);
      }
      expect([...members.values()]).toContain('OWNER');
    }
  });
  fc.assert(property);
});

test('an invitation is for its address, once, in time, unless taken back', () => {
  const now = new Date('2026-01-15T12:00:00Z');
  const sent = { email: 'a@example.com', expiresAt: new Date('2026-01-16T12:00:00Z'), acceptedAt: null, revokedAt: null };
  expect(() => accept('active', sent, 'a@example.com', now)).not.toThrow();
  expect(() => accept('active', sent, 'b@example.com', now)).toThrow(InvitationInvalid);
  expect(() => accept('active', sent, null, now)).toThrow(InvitationInvalid);
  expect(() => accept('active', sent, 'a@example.com', sent.expiresAt)).toThrow(InvitationInvalid);
  expect(() => accept('active', { ...sent, acceptedAt: now }, 'a@example.com', now)).toThrow(InvitationInvalid);
  expect(() => accept('active', { ...sent, revokedAt: now }, 'a@example.com', now)).toThrow(InvitationInvalid);
  expect(() => accept('closed', sent, 'a@example.com', now)).toThrow(OrganizationClosed);
});
