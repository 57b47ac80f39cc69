import { alertRaised, alertResolved } from '@praetor/contracts/notifications';
import type { Transaction } from '@praetor/events/perform';
import { newId, type Id } from '@praetor/kernel/id';
import { AlertRow } from '../db/alert.entity.ts';
import { lockUnresolved } from '../db/alert.store.ts';
import { snapshot } from '../db/snapshot.ts';
import { repeat, resolve, type Severity } from '../domain/alert.ts';
import { apply, factsOf } from './change-alert.ts';

export interface NewAlert {
  severity: Severity;
  source: string;
  title: string;
  detail: string | null;
  dedupKey: string;
  accountId: Id<'account'> | null;
  disputeId: Id<'dispute'> | null;
}

/** Writes and announces an alert, or counts `times` more on the unresolved one of the same key. */
export async function raise(tx: Transaction, tenantId: Id<'tenant'>, alert: NewAlert, times = 1): Promise<AlertRow> {
  const known = await lockUnresolved(tx.em, alert.dedupKey);
  if (known) return again(tx, known, alert, times);
  const row = tx.em.create(AlertRow, {
    ...alert,
    id: newId('alert'),
    tenantId,
    count: times,
    status: 'raised',
    acknowledgedById: null,
    acknowledgedAt: null,
    resolvedById: null,
    resolvedAt: null,
    raisedAt: tx.now,
    lastRaisedAt: tx.now,
  });
  await tx.em.flush();
  await tx.announce(alertRaised, {
    subject: { type: 'alert', id: row.id },
    data: { ...factsOf(row), ...tallyOf(row) },
    change: { before: null, after: snapshot(row) },
  });
  return row;
}

async function again(tx: Transaction, row: AlertRow, alert: NewAlert, times: number): Promise<AlertRow> {
  await apply(tx, row, {
    decide: (known) => repeat(known, alert.severity, times),
    write: (to) => ((to.lastRaisedAt = tx.now), (to.detail = alert.detail ?? to.detail ?? null)),
    contract: alertRaised,
    data: () => tallyOf(row),
  });
  return row;
}

/** What an alert was about went away by itself. Nothing happens when nobody was alerted. */
export async function settle(tx: Transaction, dedupKey: string): Promise<void> {
  const row = await lockUnresolved(tx.em, dedupKey);
  if (!row) return;
  await apply(tx, row, {
    decide: (alert) => resolve(alert, null),
    contract: alertResolved,
    data: ({ resolvedById }) => ({ resolvedBy: resolvedById }),
  });
}

const tallyOf = ({ severity, source, title, count }: AlertRow) => ({ severity, source, title, count });
