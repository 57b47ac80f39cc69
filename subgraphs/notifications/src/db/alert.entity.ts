import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { severities, statuses } from '../domain/alert.ts';

const AlertSchema = defineEntity({
  name: 'Alert',
  tableName: 'alert',
  properties: {
    id: p.type(idType('alert')).primary(),
    tenantId: p.type(idType('tenant')),
    severity: p.enum(severities),
    /** Who says so: a service, a subgraph, `operator`. */
    source: p.string().length(100),
    title: p.string().length(200),
    detail: p.text().nullable(),
    /** What makes two alerts the same while neither is resolved. */
    dedupKey: p.string().length(200),
    count: p.integer(),
    accountId: p.type(idType('account')).nullable(),
    disputeId: p.type(idType('dispute')).nullable(),
    status: p.enum(statuses),
    acknowledgedById: p.type(idType('account')).nullable(),
    acknowledgedAt: p.datetime().nullable(),
    resolvedById: p.type(idType('account')).nullable(),
    resolvedAt: p.datetime().nullable(),
    raisedAt: p.datetime(),
    lastRaisedAt: p.datetime(),
    version: p.integer().version(),
  },
  indexes: [
    { name: 'alert_newest', properties: ['tenantId', 'id'] },
    { name: 'alert_by_status', properties: ['tenantId', 'status', 'id'] },
    { name: 'alert_by_severity', properties: ['tenantId', 'severity', 'id'] },
    {
      name: 'alert_unresolved',
      expression: "create unique index alert_unresolved on notifications.alert (tenant_id, dedup_key) where status <> 'resolved'",
    },
  ],
  ...tenantWalls(),
});

/** An alert as Postgres keeps it: flat. `alert.store.ts` turns it into the domain's union and back. */
export class AlertRow extends AlertSchema.class {}
AlertSchema.setClass(AlertRow);
export { AlertSchema };
