import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { decide, ProposalClosed, SecondPersonNeeded, withdraw } from '@praetor/kernel/four-eyes';
import { parseId } from '@praetor/kernel/id';
import { expectedVersion, idempotencyKey, parse, text } from '@praetor/kernel/input';
import { Conflict, NotFound, PolicyDenied } from '@praetor/kernel/refusal';
import { z } from 'zod';
import { lockOverride, overrideById, proposalOf } from '../db/trust-override.store.ts';
import type { TrustOverrideRow } from '../db/trust-override.entity.ts';
import { OverrideNotActive } from '../domain/override.ts';
import { accountOf } from './actor.ts';
import { activate, decline, end, lockProfile, type Hand } from './change-override.ts';
import { resourceOf } from './override-resource.ts';

const onOverride = { overrideId: z.string(), expectedVersion, idempotencyKey };
const Approve = z.object({ ...onOverride, reason: text(1000).nullish() });
const Because = z.object({ ...onOverride, reason: text(1000) });
const Withdraw = z.object(onOverride);
type Input = z.output<typeof Approve>;

const deciding = [SecondPersonNeeded, ProposalClosed, PolicyDenied, Conflict] as const;
export const approveTrustOverrideRefusals = deciding;
export const rejectTrustOverrideRefusals = deciding;
export const withdrawTrustOverrideRefusals = [ProposalClosed, PolicyDenied, Conflict] as const;
export const revokeTrustOverrideRefusals = [OverrideNotActive, PolicyDenied, Conflict] as const;

/** A second person agrees: it holds from now on. */
export const approveTrustOverride = (room: Room, raw: z.input<typeof Approve>): Promise<TrustOverrideRow> =>
  decideIt(room, 'approveTrustOverride', parse(Approve, raw), 'approved');

/** A second person says no, and why. */
export const rejectTrustOverride = (room: Room, raw: z.input<typeof Because>): Promise<TrustOverrideRow> =>
  decideIt(room, 'rejectTrustOverride', parse(Because, raw), 'rejected');

/** Whoever asked takes it back. */
export const withdrawTrustOverride = (room: Room, raw: z.input<typeof Withdraw>): Promise<TrustOverrideRow> =>
  change(room, 'withdrawTrustOverride', parse(Withdraw, raw), async ({ tx }, row) => {
    if (row.requestedById !== accountOf(room.actor)) throw new NotFound('override');
    await decline(tx, row, withdraw(proposalOf(row), tx.now));
  });

/** One that holds ends now. One person may: the model judges again. */
export const revokeTrustOverride = (room: Room, raw: z.input<typeof Because>): Promise<TrustOverrideRow> =>
  change(room, 'revokeTrustOverride', parse(Because, raw), async (hand, row) => {
    hand.tx.authorize({ action: 'OverrideTrust', resource: resourceOf(row) });
    if (row.state !== 'active') throw new OverrideNotActive(row.state);
    await end(hand, row, 'revoked');
  });

function decideIt(room: Room, action: string, input: Input, verdict: 'approved' | 'rejected'): Promise<TrustOverrideRow> {
  return change(room, action, input, async (hand, row) => {
    const { tx } = hand;
    const by = accountOf(room.actor);
    const outcome = decide(proposalOf(row), by, verdict, tx.now);
    tx.authorize({ action: 'DecideTrustOverride', resource: resourceOf(row) });
    Object.assign(row, { decidedById: by, decidedAt: tx.now, decisionReason: input.reason ?? null });
    if (outcome === 'approved') await activate(hand, row);
    else await decline(tx, row, 'rejected');
  });
}

function change(
  room: Room,
  action: string,
  input: Input,
  work: (hand: Hand, row: TrustOverrideRow) => Promise<void>,
): Promise<TrustOverrideRow> {
  const id = parseId('trustOverride', input.overrideId, 'overrideId');
  const target = { type: 'trustOverride', id };
  return perform(room, { action, target, input, reason: input.reason, reload: overrideById }, async (tx) => {
    const { accountId } = await overrideById(tx.em, id);
    const stored = await lockProfile(tx.em, accountId);
    const row = await lockOverride(tx.em, id, input.expectedVersion);
    await work({ tx, actor: room.actor, stored }, row);
    return row;
  });
}
