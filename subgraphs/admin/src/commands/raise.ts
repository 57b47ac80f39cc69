import { flagRaised } from '@praetor/contracts/admin';
import type { Transaction } from '@praetor/events/perform';
import { newId, type Id } from '@praetor/kernel/id';
import { FlagRow } from '../db/flag.entity.ts';
import { lockUnresolved } from '../db/flag.store.ts';
import { snapshot } from '../db/snapshot.ts';
import type { Concern } from '../domain/flag.ts';
import type { Reporter } from '../domain/reporter.ts';
import { graver, type Severity } from '../domain/severity.ts';
import { factsOf } from './change-flag.ts';

export interface NewFlag extends Concern {
  category: string;
  reason: string;
  by: Reporter;
  /** How grave it is, the `count`th time. */
  severityAt: (count: number) => Severity;
}

/** Writes and announces a flag, or counts one more on the one that its reporter has on this entity for this category. */
export async function raise(tx: Transaction, tenantId: Id<'tenant'>, flag: NewFlag): Promise<FlagRow> {
  const known = await lockUnresolved(tx.em, flag.entity, flag.category, flag.by);
  const before = known && snapshot(known);
  const row = known ?? tx.em.create(FlagRow, firstOf(flag, tenantId, tx.now));
  if (known) countOnce(known, flag, tx.now);
  await tx.em.flush();
  await tx.announce(flagRaised, {
    subject: { type: 'flag', id: row.id },
    data: { ...factsOf(row), category: row.category, reason: flag.reason, severity: row.severity, count: row.count },
    change: { before, after: snapshot(row) },
  });
  return row;
}

function countOnce(row: FlagRow, { severityAt, accountId }: NewFlag, now: Date): void {
  row.count += 1;
  row.severity = graver(row.severity, severityAt(row.count));
  row.accountId ??= accountId;
  row.updatedAt = now;
}

function firstOf({ entity, accountId, category, reason, by, severityAt }: NewFlag, tenantId: Id<'tenant'>, now: Date) {
  return {
    id: newId('flag'),
    tenantId,
    entityType: entity.type,
    entityId: entity.id,
    accountId,
    category,
    reason,
    severity: severityAt(1),
    count: 1,
    raisedByKind: by.kind,
    raisedById: by.id,
    status: 'open' as const,
    assigneeId: null,
    resolution: null,
    resolvedById: null,
    resolvedReason: null,
    resolvedAt: null,
    raisedAt: now,
    updatedAt: now,
  };
}
