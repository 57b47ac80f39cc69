import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import type { Id } from '@praetor/kernel/id';
import { Conflict, NotFound } from '@praetor/kernel/refusal';
import type { Alert } from '../domain/alert.ts';
import { AlertRow } from './alert.entity.ts';

/** The row, locked until the transaction ends. */
export async function lockAlert(tx: EntityManager, id: Id<'alert'>, expectedVersion?: number | null): Promise<AlertRow> {
  const row = await tx.findOne(AlertRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!row) throw new NotFound('alert');
  if (expectedVersion != null && expectedVersion !== row.version) throw new Conflict(expectedVersion, row.version);
  return row;
}

export async function alertById(em: EntityManager, id: string): Promise<AlertRow> {
  const row = await em.findOne(AlertRow, { id: id as Id<'alert'> });
  if (!row) throw new NotFound('alert');
  return row;
}

/**
 * The unresolved alert of this key, locked; null when there is none. Whoever looks holds an advisory lock until the end of the
 * transaction, so that two at once do not both find none.
 */
export async function lockUnresolved(tx: EntityManager, dedupKey: string): Promise<AlertRow | null> {
  await tx.execute("select pg_advisory_xact_lock(729, hashtext(current_setting('praetor.tenant_id') || ?))", [dedupKey]);
  return tx.findOne(AlertRow, { dedupKey, status: { $ne: 'resolved' } }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

/** The union the domain thinks in. */
export function toDomain(row: AlertRow): Alert {
  const tally = { severity: row.severity, count: row.count };
  switch (row.status) {
    case 'raised':
      return { ...tally, status: 'raised' };
    case 'acknowledged':
      if (!row.acknowledgedById) throw new Error('An alert row lacks what its status needs.');
      return { ...tally, status: 'acknowledged', acknowledgedById: row.acknowledgedById };
    case 'resolved':
      return { ...tally, status: 'resolved', resolvedById: row.resolvedById ?? null };
  }
}

/** Writes the alert's new state into its row. Who acknowledged it stays visible once it is resolved. */
export function fromDomain(row: AlertRow, alert: Alert, now: Date): void {
  if (alert.status !== row.status) writeStatus(row, alert, now);
  row.status = alert.status;
  row.severity = alert.severity;
  row.count = alert.count;
}

function writeStatus(row: AlertRow, alert: Alert, now: Date): void {
  switch (alert.status) {
    case 'raised':
      row.acknowledgedById = null;
      row.acknowledgedAt = null;
      break;
    case 'acknowledged':
      row.acknowledgedById = alert.acknowledgedById;
      row.acknowledgedAt = now;
      break;
    case 'resolved':
      row.resolvedById = alert.resolvedById;
      row.resolvedAt = now;
  }
}
