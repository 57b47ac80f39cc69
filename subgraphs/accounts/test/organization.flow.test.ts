import { days } from '@praetor/kernel/clock';
import type { Id } from '@praetor/kernel/id';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createOrganization } from '../src/commands/create-organization.ts';
import { acceptInvitation, inviteMember, revokeInvitation } from '../src/commands/organization-invitations.ts';
import { closeOrganization, renameOrganization, transferOwnership } from '../src/commands/organization-life.ts';
import { changeMemberRole, leaveOrganization, removeMember } from '../src/commands/organization-members.ts';
import { addTeamMember, createTeam, deleteTeam, renameTeam } from '../src/commands/organization-teams.ts';
import type { TeamRole } from '../src/domain/organization.ts';
import { vendorsWorld, type VendorsWorld } from './vendors.ts';
import type { Person } from './world.ts';

let world: VendorsWorld;
beforeAll(async () => (world = await vendorsWorld()));
afterAll(() => world[Symbol.asyncDispose]());

const seen = async (person: Person, organizationId: string) => {
  const query = `query ($id: ID!) { organization(id: $id) { name status viewerRole viewerMay
    members { edges { node { account { id } role } } } teams { edges { node { id name members { edges { node { account { id } } } } } } }
    invitations { edges { node { id email role acceptedAt revokedAt } } } } }`;
  const { data, errors } = await world.query(person.actor, query, { id: organizationId });
  expect(errors).toBeUndefined();
  return data!.organization as {
    name: string;
    viewerRole: TeamRole;
    members: { edges: { node: { account: { id: string }; role: TeamRole } }[] };
    teams: { edges: { node: { id: string; name: string; members: { edges: unknown[] } } }[] };
    invitations: { edges: { node: { id: string; email: string; revokedAt: string | null } }[] } | null;
  } | null;
};
const rolesOf = async (person: Person, id: string) =>
  Object.fromEntries((await seen(person, id))!.members.edges.map(({ node }) => [node.account.id, node.role]));

describe('invitations', () => {
  test('are mailed, count once, and only for whoever has the address', async () => {
    const { owner, organizationId } = await world.vendor();
    const [guest, thief] = [await world.person(), await world.person()];
    await inviteMember(world.room(owner.actor), world.desk, { organizationId, email: guest.email.toUpperCase(), role: 'AGENT' });
    const token = await world.mailed(guest.email);
    const accept = (who: Person) => acceptInvitation(world.room(who.actor), { token });
    await expect(accept(thief)).rejects.toMatchObject({ code: 'ORGANIZATION_INVITATION_INVALID' });
    const results = await Promise.allSettled([accept(guest), accept(guest), accept(guest)]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await rolesOf(guest, organizationId)).toEqual({ [owner.account.id]: 'OWNER', [guest.account.id]: 'AGENT' });
    expect((await seen(guest, organizationId))!.invitations, 'an agent sees no addresses').toBeNull();
    const [invited] = (await world.announced('accounts.memberInvited.v1')).filter(
      ({ data }) => data.organizationId === organizationId,
    );
    expect(JSON.stringify(invited)).not.toContain(token);
    const { rows } = await world.admin.query(
      `select 1 from accounts.invitation where position($1 in to_jsonb(invitation)::text) > 0`,
      [token],
    );
    expect(rows, 'the token is in no row').toEqual([]);
  });

  test('end: replaced, taken back, over, and with the organization', async () => {
    const { owner, organizationId } = await world.vendor();
    const room = world.room(owner.actor);
    const guest = await world.person();
    const send = async () => {
      await inviteMember(room, world.desk, { organizationId, email: guest.email, role: 'VIEWER' });
      return world.mailed(guest.email);
    };
    const refused = async (token: string) =>
      expect(acceptInvitation(world.room(guest.actor), { token })).rejects.toMatchObject({
        code: 'ORGANIZATION_INVITATION_INVALID',
      });
    const first = await send();
    const second = await send();
    expect(second).not.toBe(first);
    await refused(first);
    const open = (await seen(owner, organizationId))!.invitations!.edges.filter(({ node }) => !node.revokedAt);
    expect(open).toHaveLength(1);
    await revokeInvitation(room, { organizationId, invitationId: open[0]!.node.id });
    await refused(second);
    const third = await send();
    world.clock.advance(days(7));
    await refused(third);
    const fourth = await send();
    await closeOrganization(room, { organizationId });
    await refused(fourth);
  });

  test('no more than 50 wait at once', async () => {
    const { owner, organizationId } = await world.vendor();
    const ask = (n: number) =>
      inviteMember(world.room(owner.actor), world.desk, { organizationId, email: `guest-${n}@example.net`, role: 'VIEWER' });
    for (let n = 0; n < 50; n += 1) await ask(n);
    await expect(ask(50)).rejects.toMatchObject({ code: 'ORGANIZATION_LIMIT_REACHED' });
    await ask(7);
  });
});

describe('members', () => {
  test('the last owner can neither leave nor be made less, whoever races', async () => {
    const { owner, organizationId, join } = await world.vendor();
    const room = world.room(owner.actor);
    const last = { code: 'ORGANIZATION_LAST_OWNER' };
    await expect(leaveOrganization(room, { organizationId })).rejects.toMatchObject(last);
    await expect(changeMemberRole(room, { organizationId, accountId: owner.account.id, role: 'AGENT' })).rejects.toMatchObject(
      last,
    );
    const second = await join('OWNER');
    const races = await Promise.allSettled([
      leaveOrganization(room, { organizationId }),
      leaveOrganization(world.room(second.actor), { organizationId }),
    ]);
    expect(races.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('ownership is handed over; a manager reaches those below only; who is out sees nothing', async () => {
    const { owner, organizationId, join } = await world.vendor();
    const [manager, agent] = [await join('MANAGER'), await join('AGENT')];
    const refused = { code: 'ORGANIZATION_ROLE_INSUFFICIENT' };
    await expect(
      transferOwnership(world.room(manager.actor), { organizationId, accountId: manager.account.id }),
    ).rejects.toMatchObject(refused);
    await expect(removeMember(world.room(manager.actor), { organizationId, accountId: owner.account.id })).rejects.toMatchObject(
      refused,
    );
    await expect(renameOrganization(world.room(agent.actor), { organizationId, name: 'Mine' })).rejects.toMatchObject(refused);
    await transferOwnership(world.room(owner.actor), { organizationId, accountId: manager.account.id });
    expect(await rolesOf(agent, organizationId)).toMatchObject({ [owner.account.id]: 'MANAGER', [manager.account.id]: 'OWNER' });
    await removeMember(world.room(manager.actor), { organizationId, accountId: agent.account.id });
    expect(await seen(agent, organizationId)).toBeNull();
    await expect(renameOrganization(world.room(agent.actor), { organizationId, name: 'x' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('stand in teams, as long as they are members', async () => {
    const { owner, organizationId, join } = await world.vendor();
    const agent = await join('AGENT');
    const room = world.room(owner.actor);
    await createTeam(room, { organizationId, name: 'Returns' });
    await createTeam(room, { organizationId, name: 'Returns' });
    await createTeam(room, { organizationId, name: 'Orders' });
    const teams = async () => (await seen(owner, organizationId))!.teams.edges.map(({ node }) => node);
    const team = (await teams()).find(({ name }) => name === 'Returns')!;
    expect(await teams()).toHaveLength(2);
    await expect(renameTeam(room, { organizationId, teamId: team.id, name: 'Orders' })).rejects.toMatchObject({
      code: 'ORGANIZATION_TEAM_NAME_TAKEN',
    });
    await addTeamMember(room, { organizationId, teamId: team.id, accountId: agent.account.id });
    const stranger = (await world.person()).account.id;
    await expect(addTeamMember(room, { organizationId, teamId: team.id, accountId: stranger })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const inTeam = async () => (await teams()).find(({ id }) => id === team.id)!.members.edges.length;
    expect(await inTeam()).toBe(1);
    await leaveOrganization(world.room(agent.actor), { organizationId });
    expect(await inTeam()).toBe(0);
    await deleteTeam(room, { organizationId, teamId: team.id });
    expect(await teams()).toHaveLength(1);
  });
});

test('a repeated request has one effect, a stale one none', async () => {
  const person = await world.person();
  const input = { name: 'Twice', idempotencyKey: 'org-1' };
  const { id } = await createOrganization(world.room(person.actor), input);
  expect((await createOrganization(world.room(person.actor), input)).id).toBe(id);
  const organizationId: Id<'organization'> = id;
  const { version } = await renameOrganization(world.room(person.actor), { organizationId, name: 'Once' });
  await createTeam(world.room(person.actor), { organizationId, name: 'Later' });
  const stale = renameOrganization(world.room(person.actor), { organizationId, name: 'Stale', expectedVersion: version });
  await expect(stale).rejects.toMatchObject({ code: 'CONFLICT' });
});
