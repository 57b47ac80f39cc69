import { idType } from '@praetor/postgres/id-type';
import { tenantWalls } from '@praetor/postgres/tenancy';
import { defineEntity, p } from '@mikro-orm/postgresql';
import { checkKinds, checkStates, kycLevels } from '../domain/seller-onboarding.ts';
import type { DocumentReference } from './seller-application.entity.ts';

const KycCheckSchema = defineEntity({
  name: 'KycCheck',
  tableName: 'kyc_check',
  properties: {
    id: p.type(idType('kycCheck')).primary(),
    tenantId: p.type(idType('tenant')),
    applicationId: p.type(idType('onboarding')),
    accountId: p.type(idType('account')),
    kind: p.enum(checkKinds),
    attempt: p.integer(),
    /** Who checks: `reviewers`, or an outside service. */
    provider: p.string().length(40),
    /** `handing`: not yet with the provider. */
    state: p.enum(checkStates),
    documents: p.json<DocumentReference[]>(),
    takesTwo: p.boolean(),
    firstReviewerId: p.type(idType('account')).nullable(),
    decidedById: p.type(idType('account')).nullable(),
    reasons: p.array<string>(),
    requestedAt: p.datetime(),
    decidedAt: p.datetime().nullable(),
    version: p.integer().version(),
  },
  indexes: [
    { name: 'kyc_check_newest', properties: ['tenantId', 'id'] },
    { name: 'kyc_check_by_state', properties: ['tenantId', 'state', 'id'] },
  ],
  uniques: [{ name: 'kyc_check_once', properties: ['tenantId', 'applicationId', 'kind', 'attempt'] }],
  ...tenantWalls(),
});

/** One look at someone's documents. */
export class KycCheckRow extends KycCheckSchema.class {}
KycCheckSchema.setClass(KycCheckRow);

const KycStandingSchema = defineEntity({
  name: 'KycStanding',
  tableName: 'kyc_standing',
  properties: {
    accountId: p.type(idType('account')).primary(),
    tenantId: p.type(idType('tenant')),
    level: p.enum(kycLevels),
    since: p.datetime(),
  },
  ...tenantWalls(),
});

/** How well it is known who an account is. */
export class KycStandingRow extends KycStandingSchema.class {}
KycStandingSchema.setClass(KycStandingRow);

const TrustStandingSchema = defineEntity({
  name: 'TrustStanding',
  tableName: 'trust_standing',
  properties: {
    accountId: p.type(idType('account')).primary(),
    tenantId: p.type(idType('tenant')),
    tier: p.string().length(40),
    riskLevel: p.string().length(40),
    evaluatedAt: p.datetime(),
  },
  ...tenantWalls(),
});

/** What trust announced last of an account: heard, never asked. */
export class TrustStandingRow extends TrustStandingSchema.class {}
TrustStandingSchema.setClass(TrustStandingRow);

const SellerProfileSchema = defineEntity({
  name: 'SellerProfile',
  tableName: 'seller_profile',
  properties: {
    accountId: p.type(idType('account')).primary(),
    tenantId: p.type(idType('tenant')),
    businessName: p.string().length(200),
    country: p.character().length(2),
    registrationNumber: p.string().length(100).nullable(),
    since: p.datetime(),
  },
  ...tenantWalls(),
});

/** What an account is as a seller; a buyer's side is apart. */
export class SellerProfileRow extends SellerProfileSchema.class {}
SellerProfileSchema.setClass(SellerProfileRow);
export { KycCheckSchema, KycStandingSchema, SellerProfileSchema, TrustStandingSchema };
