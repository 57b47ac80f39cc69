import { disputeReviewReleased } from '@praetor/contracts/disputes';
import type { Room } from '@praetor/events/room';
import { parse } from '@praetor/kernel/input';
import { Conflict } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { DisputeRow } from '../db/dispute.entity.ts';
import { release, WrongState } from '../domain/dispute.ts';
import { ConflictOfInterest, NotAParty } from '../domain/parties.ts';
import { accountOf } from './actor.ts';
import { changeDispute } from './change-dispute.ts';
import { onDispute } from './input.ts';

const Input = z.object({ ...onDispute });

export const releaseDisputeReviewRefusals = [WrongState, ConflictOfInterest, NotAParty, Conflict] as const;

/** The reviewer hands the dispute back to the queue. */
export async function releaseDisputeReview(room: Room, raw: z.input<typeof Input>): Promise<DisputeRow> {
  const input = parse(Input, raw);
  return changeDispute(room, {
    action: 'releaseDisputeReview',
    input,
    decide: (dispute, { now }) => release(dispute, accountOf(room.actor), now),
    contract: disputeReviewReleased,
    data: () => ({ reviewerId: accountOf(room.actor) }),
  });
}
