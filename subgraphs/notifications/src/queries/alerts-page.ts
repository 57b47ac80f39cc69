import type { Room } from '@praetor/events/room';
import { keysetPage, type Page, type PageArguments } from '@praetor/postgres/page';
import { AlertRow } from '../db/alert.entity.ts';
import { severities, type Severity, type Status } from '../domain/alert.ts';

export interface AlertFilter {
  status?: Status | null | undefined;
  severity?: Severity | null | undefined;
}

/** Alerts of the tenant, newest first. Whether the caller may list them was declared on the field. */
export function alertsPage({ em }: Room, page: PageArguments, { status, severity }: AlertFilter = {}): Promise<Page<AlertRow>> {
  return keysetPage(em, AlertRow, { ...(status && { status }), ...(severity && { severity }) }, page);
}

export interface SeverityCount {
  severity: Severity;
  count: number;
  unresolved: number;
}

/** How many alerts of each severity there were, and still are; severities without any are counted as zero. */
export async function alertsSummary({ em }: Room): Promise<SeverityCount[]> {
  const all = await em.countBy(AlertRow, 'severity');
  const unresolved = await em.countBy(AlertRow, 'severity', { where: { status: { $ne: 'resolved' } } });
  return severities.map((severity) => ({ severity, count: all[severity] ?? 0, unresolved: unresolved[severity] ?? 0 }));
}
