import { money } from '@praetor/kernel/money';
import { ofAtMost, requires, signedIn } from '@praetor/subgraph/declare';
import { enumValues, expectedVersion, idempotencyKey, oneOf } from '@praetor/subgraph/fields';
import { applyAsSeller, applyAsSellerRefusals } from '../commands/apply-as-seller.ts';
import {
  submitSellerDocuments,
  submitSellerDocumentsRefusals,
  withdrawSellerApplication,
  withdrawSellerApplicationRefusals,
} from '../commands/submit-seller-documents.ts';
import type { SellerApplicationRow } from '../db/seller-application.entity.ts';
import { outcomes, stages, waitings } from '../domain/seller-onboarding.ts';
import { applicationsPage, ownApplication } from '../queries/seller-pages.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';
import { Money, MoneyInput } from './money.ts';
import './refusals.ts';

type InputFields = PothosSchemaTypes.InputFieldBuilder<(typeof builder)['$inferSchemaTypes'], 'InputObject'>;

const SellerStage = builder.enumType('SellerStage', {
  description: 'The way to selling, in order.',
  values: enumValues(stages),
});
const SellerOutcome = builder.enumType('SellerOutcome', { values: enumValues(outcomes) });
const WaitsFor = builder.enumType('SellerApplicationWaitsFor', {
  description: 'Who has to do something before it goes on.',
  values: enumValues(waitings),
});

export const SellerApplication = builder.objectRef<SellerApplicationRow>('SellerApplication').implement({
  description: 'Someone’s way to selling. Shown to the applicant and to reviewers.',
  fields: (t) => ({
    id: t.exposeID('id'),
    account: t.field({
      type: Account,
      nullable: true,
      resolve: ({ accountId }, _, { loaders }) => loaders.account.load(accountId),
    }),
    stage: t.expose('stage', { type: SellerStage }),
    waitsFor: t.expose('waitsFor', { type: WaitsFor }),
    outcome: t.expose('outcome', { type: SellerOutcome, nullable: true, description: 'Null while it is open.' }),
    attempt: t.exposeInt('attempt', { description: 'How often documents of this stage were handed in: at most 3 times.' }),
    deadline: t.expose('deadline', { type: 'DateTime', description: 'Until when whoever is waited for has time.' }),
    reasons: t.exposeStringList('reasons', {
      ...ofAtMost(10),
      description: 'Why documents were returned, or the application ended.',
    }),
    businessName: t.exposeString('businessName'),
    country: t.exposeString('country'),
    registrationNumber: t.exposeString('registrationNumber', { nullable: true }),
    expectedMonthlyVolume: t.field({ type: Money, resolve: ({ volumeMinor, currency }) => money(BigInt(volumeMinor), currency) }),
    appliedAt: t.expose('appliedAt', { type: 'DateTime' }),
    stageSince: t.expose('stageSince', { type: 'DateTime' }),
    closedAt: t.expose('closedAt', { type: 'DateTime', nullable: true }),
    version: t.exposeInt('version', { description: 'Pass it as `expectedVersion` to act only on what you saw.' }),
  }),
});
const SellerApplicationConnection = builder.connectionObject({ type: SellerApplication, name: 'SellerApplicationConnection' });

const ApplyAsSellerInput = builder.inputType('ApplyAsSellerInput', {
  fields: (t) => ({
    businessName: t.string({ required: true }),
    country: t.string({ required: true, description: 'ISO 3166-1, two letters.' }),
    registrationNumber: t.string(),
    expectedMonthlyVolume: t.field({ type: MoneyInput, required: true }),
    idempotencyKey: idempotencyKey(t),
  }),
});
const DocumentInput = builder.inputType('DocumentReferenceInput', {
  description: 'A document that is kept elsewhere.',
  fields: (t) => ({
    kind: t.string({ required: true }),
    reference: t.string({ required: true, description: 'Where reviewers find it.' }),
    sha256: t.string({ required: true, description: 'Of its bytes, lower-case hex: so that it cannot be swapped.' }),
  }),
});
const onApplication = (t: InputFields) => ({
  applicationId: t.id({ required: true }),
  expectedVersion: expectedVersion(t),
  idempotencyKey: idempotencyKey(t),
});
const SubmitSellerDocumentsInput = builder.inputType('SubmitSellerDocumentsInput', {
  fields: (t) => ({ ...onApplication(t), documents: t.field({ type: [DocumentInput], required: true }) }),
});
const WithdrawSellerApplicationInput = builder.inputType('WithdrawSellerApplicationInput', { fields: onApplication });

builder.queryFields((t) => ({
  mySellerApplication: t.field({
    type: SellerApplication,
    nullable: true,
    description: 'The caller’s newest application to sell.',
    ...signedIn,
    resolve: (_, _args, { room }) => ownApplication(room),
  }),
  sellerApplications: t.connection(
    {
      type: SellerApplication,
      nullable: true,
      description: 'Applications to sell, newest first.',
      ...requires('kyc:review'),
      args: {
        stage: t.arg({ type: SellerStage }),
        outcome: t.arg({ type: SellerOutcome }),
        open: t.arg.boolean({ description: 'Only those without an outcome.' }),
      },
      resolve: (_, { stage, outcome, open, ...page }, { room }) => applicationsPage(room, page, { stage, outcome, open }),
    },
    SellerApplicationConnection,
  ),
}));

builder.mutationFields((t) => ({
  applyAsSeller: t.field({
    type: SellerApplication,
    nullable: true,
    description: 'Begins the way to selling. Undone by `withdrawSellerApplication`.',
    ...signedIn,
    errors: oneOf(applyAsSellerRefusals),
    args: { input: t.arg({ type: ApplyAsSellerInput, required: true }) },
    resolve: (_, { input }, { room }) => applyAsSeller(room, input),
  }),
  submitSellerDocuments: t.field({
    type: SellerApplication,
    nullable: true,
    description: 'Hands in what the present stage asks for.',
    ...signedIn,
    errors: oneOf(submitSellerDocumentsRefusals),
    args: { input: t.arg({ type: SubmitSellerDocumentsInput, required: true }) },
    resolve: (_, { input }, { room }) => submitSellerDocuments(room, input),
  }),
  withdrawSellerApplication: t.field({
    type: SellerApplication,
    nullable: true,
    description: 'Takes one’s application back.',
    ...signedIn,
    errors: oneOf(withdrawSellerApplicationRefusals),
    args: { input: t.arg({ type: WithdrawSellerApplicationInput, required: true }) },
    resolve: (_, { input }, { room }) => withdrawSellerApplication(room, input),
  }),
}));
