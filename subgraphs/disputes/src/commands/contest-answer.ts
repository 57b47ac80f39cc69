import { disputeContested } from '@praetor/contracts/disputes';
import type { Room } from '@praetor/events/room';
import { parse, text } from '@praetor/kernel/input';
import { Conflict } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { DisputeRow } from '../db/dispute.entity.ts';
import { contest, DeadlinePassed, WrongState } from '../domain/dispute.ts';
import { NotAParty } from '../domain/parties.ts';
import { changeDispute } from './change-dispute.ts';
import { onDispute } from './input.ts';

const Input = z.object({ ...onDispute, grounds: text(10_000) });

export const contestDisputeAnswerRefusals = [NotAParty, WrongState, DeadlinePassed, Conflict] as const;

/** The claimant does not accept the answer: a reviewer has to decide. */
export async function contestDisputeAnswer(room: Room, raw: z.input<typeof Input>): Promise<DisputeRow> {
  const input = parse(Input, raw);
  return changeDispute(room, {
    action: 'contestDisputeAnswer',
    input,
    decide: (dispute, { now }) => contest(dispute, room.actor.id, input.grounds, now),
    write: (row, { grounds }) => (row.grounds = grounds),
    contract: disputeContested,
    data: ({ grounds }) => ({ grounds }),
  });
}
