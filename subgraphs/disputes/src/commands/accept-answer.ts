import { disputeClosed } from '@praetor/contracts/disputes';
import type { Room } from '@praetor/events/room';
import { parse } from '@praetor/kernel/input';
import { Conflict } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { DisputeRow } from '../db/dispute.entity.ts';
import { settle, WrongState } from '../domain/dispute.ts';
import { NotAParty } from '../domain/parties.ts';
import { changeDispute } from './change-dispute.ts';
import { onDispute } from './input.ts';

const Input = z.object({ ...onDispute });

export const acceptDisputeAnswerRefusals = [NotAParty, WrongState, Conflict] as const;

/** The claimant accepts the answer: the dispute is settled. */
export async function acceptDisputeAnswer(room: Room, raw: z.input<typeof Input>): Promise<DisputeRow> {
  const input = parse(Input, raw);
  return changeDispute(room, {
    action: 'acceptDisputeAnswer',
    input,
    decide: (dispute) => settle(dispute, room.actor.id),
    contract: disputeClosed,
    data: () => ({ why: 'settled' as const }),
  });
}
