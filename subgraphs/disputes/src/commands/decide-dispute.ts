import { disputeDecided } from '@praetor/contracts/disputes';
import type { Room } from '@praetor/events/room';
import { moneyInput, parse, text } from '@praetor/kernel/input';
import { Conflict, PolicyDenied } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { DisputeRow } from '../db/dispute.entity.ts';
import { decide, outcomes, RefundExceedsClaim, RefundOutcomeMismatch, WrongState } from '../domain/dispute.ts';
import { ConflictOfInterest, NotAParty } from '../domain/parties.ts';
import { accountOf } from './actor.ts';
import { resourceOf } from './resource.ts';
import { changeDispute } from './change-dispute.ts';
import { onDispute } from './input.ts';

const Input = z.object({ ...onDispute, outcome: z.enum(outcomes), refund: moneyInput.nullish(), rationale: text(10_000) });

export const decideDisputeRefusals = [
  WrongState,
  ConflictOfInterest,
  NotAParty,
  RefundExceedsClaim,
  RefundOutcomeMismatch,
  PolicyDenied,
  Conflict,
] as const;

/** The reviewer decides. How much money a role may award is policy. */
export async function decideDispute(room: Room, raw: z.input<typeof Input>): Promise<DisputeRow> {
  const input = parse(Input, raw);
  const { outcome, refund = null, rationale } = input;
  return changeDispute(room, {
    action: 'decideDispute',
    input,
    reason: rationale,
    decide: (dispute, tx, row) => {
      tx.authorize({ action: 'DecideDispute', resource: resourceOf(row, refund) });
      return decide(dispute, accountOf(room.actor), { outcome, refund, rationale }, tx.now);
    },
    contract: disputeDecided,
    data: ({ decision }) => ({
      reviewerId: decision.reviewerId,
      outcome,
      refund: refund && { amountMinor: Number(refund.minor), currency: refund.currency },
      rationale,
      appealBy: decision.appealBy.toISOString(),
    }),
  });
}
