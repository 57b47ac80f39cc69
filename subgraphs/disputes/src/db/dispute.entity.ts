import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { outcomes, statuses } from '../domain/dispute.ts';

const DisputeSchema = defineEntity({
  name: 'Dispute',
  tableName: 'dispute',
  properties: {
    id: p.type(idType('dispute')).primary(),
    tenantId: p.type(idType('tenant')),
    orderRef: p.string().length(200).nullable(),
    /** The marketplace's own id, when it brought the dispute. */
    externalRef: p.string().length(200).nullable(),
    /** In the marketplace's own words: what kind of thing went wrong. */
    category: p.string().length(200),
    description: p.text(),
    claimantId: p.type(idType('account')),
    respondentId: p.type(idType('account')),
    claimMinor: p.bigint('bigint').nullable(),
    claimCurrency: p.character().length(3).nullable(),
    status: p.enum(statuses),
    /** When the next thing happens by itself; null when nothing does. */
    dueAt: p.datetime().nullable(),
    remedy: p.text().nullable(),
    answeredLate: p.boolean().nullable(),
    reviewerId: p.type(idType('account')).nullable(),
    decidedById: p.type(idType('account')).nullable(),
    outcome: p.enum(outcomes).nullable(),
    refundMinor: p.bigint('bigint').nullable(),
    refundCurrency: p.character().length(3).nullable(),
    rationale: p.text().nullable(),
    appealBy: p.datetime().nullable(),
    appealed: p.boolean(),
    grounds: p.text().nullable(),
    closedWhy: p.enum(['settled', 'final'] as const).nullable(),
    openedAt: p.datetime(),
    updatedAt: p.datetime(),
    version: p.integer().version(),
  },
  indexes: [
    { name: 'dispute_newest', properties: ['tenantId', 'id'] },
    { name: 'dispute_by_status', properties: ['tenantId', 'status', 'id'] },
    { name: 'dispute_by_claimant', properties: ['tenantId', 'claimantId', 'id'] },
    { name: 'dispute_by_respondent', properties: ['tenantId', 'respondentId', 'id'] },
    { name: 'dispute_due', expression: 'create index dispute_due on disputes.dispute (due_at) where due_at is not null' },
  ],
  uniques: [{ name: 'dispute_external', properties: ['tenantId', 'externalRef'] }],
  ...tenantWalls({ scanned: true }),
});

/** A dispute as Postgres keeps it: flat. `dispute.store.ts` turns it into the domain's union and back. */
export class DisputeRow extends DisputeSchema.class {}
DisputeSchema.setClass(DisputeRow);
export { DisputeSchema };
