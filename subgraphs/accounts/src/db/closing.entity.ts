import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { statuses } from '../domain/account.ts';
import { closedBy, closingStatuses } from '../domain/closing.ts';

const ClosingSchema = defineEntity({
  name: 'Closing',
  tableName: 'closing',
  properties: {
    id: p.type(idType('closing')).primary(),
    tenantId: p.type(idType('tenant')),
    accountId: p.type(idType('account')),
    status: p.enum(closingStatuses),
    by: p.enum(closedBy),
    reason: p.string().length(1000).nullable(),
    /** What the account was, to be that again when the closing is taken back. */
    statusBefore: p.enum(statuses),
    whyBefore: p.string().length(1000).nullable(),
    lockedUntilBefore: p.datetime().nullable(),
    /** SHA-256, hex, of what takes the closing back. Null once that is over. */
    cancelDigest: p.character().length(64).nullable(),
    closedAt: p.datetime(),
    erasureAt: p.datetime(),
    /** When subgraphs have to have answered. */
    dueAt: p.datetime().nullable(),
    overdueAt: p.datetime().nullable(),
    finishedAt: p.datetime().nullable(),
    version: p.integer().version(),
  },
  indexes: [
    { name: 'closing_newest', properties: ['tenantId', 'id'] },
    { name: 'closing_by_status', properties: ['tenantId', 'status', 'id'] },
    { name: 'closing_of_account', properties: ['tenantId', 'accountId', 'id'] },
    {
      name: 'closing_due',
      expression: "create index closing_due on accounts.closing (erasure_at) where status in ('grace', 'held')",
    },
    {
      name: 'closing_overdue',
      expression: "create index closing_overdue on accounts.closing (due_at) where status = 'erasing' and overdue_at is null",
    },
    {
      name: 'closing_once',
      expression: "create unique index closing_once on accounts.closing (tenant_id, account_id) where status <> 'cancelled'",
    },
  ],
  uniques: [{ name: 'closing_cancel', properties: ['cancelDigest'] }],
  ...tenantWalls({ scanned: true }),
});

/** The end of an account, and the report of its erasure. */
export class ClosingRow extends ClosingSchema.class {}
ClosingSchema.setClass(ClosingRow);
export { ClosingSchema };
