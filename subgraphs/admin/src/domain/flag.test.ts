import { newId } from '@praetor/kernel/id';
import { Refusal } from '@praetor/kernel/refusal';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  AlreadyAssigned,
  assertTakesNotes,
  assign,
  AssigneeNotStaff,
  ConflictOfInterest,
  evolve,
  HeldByAnother,
  ResolutionMismatch,
  resolutions,
  resolve,
  unassign,
  WrongState,
  type Flag,
} from './flag.ts';
import { sees } from './reporter.ts';

const [moderator, other, owner] = [newId('account'), newId('account'), newId('account')] as const;
const staff = (accountId: typeof moderator) => ({ accountId, active: true, resolves: true });
const listing: Flag = { entity: { type: 'listing', id: 'l-1' }, accountId: owner, status: 'open' };
const account: Flag = { entity: { type: 'account', id: owner }, accountId: owner, status: 'open' };
const orphan: Flag = { entity: { type: 'listing', id: 'l-2' }, accountId: null, status: 'open' };
const held = evolve(listing, assign(listing, staff(moderator)));
const resolved = evolve(listing, resolve(listing, moderator, 'delist'));

describe('assigning', () => {
  test('hands a flag to a colleague, also when another has it', () => {
    expect(held).toEqual({ ...listing, status: 'assigned', assigneeId: moderator });
    expect(evolve(held, assign(held, staff(other)))).toMatchObject({ status: 'assigned', assigneeId: other });
  });

  test.each([
    ['to an account that may not resolve', listing, { ...staff(other), resolves: false }, AssigneeNotStaff],
    ['to one that is suspended', listing, { ...staff(other), active: false }, AssigneeNotStaff],
    ['to the account it is about', listing, staff(owner), ConflictOfInterest],
    ['twice to the same', held, staff(moderator), AlreadyAssigned],
    ['once it is resolved', resolved, staff(other), WrongState],
  ])('is refused %s', (_, flag, to, refusal) => {
    expect(() => assign(flag, to)).toThrow(refusal);
  });

  test('is undone until the flag is resolved', () => {
    expect(evolve(held, unassign(held))).toEqual(listing);
    expect(unassign(held)).toEqual({ type: 'Unassigned', formerAssigneeId: moderator });
    for (const flag of [listing, resolved]) expect(() => unassign(flag)).toThrow(WrongState);
  });
});

describe('resolving', () => {
  test('is for the assignee, or for anyone while nobody has it', () => {
    expect(resolved).toEqual({ ...listing, status: 'resolved', resolution: 'delist', resolvedById: moderator });
    expect(evolve(held, resolve(held, moderator, 'warn'))).toMatchObject({ resolution: 'warn' });
    expect(() => resolve(held, other, 'dismiss')).toThrow(HeldByAnother);
  });

  test('is not for the account it is about, and happens once', () => {
    expect(() => resolve(account, owner, 'dismiss')).toThrow(ConflictOfInterest);
    expect(() => resolve(resolved, moderator, 'dismiss')).toThrow(WrongState);
  });

  test.each([
    ['suspend', orphan],
    ['warn', orphan],
    ['delist', account],
  ] as const)('cannot %s what that makes no sense for', (resolution, flag) => {
    expect(() => resolve(flag, moderator, resolution)).toThrow(ResolutionMismatch);
    expect(resolve(flag, moderator, 'dismiss')).toMatchObject({ resolution: 'dismiss' });
  });
});

test('notes are taken until the flag is resolved', () => {
  expect(() => assertTakesNotes(held)).not.toThrow();
  expect(() => assertTakesNotes(resolved)).toThrow(WrongState);
});

test('a flag is seen by staff and by whoever raised it', () => {
  const flag = { raisedById: owner };
  expect([sees({ reporterId: owner, all: false }, flag), sees({ reporterId: other, all: true }, flag)]).toEqual([true, true]);
  expect([sees({ reporterId: other, all: false }, flag), sees({ reporterId: null, all: false }, flag)]).toEqual([false, false]);
});

/** Anyone tries anything at any time. */
const attempt = fc.record({
  verb: fc.constantFrom('assign', 'unassign', 'resolve'),
  by: fc.constantFrom(moderator, other, owner),
  resolution: fc.constantFrom(...resolutions),
});

test('whatever anyone tries: only refusals are thrown, a resolved flag stays, no one judges themselves', () => {
  fc.assert(
    fc.property(fc.constantFrom<Flag[]>(listing, account, orphan), fc.array(attempt, { maxLength: 30 }), (start, attempts) => {
      let flag = start;
      for (const { verb, by, resolution } of attempts) {
        const before = flag;
        const verbs = {
          assign: () => assign(flag, staff(by)),
          unassign: () => unassign(flag),
          resolve: () => resolve(flag, by, resolution),
        };
        try {
          flag = evolve(flag, verbs[verb]());
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
          continue;
        }
        expect(before.status).not.toBe('resolved');
        expect(flag).toMatchObject({ entity: start.entity, accountId: start.accountId });
        if (flag.status === 'assigned') expect(flag.assigneeId).not.toBe(flag.accountId);
        if (flag.status === 'resolved') expect(flag.resolvedById).not.toBe(flag.accountId);
      }
    }),
    { numRuns: 300 },
  );
});
