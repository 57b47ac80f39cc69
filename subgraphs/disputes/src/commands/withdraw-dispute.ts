import { disputeWithdrawn } from '@praetor/contracts/disputes';
import type { Room } from '@praetor/events/room';
import { parse, text } from '@praetor/kernel/input';
import { Conflict } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { DisputeRow } from '../db/dispute.entity.ts';
import { withdraw, WrongState } from '../domain/dispute.ts';
import { NotAParty } from '../domain/parties.ts';
import { changeDispute } from './change-dispute.ts';
import { onDispute } from './input.ts';

const Input = z.object({ ...onDispute, reason: text(1000) });

export const withdrawDisputeRefusals = [NotAParty, WrongState, Conflict] as const;

/** The claimant takes the dispute back while no one has decided. */
export async function withdrawDispute(room: Room, raw: z.input<typeof Input>): Promise<DisputeRow> {
  const input = parse(Input, raw);
  return changeDispute(room, {
    action: 'withdrawDispute',
    input,
    reason: input.reason,
    decide: (dispute) => withdraw(dispute, room.actor.id),
    contract: disputeWithdrawn,
    data: () => ({ reason: input.reason }),
  });
}
