import { permissionsOf } from '@praetor/authorization/roles';
import { flagAssigned } from '@praetor/contracts/admin';
import type { Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { parseId, type Id } from '@praetor/kernel/id';
import { parse } from '@praetor/kernel/input';
import { Conflict } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { FlagRow } from '../db/flag.entity.ts';
import { KnownAccountRow } from '../db/known-account.entity.ts';
import { AlreadyAssigned, assign, AssigneeNotStaff, ConflictOfInterest, WrongState } from '../domain/flag.ts';
import type { Colleague } from '../domain/reporter.ts';
import { accountOf } from './actor.ts';
import { changeFlag } from './change-flag.ts';
import { onFlag } from './input.ts';

const Input = z.object({ ...onFlag, assigneeId: z.string().nullish() });

export const assignFlagRefusals = [WrongState, AssigneeNotStaff, ConflictOfInterest, AlreadyAssigned, Conflict] as const;

/** Hands a flag to a colleague, or to the caller when nobody is named. */
export async function assignFlag(room: Room, raw: z.input<typeof Input>): Promise<FlagRow> {
  const input = parse(Input, raw);
  const named = input.assigneeId ? parseId('account', input.assigneeId, 'assigneeId') : null;
  return changeFlag(room, {
    action: 'assignFlag',
    input,
    decide: async (flag, tx) => assign(flag, await colleague(room, tx, named ?? accountOf(room.actor))),
    contract: flagAssigned,
    data: ({ assigneeId }) => ({ assigneeId }),
  });
}

/** Of the caller the token tells, of others what their events told. */
async function colleague({ actor, permissions }: Room, tx: Transaction, accountId: Id<'account'>): Promise<Colleague> {
  if (accountId === actor.id) return { accountId, active: true, resolves: permissions.has('flag:resolve') };
  const known = await tx.em.findOne(KnownAccountRow, { accountId });
  const resolves = permissionsOf(known?.roles ?? []).has('flag:resolve');
  return { accountId, active: known?.active ?? false, resolves };
}
