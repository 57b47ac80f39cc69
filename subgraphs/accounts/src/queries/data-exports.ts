import type { Room } from '@praetor/events/room';
import type { Id } from '@praetor/kernel/id';
import { DataExportRow } from '../db/data-export.entity.ts';

/** The caller's own copy; another's is absent, for staff too. */
export const myDataExport = ({ em, actor, clock }: Room): Promise<DataExportRow | null> =>
  actor.kind === 'account' && !actor.impersonatorId
    ? em.findOne(DataExportRow, { accountId: actor.id as Id<'account'>, expiresAt: { $gt: clock() } })
    : Promise.resolve(null);
