import { ofAtMost, requires } from '@praetor/subgraph/declare';
import { enumValues, expectedVersion, idempotencyKey, oneOf } from '@praetor/subgraph/fields';
import { decideKycCheck, decideKycCheckRefusals } from '../commands/decide-kyc-check.ts';
import type { KycCheckRow, SellerProfileRow } from '../db/kyc.entity.ts';
import type { DocumentReference as Reference } from '../db/seller-application.entity.ts';
import { checkKinds, checkStates, kycLevels } from '../domain/seller-onboarding.ts';
import { checksPage } from '../queries/seller-pages.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';
import './refusals.ts';

const KycLevel = builder.enumType('KycLevel', {
  description: 'How well it is known who an account is.',
  values: enumValues(kycLevels),
});
const KycCheckKind = builder.enumType('KycCheckKind', { values: enumValues(checkKinds) });
const KycCheckState = builder.enumType('KycCheckState', {
  description: '`AWAITING_SECOND`: one reviewer approved, and the amounts take another.',
  values: enumValues(checkStates),
});

const DocumentReference = builder.objectRef<Reference>('DocumentReference').implement({
  description: 'A document that is kept elsewhere, with the SHA-256 of its bytes.',
  fields: (t) => ({
    kind: t.exposeString('kind'),
    reference: t.exposeString('reference'),
    sha256: t.exposeString('sha256'),
  }),
});

const KycCheck = builder.objectRef<KycCheckRow>('KycCheck').implement({
  description: 'One look at someone’s documents.',
  fields: (t) => ({
    id: t.exposeID('id'),
    account: t.field({
      type: Account,
      nullable: true,
      resolve: ({ accountId }, _, { loaders }) => loaders.account.load(accountId),
    }),
    applicationId: t.exposeID('applicationId'),
    kind: t.expose('kind', { type: KycCheckKind }),
    attempt: t.exposeInt('attempt'),
    provider: t.exposeString('provider', { description: 'Who checks: `reviewers`, or an outside service.' }),
    state: t.expose('state', { type: KycCheckState }),
    documents: t.expose('documents', {
      type: [DocumentReference],
      ...ofAtMost(10),
      description: 'Empty once it was decided.',
    }),
    takesTwo: t.exposeBoolean('takesTwo', { description: 'Whether approving takes two reviewers.' }),
    firstReviewerId: t.exposeID('firstReviewerId', { nullable: true }),
    decidedById: t.exposeID('decidedById', { nullable: true }),
    reasons: t.exposeStringList('reasons', ofAtMost(10)),
    requestedAt: t.expose('requestedAt', { type: 'DateTime' }),
    decidedAt: t.expose('decidedAt', { type: 'DateTime', nullable: true }),
    version: t.exposeInt('version', { description: 'Pass it as `expectedVersion` to act only on what you saw.' }),
  }),
});
const KycCheckConnection = builder.connectionObject({ type: KycCheck, name: 'KycCheckConnection' });

const SellerProfile = builder.objectRef<SellerProfileRow>('SellerProfile').implement({
  description: 'What an account is as a seller.',
  fields: (t) => ({
    businessName: t.exposeString('businessName'),
    country: t.exposeString('country'),
    since: t.expose('since', { type: 'DateTime' }),
  }),
});

builder.objectFields(Account, (t) => ({
  kycLevel: t.field({
    type: KycLevel,
    nullable: true,
    description: 'Null for others than the account itself and staff who may read accounts.',
    resolve: async ({ id }, _, { room, loaders }) =>
      room.actor.id === id || room.permissions.has('account:read')
        ? ((await loaders.kycStanding.load(id))?.level ?? 'none')
        : null,
  }),
  sellerProfile: t.field({
    type: SellerProfile,
    nullable: true,
    description: 'Null unless the account may sell.',
    resolve: ({ id }, _, { loaders }) => loaders.sellerProfile.load(id),
  }),
}));

const DecideKycCheckInput = builder.inputType('DecideKycCheckInput', {
  fields: (t) => ({
    kycCheckId: t.id({ required: true }),
    approve: t.boolean({ required: true }),
    reasons: t.stringList({ required: true, description: 'Why; at least one when it is no. The applicant reads them.' }),
    expectedVersion: expectedVersion(t),
    idempotencyKey: idempotencyKey(t),
  }),
});

builder.queryFields((t) => ({
  kycChecks: t.connection(
    {
      type: KycCheck,
      nullable: true,
      description: 'The reviewers’ queue, newest first.',
      ...requires('kyc:review'),
      args: { state: t.arg({ type: KycCheckState }), kind: t.arg({ type: KycCheckKind }) },
      resolve: (_, { state, kind, ...page }, { room }) => checksPage(room, page, { state, kind }),
    },
    KycCheckConnection,
  ),
}));

builder.mutationFields((t) => ({
  decideKycCheck: t.field({
    type: KycCheck,
    nullable: true,
    description: 'Approves or rejects someone’s documents. Approving takes two reviewers where the amounts demand it.',
    ...requires('kyc:review'),
    errors: oneOf(decideKycCheckRefusals),
    args: { input: t.arg({ type: DecideKycCheckInput, required: true }) },
    resolve: (_, { input }, { room }) => decideKycCheck(room, input),
  }),
}));
