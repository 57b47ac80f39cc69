import { requires, signedIn, impersonable } from '@praetor/subgraph/declare';
import { expectedVersion, idempotencyKey, oneOf } from '@praetor/subgraph/fields';
import { acceptDisputeAnswer, acceptDisputeAnswerRefusals } from '../commands/accept-answer.ts';
import { answerDispute, answerDisputeRefusals } from '../commands/answer-dispute.ts';
import { appealDisputeDecision, appealDisputeDecisionRefusals } from '../commands/appeal-decision.ts';
import { contestDisputeAnswer, contestDisputeAnswerRefusals } from '../commands/contest-answer.ts';
import { decideDispute, decideDisputeRefusals } from '../commands/decide-dispute.ts';
import { openDispute, openDisputeRefusals } from '../commands/open-dispute.ts';
import { releaseDisputeReview, releaseDisputeReviewRefusals } from '../commands/release-review.ts';
import { startDisputeReview, startDisputeReviewRefusals } from '../commands/start-review.ts';
import { submitDisputeEvidence, submitDisputeEvidenceRefusals } from '../commands/submit-evidence.ts';
import { withdrawDispute, withdrawDisputeRefusals } from '../commands/withdraw-dispute.ts';
import { builder } from './builder.ts';
import { Dispute, DisputeOutcome, Evidence, EvidenceKind } from './dispute.ts';
import { MoneyInput } from './money.ts';
import './refusals.ts';

type InputFields = PothosSchemaTypes.InputFieldBuilder<(typeof builder)['$inferSchemaTypes'], 'InputObject'>;

/** What every mutation of an existing dispute takes. */
const onDispute = (t: InputFields) => ({
  disputeId: t.id({ required: true }),
  expectedVersion: expectedVersion(t),
  idempotencyKey: idempotencyKey(t),
});

const OpenDisputeInput = builder.inputType('OpenDisputeInput', {
  fields: (t) => ({
    respondentId: t.id({ required: true, description: 'The account on the other side.' }),
    orderRef: t.string({ description: 'The marketplace’s id of the order.' }),
    category: t.string({ required: true, description: 'What kind of thing went wrong.' }),
    description: t.string({ required: true }),
    claim: t.field({ type: MoneyInput, description: 'The most that can be awarded.' }),
    idempotencyKey: idempotencyKey(t),
  }),
});

builder.mutationType({
  fields: (t) => ({
    openDispute: t.field({
      type: Dispute,
      nullable: true,
      description: 'Says that something went wrong between the caller and another account.',
      ...signedIn,
      ...impersonable,
      errors: oneOf(openDisputeRefusals),
      args: { input: t.arg({ type: OpenDisputeInput, required: true }) },
      resolve: (_, { input }, { room }) => openDispute(room, input),
    }),
  }),
});

const Remedy = builder.inputType('AnswerDisputeInput', {
  fields: (t) => ({ ...onDispute(t), remedy: t.string({ required: true }) }),
});
const Plain = builder.inputType('AcceptDisputeAnswerInput', { fields: onDispute });
const Contest = builder.inputType('ContestDisputeAnswerInput', {
  fields: (t) => ({ ...onDispute(t), grounds: t.string({ required: true }) }),
});
const Appeal = builder.inputType('AppealDisputeDecisionInput', {
  fields: (t) => ({ ...onDispute(t), grounds: t.string({ required: true }) }),
});
const Withdraw = builder.inputType('WithdrawDisputeInput', {
  fields: (t) => ({ ...onDispute(t), reason: t.string({ required: true }) }),
});

builder.mutationFields((t) => ({
  answerDispute: t.field({
    type: Dispute,
    nullable: true,
    description: 'The respondent says what they offer.',
    ...signedIn,
    errors: oneOf(answerDisputeRefusals),
    args: { input: t.arg({ type: Remedy, required: true }) },
    resolve: (_, { input }, { room }) => answerDispute(room, input),
  }),
  acceptDisputeAnswer: t.field({
    type: Dispute,
    nullable: true,
    description: 'The claimant accepts the answer: the dispute is settled.',
    ...signedIn,
    errors: oneOf(acceptDisputeAnswerRefusals),
    args: { input: t.arg({ type: Plain, required: true }) },
    resolve: (_, { input }, { room }) => acceptDisputeAnswer(room, input),
  }),
  contestDisputeAnswer: t.field({
    type: Dispute,
    nullable: true,
    description: 'The claimant does not accept the answer: a reviewer decides.',
    ...signedIn,
    errors: oneOf(contestDisputeAnswerRefusals),
    args: { input: t.arg({ type: Contest, required: true }) },
    resolve: (_, { input }, { room }) => contestDisputeAnswer(room, input),
  }),
  appealDisputeDecision: t.field({
    type: Dispute,
    nullable: true,
    description: 'Either party contests the decision, once, before `appealBy`: another reviewer decides anew.',
    ...signedIn,
    errors: oneOf(appealDisputeDecisionRefusals),
    args: { input: t.arg({ type: Appeal, required: true }) },
    resolve: (_, { input }, { room }) => appealDisputeDecision(room, input),
  }),
  withdrawDispute: t.field({
    type: Dispute,
    nullable: true,
    description: 'The claimant takes it back while no one has decided. Cannot be undone; a new dispute may be opened.',
    ...signedIn,
    errors: oneOf(withdrawDisputeRefusals),
    args: { input: t.arg({ type: Withdraw, required: true }) },
    resolve: (_, { input }, { room }) => withdrawDispute(room, input),
  }),
}));

const SubmitEvidence = builder.inputType('SubmitDisputeEvidenceInput', {
  fields: (t) => ({
    ...onDispute(t),
    kind: t.field({ type: EvidenceKind, required: true }),
    title: t.string({ required: true }),
    statement: t.string(),
    uri: t.string({ description: 'https link to the document.' }),
    sha256: t.string({ description: 'SHA-256 of the document in lower-case hex; needed with `uri`.' }),
  }),
});

builder.mutationField('submitDisputeEvidence', (t) =>
  t.field({
    type: Evidence,
    nullable: true,
    description: 'A party shows something.',
    ...signedIn,
    ...impersonable,
    errors: oneOf(submitDisputeEvidenceRefusals),
    args: { input: t.arg({ type: SubmitEvidence, required: true }) },
    resolve: (_, { input }, { room }) => submitDisputeEvidence(room, input),
  }),
);

const Review = builder.inputType('StartDisputeReviewInput', { fields: onDispute });
const Release = builder.inputType('ReleaseDisputeReviewInput', { fields: onDispute });
const Decide = builder.inputType('DecideDisputeInput', {
  fields: (t) => ({
    ...onDispute(t),
    outcome: t.field({ type: DisputeOutcome, required: true }),
    refund: t.field({ type: MoneyInput }),
    rationale: t.string({ required: true, description: 'Why, for both parties to read.' }),
  }),
});

builder.mutationFields((t) => ({
  startDisputeReview: t.field({
    type: Dispute,
    nullable: true,
    description: 'Takes a dispute from the queue. Undone by `releaseDisputeReview` until it is decided.',
    ...requires('dispute:review'),
    errors: oneOf(startDisputeReviewRefusals),
    args: { input: t.arg({ type: Review, required: true }) },
    resolve: (_, { input }, { room }) => startDisputeReview(room, input),
  }),
  releaseDisputeReview: t.field({
    type: Dispute,
    nullable: true,
    description: 'Hands a dispute back to the queue.',
    ...requires('dispute:review'),
    errors: oneOf(releaseDisputeReviewRefusals),
    args: { input: t.arg({ type: Release, required: true }) },
    resolve: (_, { input }, { room }) => releaseDisputeReview(room, input),
  }),
  decideDispute: t.field({
    type: Dispute,
    nullable: true,
    description: 'Decides the dispute that the caller reviews. Either party may appeal before `appealBy`.',
    ...requires('dispute:decide'),
    errors: oneOf(decideDisputeRefusals),
    args: { input: t.arg({ type: Decide, required: true }) },
    resolve: (_, { input }, { room }) => decideDispute(room, input),
  }),
}));
