import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { outcomes, stages, waitings } from '../domain/seller-onboarding.ts';

/** A document that is kept elsewhere: what it is, where, and its SHA-256 in hex, so that it cannot be swapped. */
export interface DocumentReference {
  readonly kind: string;
  readonly reference: string;
  readonly sha256: string;
}

const SellerApplicationSchema = defineEntity({
  name: 'SellerApplication',
  tableName: 'seller_application',
  properties: {
    id: p.type(idType('onboarding')).primary(),
    tenantId: p.type(idType('tenant')),
    accountId: p.type(idType('account')),
    stage: p.enum(stages),
    waitsFor: p.enum(waitings),
    outcome: p.enum(outcomes).nullable(),
    attempt: p.integer(),
    deadline: p.datetime(),
    /** When the applicant was told that the deadline is near. */
    remindedAt: p.datetime().nullable(),
    /** Why documents were returned, or the application ended: the last of it. */
    reasons: p.array<string>(),
    businessName: p.string().length(200),
    country: p.character().length(2),
    registrationNumber: p.string().length(100).nullable(),
    /** Expected a month, in minor units. */
    volumeMinor: p.bigint(),
    currency: p.character().length(3),
    documents: p.json<DocumentReference[]>(),
    appliedAt: p.datetime(),
    stageSince: p.datetime(),
    closedAt: p.datetime().nullable(),
    version: p.integer().version(),
  },
  indexes: [
    { name: 'seller_application_newest', properties: ['tenantId', 'id'] },
    { name: 'seller_application_by_stage', properties: ['tenantId', 'stage', 'id'] },
    { name: 'seller_application_of_account', properties: ['tenantId', 'accountId', 'id'] },
  ],
  uniques: [
    {
      name: 'seller_application_open',
      expression:
        'create unique index seller_application_open on accounts.seller_application (tenant_id, account_id) where outcome is null',
    },
  ],
  ...tenantWalls({ scanned: true }),
});

/** Someone's way to selling. */
export class SellerApplicationRow extends SellerApplicationSchema.class {}
SellerApplicationSchema.setClass(SellerApplicationRow);
export { SellerApplicationSchema };
