import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { resolutions, statuses } from '../domain/flag.ts';
import { reporterKinds } from '../domain/reporter.ts';
import { severities } from '../domain/severity.ts';

const FlagSchema = defineEntity({
  name: 'Flag',
  tableName: 'flag',
  properties: {
    id: p.type(idType('flag')).primary(),
    tenantId: p.type(idType('tenant')),
    entityType: p.string().length(40),
    entityId: p.string().length(200),
    accountId: p.type(idType('account')).nullable(),
    category: p.string().length(100),
    reason: p.text(),
    severity: p.enum(severities),
    /** How often its reporter raised it while it was unresolved. */
    count: p.integer(),
    raisedByKind: p.enum(reporterKinds),
    raisedById: p.string().length(200),
    status: p.enum(statuses),
    assigneeId: p.type(idType('account')).nullable(),
    resolution: p.enum(resolutions).nullable(),
    resolvedById: p.type(idType('account')).nullable(),
    resolvedReason: p.text().nullable(),
    resolvedAt: p.datetime().nullable(),
    raisedAt: p.datetime(),
    updatedAt: p.datetime(),
    version: p.integer().version(),
  },
  indexes: [
    { name: 'flag_newest', properties: ['tenantId', 'id'] },
    { name: 'flag_by_status', properties: ['tenantId', 'status', 'id'] },
    { name: 'flag_by_entity_type', properties: ['tenantId', 'entityType', 'id'] },
    { name: 'flag_by_assignee', properties: ['tenantId', 'assigneeId', 'id'] },
    { name: 'flag_by_account', properties: ['tenantId', 'accountId', 'id'] },
    // The same reporter, entity and category have one unresolved flag.
    {
      name: 'flag_unresolved',
      expression:
        "create unique index flag_unresolved on admin.flag (tenant_id, entity_type, entity_id, category, raised_by_id) where status <> 'resolved'",
    },
  ],
  ...tenantWalls(),
});

/** A flag as Postgres keeps it: flat. `flag.store.ts` turns it into the domain's union and back. */
export class FlagRow extends FlagSchema.class {}
FlagSchema.setClass(FlagRow);
export { FlagSchema };
