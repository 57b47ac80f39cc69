import type { Room } from '@praetor/events/room';
import { InvalidInput } from '@praetor/kernel/refusal';
import { keysetPage, type Page, type PageArguments } from '@praetor/postgres/page';
import type { FilterQuery } from '@mikro-orm/postgresql';
import { AuditEntryRow } from '../db/entry.entity.ts';

export interface EntryFilter {
  subjectType?: string | null | undefined;
  subjectId?: string | null | undefined;
  actorId?: string | null | undefined;
  type?: string | null | undefined;
  /** Recorded at this instant or later. */
  since?: Date | null | undefined;
  /** Recorded before this instant. */
  until?: Date | null | undefined;
}

/** Entries of the tenant's log, newest first. */
export async function entriesPage(
  { em }: Pick<Room, 'em'>,
  page: PageArguments,
  { since, until, ...exactly }: EntryFilter = {},
): Promise<Page<AuditEntryRow>> {
  if ((exactly.subjectType == null) !== (exactly.subjectId == null)) {
    throw new InvalidInput([{ path: ['subjectId'], message: 'Give subjectType and subjectId together.' }]);
  }
  const equal = Object.entries(exactly).filter(([, value]) => value != null);
  const where = { ...Object.fromEntries(equal), index: await indexRange(em, since, until) };
  return keysetPage(em, AuditEntryRow, where as FilterQuery<AuditEntryRow>, page, { index: 'desc' });
}

/** The entry at a place in the log, if it has come that far. */
export function entryAt({ em, actor }: Pick<Room, 'em' | 'actor'>, index: number): Promise<AuditEntryRow | null> {
  return em.findOne(AuditEntryRow, { tenantId: actor.tenantId, index });
}

/** Time of recording grows with the index, so a span of time is a span of indexes: the page stays one walk of an index. */
async function indexRange(em: Room['em'], since: Date | null | undefined, until: Date | null | undefined) {
  const from = since ? await firstAt(em, since) : 0;
  const to = until ? await firstAt(em, until) : null;
  // Nothing was recorded since: no index is below zero.
  if (from === null) return { $lt: 0 };
  return { $gte: from, ...(to !== null && { $lt: to }) };
}

async function firstAt(em: Room['em'], instant: Date): Promise<number | null> {
  const found = await em.find(
    AuditEntryRow,
    { recordedAt: { $gte: instant } },
    { orderBy: { recordedAt: 'asc', index: 'asc' }, fields: ['index'], limit: 1, disableIdentityMap: true },
  );
  return found[0]?.index ?? null;
}
