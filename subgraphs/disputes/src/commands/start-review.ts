import { disputeReviewStarted } from '@praetor/contracts/disputes';
import type { Room } from '@praetor/events/room';
import { parse } from '@praetor/kernel/input';
import { Conflict, PolicyDenied } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { DisputeRow } from '../db/dispute.entity.ts';
import { startReview, WrongState } from '../domain/dispute.ts';
import { ConflictOfInterest, NotAParty } from '../domain/parties.ts';
import { accountOf } from './actor.ts';
import { resourceOf } from './resource.ts';
import { changeDispute } from './change-dispute.ts';
import { onDispute } from './input.ts';

const Input = z.object({ ...onDispute });

export const startDisputeReviewRefusals = [WrongState, ConflictOfInterest, NotAParty, PolicyDenied, Conflict] as const;

/** A reviewer takes the dispute from the queue. */
export async function startDisputeReview(room: Room, raw: z.input<typeof Input>): Promise<DisputeRow> {
  const input = parse(Input, raw);
  return changeDispute(room, {
    action: 'startDisputeReview',
    input,
    decide: (dispute, tx, row) => {
      tx.authorize({ action: 'ReviewDispute', resource: resourceOf(row, null) });
      return startReview(dispute, accountOf(room.actor), tx.now);
    },
    contract: disputeReviewStarted,
    data: ({ reviewerId, decideBy }) => ({ reviewerId, decideBy: decideBy.toISOString() }),
  });
}
