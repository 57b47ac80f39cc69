import { disputeAnswered } from '@praetor/contracts/disputes';
import type { Room } from '@praetor/events/room';
import { parse, text } from '@praetor/kernel/input';
import { Conflict } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { DisputeRow } from '../db/dispute.entity.ts';
import { answer, WrongState, type Of } from '../domain/dispute.ts';
import { NotAParty } from '../domain/parties.ts';
import { changeDispute } from './change-dispute.ts';
import { onDispute } from './input.ts';

const Input = z.object({ ...onDispute, remedy: text(10_000) });

export const answerDisputeRefusals = [NotAParty, WrongState, Conflict] as const;

/** The respondent says what they offer. Late is noted, not refused: a late answer is better than none. */
export async function answerDispute(room: Room, raw: z.input<typeof Input>): Promise<DisputeRow> {
  const input = parse(Input, raw);
  return changeDispute(room, {
    action: 'answerDispute',
    input,
    decide: (dispute, { now }) => answer(dispute, room.actor.id, input.remedy, now),
    write: writeAnswer,
    contract: disputeAnswered,
    data: ({ remedy, late }) => ({ remedy, late }),
  });
}

export function writeAnswer(row: DisputeRow, { remedy, late }: Of<'Answered'>): void {
  row.remedy = remedy;
  row.answeredLate = late;
}
