import { flagUnassigned } from '@praetor/contracts/admin';
import type { Room } from '@praetor/events/room';
import { parse } from '@praetor/kernel/input';
import { Conflict } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { FlagRow } from '../db/flag.entity.ts';
import { unassign, WrongState } from '../domain/flag.ts';
import { changeFlag } from './change-flag.ts';
import { onFlag } from './input.ts';

const Input = z.object({ ...onFlag });

export const unassignFlagRefusals = [WrongState, Conflict] as const;

/** Puts a flag back in the queue. */
export async function unassignFlag(room: Room, raw: z.input<typeof Input>): Promise<FlagRow> {
  const input = parse(Input, raw);
  return changeFlag(room, {
    action: 'unassignFlag',
    input,
    decide: unassign,
    contract: flagUnassigned,
    data: ({ formerAssigneeId }) => ({ formerAssigneeId }),
  });
}
