import type { EventContract } from '@praetor/contracts/contract';
import { perform, type Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { parseId, type Id } from '@praetor/kernel/id';
import type { z } from 'zod';
import type { DisputeRow } from '../db/dispute.entity.ts';
import { disputeById, fromDomain, lockDispute, toDomain } from '../db/dispute.store.ts';
import { snapshot } from '../db/snapshot.ts';
import type { Dispute, DisputeEvent } from '../domain/dispute.ts';
import { evolve } from '../domain/evolve.ts';
import { sightOf } from './actor.ts';

/** What every command on an existing dispute takes. */
export interface DisputeInput {
  disputeId: string;
  expectedVersion?: number | null | undefined;
  idempotencyKey?: string | null | undefined;
}

export interface DisputeChange<Contract extends EventContract, Event extends DisputeEvent> {
  action: string;
  input: DisputeInput;
  reason?: string | null | undefined;
  /** The domain's decision; may ask a policy through `tx` first. */
  decide: (dispute: Dispute, tx: Transaction, row: DisputeRow) => Event;
  /** Columns that the union does not carry (free text). */
  write?: (row: DisputeRow, event: Event) => void;
  contract: Contract;
  /** Event data beside the dispute's own ids. */
  data: (event: Event, tx: Transaction) => Omit<z.input<Contract['data']>, 'disputeId' | 'claimantId' | 'respondentId'>;
}

/** The one shape of every command on a dispute: lock, decide, write, announce. */
export function changeDispute<Contract extends EventContract, Event extends DisputeEvent>(
  room: Room,
  change: DisputeChange<Contract, Event>,
): Promise<DisputeRow> {
  const { action, input, reason } = change;
  const id = parseId('dispute', input.disputeId, 'disputeId');
  return perform(room, { action, input, reason, target: { type: 'dispute', id }, reload: disputeById }, async (tx) => {
    const row = await lockDispute(tx.em, sightOf(room), id, input.expectedVersion);
    await apply(tx, row, change);
    return row;
  });
}

/** One step on a locked row, for commands and consumers alike. */
export async function apply<Contract extends EventContract, Event extends DisputeEvent>(
  tx: Transaction,
  row: DisputeRow,
  { decide, write, contract, data }: Omit<DisputeChange<Contract, Event>, 'action' | 'input' | 'reason'>,
): Promise<void> {
  const before = snapshot(row);
  const dispute = toDomain(row);
  const event = decide(dispute, tx, row);
  fromDomain(row, evolve(dispute, event), tx.now);
  write?.(row, event);
  await tx.announce(contract, {
    subject: { type: 'dispute', id: row.id },
    data: { ...partiesOf(row), ...data(event, tx) } as z.input<Contract['data']>,
    change: { before, after: snapshot(row) },
  });
}

export function partiesOf(row: DisputeRow): { disputeId: Id<'dispute'>; claimantId: Id<'account'>; respondentId: Id<'account'> } {
  return { disputeId: row.id, claimantId: row.claimantId, respondentId: row.respondentId };
}
