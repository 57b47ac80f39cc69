import { accountSuspended, roleAssigned, roleRevoked } from '@praetor/contracts/accounts';
import { Conflict, IdempotencyMismatch, NotFound, PolicyDenied } from '@praetor/kernel/refusal';
import { newId } from '@praetor/kernel/id';
import { partnerActor } from '@praetor/testkit/actors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addFlagNote } from '../src/commands/add-flag-note.ts';
import { assignFlag } from '../src/commands/assign-flag.ts';
import { raiseFlag, UnknownAccount } from '../src/commands/raise-flag.ts';
import { resolveFlag } from '../src/commands/resolve-flag.ts';
import { unassignFlag } from '../src/commands/unassign-flag.ts';
import { AssigneeNotStaff, HeldByAnother, WrongState } from '../src/domain/flag.ts';
import { adminWorld, type AdminWorld } from './world.ts';

let world: AdminWorld;
beforeAll(async () => (world = await adminWorld()));
afterAll(() => world[Symbol.asyncDispose]());

const announcedOf = async (type: string, flagId: string) =>
  (await world.announced(type)).filter((event) => event.data.flagId === flagId);
const subject = (id: string) => ({ type: 'account', id });

describe('raising', () => {
  test('writes the flag and announces who, why and what in one go', async () => {
    const { flag, reporter, owner } = await world.flagged();
    expect(flag).toMatchObject({ status: 'open', severity: 'medium', count: 1, version: 1, raisedById: reporter.id });
    const [event] = await announcedOf('admin.flagRaised.v1', flag.id);
    expect(event).toMatchObject({
      subject: `flag/${flag.id}`,
      praetorcause: { actorId: reporter.id, sessionId: reporter.sessionId, reason: 'The logo is wrong.' },
      praetorchange: { before: null, after: { status: 'open' } },
      data: { entity: { type: 'listing', id: flag.entityId }, accountId: owner.id, category: 'counterfeit', count: 1 },
    });
  });

  test('again by the same reporter while unresolved counts one more, however parallel; by another it is another flag', async () => {
    const [support, partner] = [await world.person(['SUPPORT']), partnerActor(world.tenantId)];
    const input = { entity: { type: 'review', id: 'r-1' }, category: 'spam', reason: 'Ad.' };
    const rows = await Promise.all(Array.from({ length: 4 }, () => raiseFlag(world.room(support), input)));
    expect(new Set(rows.map(({ id }) => id)).size).toBe(1);
    expect(rows.map(({ count }) => count).toSorted((one, two) => one - two)).toEqual([1, 2, 3, 4]);
    const graver = await raiseFlag(world.room(support), { ...input, severity: 'critical' });
    expect(graver).toMatchObject({ count: 5, severity: 'critical' });
    expect(await raiseFlag(world.room(support), { ...input, severity: 'low' })).toMatchObject({ count: 6, severity: 'critical' });
    expect(await raiseFlag(world.room(partner), input)).toMatchObject({ count: 1, raisedByKind: 'partner' });
    expect(await raiseFlag(world.room(support), { ...input, category: 'abuse' })).toMatchObject({ count: 1 });
    await resolveFlag(world.room(await world.person(['MODERATOR'])), {
      flagId: graver.id,
      resolution: 'dismiss',
      reason: 'Fine.',
    });
    const anew = await raiseFlag(world.room(support), input);
    expect(anew).toMatchObject({ count: 1, status: 'open' });
    expect(anew.id).not.toBe(graver.id);
  });

  test('on an account concerns that account; one that is not here is refused', async () => {
    const [support, buyer] = [await world.person(['SUPPORT']), await world.person()];
    const on = (id: string) => raiseFlag(world.room(support), { entity: subject(id), category: 'fraud', reason: 'x' });
    expect(await on(buyer.id)).toMatchObject({ entityType: 'account', accountId: buyer.id });
    await expect(on(newId('account'))).rejects.toThrow(UnknownAccount);
    await expect(on('u-1')).rejects.toMatchObject({ code: 'INVALID_INPUT', issues: [{ path: ['entity.id'] }] });
    const elsewhere = await world.person(['BUYER'], newId('tenant'));
    await expect(on(elsewhere.id)).rejects.toThrow(UnknownAccount);
  });

  test('has one effect for one idempotency key', async () => {
    const support = await world.person(['SUPPORT']);
    const input = { entity: { type: 'booking', id: 'b-1' }, category: 'noShow', reason: 'x', idempotencyKey: 'k-1' };
    const [first, second] = [await raiseFlag(world.room(support), input), await raiseFlag(world.room(support), input)];
    expect(second).toMatchObject({ id: first.id, count: 1 });
    await expect(raiseFlag(world.room(support), { ...input, reason: 'y' })).rejects.toThrow(IdempotencyMismatch);
  });
});

describe('assigning', () => {
  test('to a colleague follows what accounts says of roles and suspensions', async () => {
    const { flag } = await world.flagged();
    const [moderator, candidate] = [await world.person(['MODERATOR']), await world.person()];
    const give = () => assignFlag(world.room(moderator), { flagId: flag.id, assigneeId: candidate.id });
    await expect(give()).rejects.toThrow(AssigneeNotStaff);
    await world.receive(roleAssigned, { subject: subject(candidate.id), data: { accountId: candidate.id, role: 'MODERATOR' } });
    expect(await give()).toMatchObject({ status: 'assigned', assigneeId: candidate.id });
    await unassignFlag(world.room(moderator), { flagId: flag.id });
    await world.receive(roleRevoked, { subject: subject(candidate.id), data: { accountId: candidate.id, role: 'MODERATOR' } });
    await expect(give()).rejects.toThrow(AssigneeNotStaff);
    await world.receive(roleAssigned, { subject: subject(candidate.id), data: { accountId: candidate.id, role: 'ADMIN' } });
    await world.receive(accountSuspended, {
      subject: subject(candidate.id),
      data: { accountId: candidate.id, why: 'x', flagId: null },
    });
    await expect(give()).rejects.toThrow(AssigneeNotStaff);
    expect((await announcedOf('admin.flagUnassigned.v1', flag.id))[0]!.data).toMatchObject({ formerAssigneeId: candidate.id });
  });

  test('of one flag by two at once happens one after the other', async () => {
    const { flag } = await world.flagged();
    const [one, two] = [await world.person(['MODERATOR']), await world.person(['ADMIN'])];
    const tries = await Promise.allSettled(
      [one, two].map((actor) => assignFlag(world.room(actor), { flagId: flag.id, expectedVersion: flag.version })),
    );
    expect(tries.map((t) => t.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(tries.find((t) => t.status === 'rejected')?.reason).toBeInstanceOf(Conflict);
    expect(await announcedOf('admin.flagAssigned.v1', flag.id)).toHaveLength(1);
  });
});

describe('resolving', () => {
  test('with suspend announces whom to suspend and why, with the policy that allowed it', async () => {
    const { flag, owner, moderator } = await world.assigned();
    const resolved = await resolveFlag(world.room(moderator), { flagId: flag.id, resolution: 'suspend', reason: 'Third time.' });
    expect(resolved).toMatchObject({
      status: 'resolved',
      resolution: 'suspend',
      resolvedById: moderator.id,
      assigneeId: moderator.id,
    });
    const [event] = await announcedOf('admin.flagResolved.v1', flag.id);
    expect(event).toMatchObject({
      data: { flagId: flag.id, accountId: owner.id, resolution: 'suspend', reason: 'Third time.', entity: { type: 'listing' } },
      praetorchange: { before: { status: 'assigned' }, after: { status: 'resolved', resolution: 'suspend' } },
      praetordecision: { effect: 'allow', policies: ['flag-resolve-staff'] },
    });
  });

  test('a flag about oneself, or as finance by suspension, is denied by policy, and that is announced', async () => {
    const support = await world.person(['SUPPORT']);
    const [accused, finance] = [await world.person(['MODERATOR']), await world.person(['FINANCE', 'MODERATOR'])];
    const flag = await raiseFlag(world.room(support), { entity: subject(accused.id), category: 'bribery', reason: 'x' });
    const input = { flagId: flag.id, resolution: 'dismiss' as const, reason: 'Nothing.' };
    await expect(resolveFlag(world.room(accused), input)).rejects.toThrow(PolicyDenied);
    const refused = (await world.announced('admin.actionRefused.v1')).at(-1);
    expect(refused).toMatchObject({
      praetorstatus: 'refused',
      praetordecision: { effect: 'deny', policies: ['flag-not-about-oneself'] },
    });
    await expect(resolveFlag(world.room(finance), { ...input, resolution: 'suspend' })).rejects.toMatchObject({
      policies: ['flag-finance-suspends-nobody'],
    });
    expect(await announcedOf('admin.flagResolved.v1', flag.id)).toEqual([]);
    expect(await resolveFlag(world.room(finance), { ...input, resolution: 'warn' })).toMatchObject({ resolution: 'warn' });
  });

  test('by two at once is decided once', async () => {
    const { flag } = await world.flagged();
    const judges = [await world.person(['MODERATOR']), await world.person(['ADMIN'])];
    const tries = await Promise.allSettled(
      judges.map((actor) => resolveFlag(world.room(actor), { flagId: flag.id, resolution: 'delist', reason: 'x' })),
    );
    expect(tries.map((t) => t.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(tries.find((t) => t.status === 'rejected')?.reason).toBeInstanceOf(WrongState);
  });

  test('what another has is refused, and a refused attempt changes nothing', async () => {
    const { flag } = await world.assigned();
    const other = await world.person(['ADMIN']);
    const input = { flagId: flag.id, resolution: 'dismiss' as const, reason: 'x' };
    await expect(resolveFlag(world.room(other), input)).rejects.toThrow(HeldByAnother);
    const after = await assignFlag(world.room(other), { flagId: flag.id, expectedVersion: flag.version });
    expect(await resolveFlag(world.room(other), { ...input, expectedVersion: after.version })).toMatchObject({
      resolution: 'dismiss',
    });
  });
});

describe('notes', () => {
  test('are added until the flag is resolved, a hundred at most, and their text stays here', async () => {
    const { flag, moderator } = await world.assigned();
    const note = await addFlagNote(world.room(moderator), { flagId: flag.id, text: 'Asked the seller.' });
    expect(note).toMatchObject({ flagId: flag.id, authorId: moderator.id });
    const [event] = await announcedOf('admin.flagNoted.v1', flag.id);
    expect(event!.data).toMatchObject({ noteId: note.id });
    expect(JSON.stringify(event)).not.toContain('Asked the seller.');
    for (let n = 1; n < 100; n += 1) await addFlagNote(world.room(moderator), { flagId: flag.id, text: `${n}` });
    const more = () => addFlagNote(world.room(moderator), { flagId: flag.id, text: 'x' });
    await expect(more()).rejects.toMatchObject({ code: 'FLAG_TOO_MANY_NOTES' });
    await resolveFlag(world.room(moderator), { flagId: flag.id, resolution: 'dismiss', reason: 'x' });
    await expect(more()).rejects.toThrow(WrongState);
  });
});

test('an outsider learns nothing: a flag of others is as absent as none', async () => {
  const { flag } = await world.flagged();
  const partner = partnerActor(world.tenantId);
  for (const flagId of [flag.id, newId('flag')])
    await expect(addFlagNote(world.room(partner), { flagId, text: 'x' })).rejects.toThrow(NotFound);
});
