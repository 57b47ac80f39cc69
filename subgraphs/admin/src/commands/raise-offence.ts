import type { Transaction } from '@praetor/events/perform';
import type { Id } from '@praetor/kernel/id';
import type { FlagRow } from '../db/flag.entity.ts';
import type { Reporter } from '../domain/reporter.ts';
import { severityOf, type Offence } from '../domain/severity.ts';
import { raise } from './raise.ts';

export interface ReportedOffence {
  offence: Offence;
  accountId: Id<'account'>;
  reason: string;
  by: Reporter;
}

/** Flags an account for what it did: the graver the more there is of it while nobody has looked. */
export function raiseOffence(tx: Transaction, tenantId: Id<'tenant'>, offended: ReportedOffence): Promise<FlagRow> {
  const { offence, accountId, reason, by } = offended;
  const entity = { type: 'account', id: accountId };
  const severityAt = (count: number) => severityOf(offence, count);
  return raise(tx, tenantId, { entity, accountId, category: offence, reason, by, severityAt });
}
