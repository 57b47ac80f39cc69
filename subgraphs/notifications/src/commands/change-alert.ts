import type { EventContract } from '@praetor/contracts/contract';
import { perform, type Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { parseId, type Id } from '@praetor/kernel/id';
import type { z } from 'zod';
import type { AlertRow } from '../db/alert.entity.ts';
import { alertById, fromDomain, lockAlert, toDomain } from '../db/alert.store.ts';
import { snapshot } from '../db/snapshot.ts';
import { evolve, type Alert, type AlertEvent } from '../domain/alert.ts';
import { resourceOf } from './resource.ts';

/** What every command on an existing alert takes. */
export interface AlertInput {
  alertId: string;
  expectedVersion?: number | null | undefined;
  idempotencyKey?: string | null | undefined;
}

export interface AlertChange<Contract extends EventContract, Event extends AlertEvent> {
  decide: (alert: Alert) => Event;
  /** Columns that the union does not carry. */
  write?: (row: AlertRow) => void;
  contract: Contract;
  /** Event data beside what every event of an alert has. */
  data: (event: Event) => Omit<z.input<Contract['data']>, 'alertId' | 'accountId' | 'disputeId'>;
}

/** The one shape of every command on an alert: lock, ask the policy, decide, write, announce. */
export function changeAlert<Contract extends EventContract, Event extends AlertEvent>(
  room: Room,
  { action, input, ...change }: AlertChange<Contract, Event> & { action: string; input: AlertInput },
): Promise<AlertRow> {
  const id = parseId('alert', input.alertId, 'alertId');
  return perform(room, { action, input, target: { type: 'alert', id }, reload: alertById }, async (tx) => {
    const row = await lockAlert(tx.em, id, input.expectedVersion);
    tx.authorize({ action: 'ManageAlert', resource: resourceOf(id, row.tenantId) });
    await apply(tx, row, change);
    return row;
  });
}

/** One step on a locked row, for commands and consumers alike. */
export async function apply<Contract extends EventContract, Event extends AlertEvent>(
  tx: Transaction,
  row: AlertRow,
  { decide, write, contract, data }: AlertChange<Contract, Event>,
): Promise<void> {
  const before = snapshot(row);
  const alert = toDomain(row);
  const event = decide(alert);
  fromDomain(row, evolve(alert, event), tx.now);
  write?.(row);
  await tx.em.flush();
  await tx.announce(contract, {
    subject: { type: 'alert', id: row.id },
    data: { ...factsOf(row), ...data(event) } as z.input<Contract['data']>,
    change: { before, after: snapshot(row) },
  });
}

/** What every event of an alert says. */
export function factsOf(row: AlertRow): {
  alertId: Id<'alert'>;
  accountId: Id<'account'> | null;
  disputeId: Id<'dispute'> | null;
} {
  return { alertId: row.id, accountId: row.accountId ?? null, disputeId: row.disputeId ?? null };
}
