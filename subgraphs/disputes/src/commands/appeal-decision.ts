import { disputeAppealed } from '@praetor/contracts/disputes';
import type { Room } from '@praetor/events/room';
import { parse, text } from '@praetor/kernel/input';
import { Conflict } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { DisputeRow } from '../db/dispute.entity.ts';
import { AlreadyAppealed, appeal, DeadlinePassed, WrongState } from '../domain/dispute.ts';
import { NotAParty } from '../domain/parties.ts';
import { accountOf } from './actor.ts';
import { changeDispute } from './change-dispute.ts';
import { onDispute } from './input.ts';

const Input = z.object({ ...onDispute, grounds: text(10_000) });

export const appealDisputeDecisionRefusals = [NotAParty, WrongState, DeadlinePassed, AlreadyAppealed, Conflict] as const;

/** Either party contests the decision, in time, once. */
export async function appealDisputeDecision(room: Room, raw: z.input<typeof Input>): Promise<DisputeRow> {
  const input = parse(Input, raw);
  return changeDispute(room, {
    action: 'appealDisputeDecision',
    input,
    decide: (dispute, { now }) => appeal(dispute, room.actor.id, input.grounds, now),
    write: (row, { grounds }) => (row.grounds = grounds),
    contract: disputeAppealed,
    data: ({ grounds }) => ({ appellantId: accountOf(room.actor), grounds }),
  });
}
