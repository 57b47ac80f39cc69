import { refusalType } from '@praetor/subgraph/builder';
import { requires } from '@praetor/subgraph/declare';
import { enumValues, expectedVersion, idempotencyKey, oneOf } from '@praetor/subgraph/fields';
import {
  draftTrustModel,
  draftTrustModelRefusals,
  editTrustModel,
  editTrustModelRefusals,
} from '../commands/draft-trust-model.ts';
import {
  approveTrustModel,
  approveTrustModelRefusals,
  discardTrustModel,
  discardTrustModelRefusals,
  rejectTrustModel,
  rejectTrustModelRefusals,
  rollBackTrustModel,
  rollBackTrustModelRefusals,
  submitTrustModel,
  submitTrustModelRefusals,
  withdrawTrustModel,
  withdrawTrustModelRefusals,
} from '../commands/publish-trust-model.ts';
import type { TrustModelRow } from '../db/trust-model.entity.ts';
import { ModelIsLive, ModelNotDraft, ModelNotPublished, modelStates } from '../domain/model-version.ts';
import { liveVersion, modelsPage, modelWithId } from '../queries/models-page.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';

refusalType(builder, ModelNotDraft, 'TrustModelNotDraft', 'The model was submitted or published, and does not change.');
refusalType(builder, ModelNotPublished, 'TrustModelNotPublished', 'The model was never live.');
refusalType(builder, ModelIsLive, 'TrustModelIsLive', 'The model is the live one already.');

const TrustModelState = builder.enumType('TrustModelState', {
  description:
    '`SUBMITTED`: a second person has to agree. `PUBLISHED`: it is or was live, and never changes. `DISCARDED`: given up.',
  values: enumValues(modelStates),
});

export const TrustModel = builder.objectRef<TrustModelRow>('TrustModel').implement({
  description: 'One version of the tenant’s trust model: data by which accounts are scored and questions are decided.',
  fields: (t) => ({
    id: t.exposeID('id'),
    number: t.exposeInt('number', { description: 'Counts the tenant’s versions; 1 is the one that is built in.' }),
    modelVersion: t.exposeString('modelVersion', { description: 'Names it in scores and decisions.' }),
    state: t.expose('state', { type: TrustModelState }),
    content: t.field({
      type: 'JSON',
      description: 'Weights, half-lives, priors, thresholds, tiers, limits and conditions.',
      resolve: ({ content }) => content,
    }),
    contentHash: t.exposeString('contentHash', { description: 'SHA-256 of the content as canonical JSON (RFC 8785), hex.' }),
    note: t.exposeString('note'),
    basedOnId: t.exposeID('basedOnId', { nullable: true }),
    createdBy: t.field({
      type: Account,
      nullable: true,
      description: 'Null for the one that is built in.',
      resolve: ({ createdById }) => (createdById ? { id: createdById } : null),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    submittedBy: t.field({
      type: Account,
      nullable: true,
      resolve: ({ submittedById }) => (submittedById ? { id: submittedById } : null),
    }),
    decideBy: t.expose('decideBy', { type: 'DateTime', nullable: true, description: 'Until when a second person may decide.' }),
    decidedBy: t.field({
      type: Account,
      nullable: true,
      resolve: ({ decidedById }) => (decidedById ? { id: decidedById } : null),
    }),
    decidedAt: t.expose('decidedAt', { type: 'DateTime', nullable: true }),
    publishedAt: t.expose('publishedAt', { type: 'DateTime', nullable: true, description: 'When it was live first.' }),
    version: t.exposeInt('version', { description: 'Pass it as `expectedVersion` to act only on what you saw.' }),
  }),
});
const TrustModelConnection = builder.connectionObject({ type: TrustModel, name: 'TrustModelConnection' });

type InputFields = PothosSchemaTypes.InputFieldBuilder<(typeof builder)['$inferSchemaTypes'], 'InputObject'>;
const onModel = (t: InputFields) => ({
  modelId: t.id({ required: true }),
  expectedVersion: expectedVersion(t),
  idempotencyKey: idempotencyKey(t),
});
const because = (name: string) =>
  builder.inputType(name, { fields: (t) => ({ ...onModel(t), reason: t.string({ required: true }) }) });
const plain = (name: string) => builder.inputType(name, { fields: (t) => ({ ...onModel(t), reason: t.string() }) });

const DraftInput = builder.inputType('DraftTrustModelInput', {
  fields: (t) => ({
    basedOnId: t.id({ description: 'The version to begin with: the live one when left out.' }),
    content: t.field({ type: 'JSON', description: 'The whole content; as in the version to begin with when left out.' }),
    note: t.string({ required: true, description: 'What it is for.' }),
    idempotencyKey: idempotencyKey(t),
  }),
});
const EditInput = builder.inputType('EditTrustModelInput', {
  fields: (t) => ({ ...onModel(t), content: t.field({ type: 'JSON', required: true }), note: t.string() }),
});
const SubmitInput = because('SubmitTrustModelInput');
const ApproveInput = builder.inputType('ApproveTrustModelInput', {
  fields: (t) => ({
    ...onModel(t),
    reason: t.string(),
    despiteBacktest: t.string({ description: 'Why it is to be published although its backtest shows more than is allowed.' }),
  }),
});
const DiscardInput = plain('DiscardTrustModelInput');
const RejectInput = because('RejectTrustModelInput');
const WithdrawInput = plain('WithdrawTrustModelInput');
const RollBackInput = because('RollBackTrustModelInput');

const editor = { type: TrustModel, nullable: true as const, ...requires('trust:model') };
builder.mutationFields((t) => ({
  draftTrustModel: t.field({
    ...editor,
    description: 'Begins another version of the model as a draft.',
    errors: oneOf(draftTrustModelRefusals),
    args: { input: t.arg({ type: DraftInput, required: true }) },
    resolve: (_, { input }, { room }) => draftTrustModel(room, input),
  }),
  editTrustModel: t.field({
    ...editor,
    description: 'Changes a draft: its whole content at once.',
    errors: oneOf(editTrustModelRefusals),
    args: { input: t.arg({ type: EditInput, required: true }) },
    resolve: (_, { input }, { room }) => editTrustModel(room, input),
  }),
  submitTrustModel: t.field({
    ...editor,
    description: 'Asks a second person to publish a draft, which does not change meanwhile.',
    errors: oneOf(submitTrustModelRefusals),
    args: { input: t.arg({ type: SubmitInput, required: true }) },
    resolve: (_, { input }, { room }) => submitTrustModel(room, input),
  }),
  approveTrustModel: t.field({
    ...editor,
    description: 'A second person agrees, having seen a backtest: the next score and decision are by it.',
    errors: oneOf(approveTrustModelRefusals),
    args: { input: t.arg({ type: ApproveInput, required: true }) },
    resolve: (_, { input }, { room }) => approveTrustModel(room, input),
  }),
  rejectTrustModel: t.field({
    ...editor,
    description: 'A second person says no: it is a draft again.',
    errors: oneOf(rejectTrustModelRefusals),
    args: { input: t.arg({ type: RejectInput, required: true }) },
    resolve: (_, { input }, { room }) => rejectTrustModel(room, input),
  }),
  withdrawTrustModel: t.field({
    ...editor,
    description: 'Whoever submitted it takes it back: it is a draft again.',
    errors: oneOf(withdrawTrustModelRefusals),
    args: { input: t.arg({ type: WithdrawInput, required: true }) },
    resolve: (_, { input }, { room }) => withdrawTrustModel(room, input),
  }),
  discardTrustModel: t.field({
    ...editor,
    description: 'Gives a draft up for good.',
    errors: oneOf(discardTrustModelRefusals),
    args: { input: t.arg({ type: DiscardInput, required: true }) },
    resolve: (_, { input }, { room }) => discardTrustModel(room, input),
  }),
  rollBackTrustModel: t.field({
    ...editor,
    description: 'Returns to a version that was live before.',
    errors: oneOf(rollBackTrustModelRefusals),
    args: { input: t.arg({ type: RollBackInput, required: true }) },
    resolve: (_, { input }, { room }) => rollBackTrustModel(room, input),
  }),
}));

builder.queryFields((t) => ({
  trustModels: t.connection(
    {
      type: TrustModel,
      nullable: true,
      description: 'Versions of the model, newest first. Empty while there was never one but what is built in.',
      ...requires('trust:read'),
      args: { state: t.arg({ type: TrustModelState }) },
      resolve: (_, { state, ...page }, { room }) => modelsPage(room, page, { state }),
    },
    TrustModelConnection,
  ),
  trustModel: t.field({
    type: TrustModel,
    nullable: true,
    ...requires('trust:read'),
    args: { id: t.arg.id({ required: true }) },
    resolve: (_, { id }, { room }) => modelWithId(room, String(id)),
  }),
  liveTrustModelVersion: t.string({
    nullable: true,
    description: 'By which version accounts are scored now.',
    ...requires('trust:read'),
    resolve: (_, _args, { room }) => liveVersion(room),
  }),
}));
