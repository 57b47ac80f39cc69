import { money } from '@praetor/kernel/money';
import { refusalType } from '@praetor/subgraph/builder';
import { requires } from '@praetor/subgraph/declare';
import { enumValues, oneOf } from '@praetor/subgraph/fields';
import { AmbiguousReference, trustDecision, trustDecisionRefusals } from '../commands/trust-decision.ts';
import type { TrustDecisionRow } from '../db/trust-decision.entity.ts';
import { decisionReasons } from '../domain/decide.ts';
import { actions, decisionOutcomes } from '../domain/model.ts';
import { decisionsPage, limitsThen } from '../queries/decisions-page.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';
import { Money, MoneyInput } from './money.ts';
import { PaymentMethod, TrustLimits } from './trust-profile.ts';
import { TrustRiskLevel, TrustTier } from './trust-tier.ts';

refusalType(builder, AmbiguousReference, 'TrustAmbiguousReference', 'The reference stands for several accounts.');

export const TrustAction = builder.enumType('TrustAction', {
  description: 'What an account is about to do.',
  values: enumValues(actions),
});
export const TrustOutcome = builder.enumType('TrustOutcome', {
  description: '`LIMIT`: yes, within the limits. `REVIEW`: someone should look first.',
  values: enumValues(decisionOutcomes),
});
const TrustReason = builder.enumType('TrustReason', { values: enumValues(decisionReasons) });

export const TrustDecision = builder.objectRef<TrustDecisionRow>('TrustDecision').implement({
  description: 'Whether an account may do something, as it was answered to the marketplace. Never changes.',
  fields: (t) => ({
    id: t.exposeID('id'),
    requestId: t.exposeString('requestId'),
    account: t.field({
      type: Account,
      nullable: true,
      description: 'Null for somebody of whom nothing is known.',
      resolve: ({ accountId }) => (accountId ? { id: accountId } : null),
    }),
    externalRef: t.exposeString('externalRef', { nullable: true }),
    action: t.expose('action', { type: TrustAction }),
    amount: t.field({
      type: Money,
      nullable: true,
      resolve: ({ amountMinor, currency }) =>
        amountMinor == null || currency == null ? null : money(BigInt(amountMinor), currency),
    }),
    outcome: t.expose('outcome', { type: TrustOutcome }),
    reasons: t.field({
      type: [TrustReason],
      description: 'Why not simply yes, in a fixed order.',
      resolve: ({ reasons }) => reasons,
    }),
    conditions: t.exposeStringList('conditions', {
      description: 'Which conditions of the model held, for the reason `CONDITION`.',
    }),
    limits: t.field({
      type: TrustLimits,
      resolve: async (decision, _, { loaders }) => limitsThen(decision, await loaders.model.load(decision.modelVersion)),
    }),
    score: t.exposeInt('score'),
    tier: t.expose('tier', { type: TrustTier }),
    riskLevel: t.expose('riskLevel', { type: TrustRiskLevel }),
    modelVersion: t.exposeString('modelVersion'),
    modelHash: t.exposeString('modelHash', { description: 'SHA-256 of the model as canonical JSON, hex.' }),
    stateDigest: t.exposeString('stateDigest', {
      description: 'SHA-256 of what was known of the account, as canonical JSON, hex.',
    }),
    evaluatedAt: t.expose('evaluatedAt', { type: 'DateTime', description: 'In the marketplace’s time.' }),
    decidedAt: t.expose('decidedAt', { type: 'DateTime' }),
    validUntil: t.expose('validUntil', { type: 'DateTime', description: 'Ask again then.' }),
  }),
});
const TrustDecisionConnection = builder.connectionObject({ type: TrustDecision, name: 'TrustDecisionConnection' });

const TrustDecisionContext = builder.inputType('TrustDecisionContext', {
  fields: (t) => ({
    paymentMethod: t.field({ type: PaymentMethod, description: 'How the order is to be paid.' }),
    activeListings: t.int({ description: 'How many listings the seller has now.' }),
    country: t.string({ description: 'Where it is about: ISO 3166-1 alpha-2.' }),
    reference: t.string({ description: 'What it is about, in the marketplace’s own words: kept with the decision.' }),
  }),
});
const TrustDecisionInput = builder.inputType('TrustDecisionInput', {
  fields: (t) => ({
    requestId: t.string({ required: true, description: 'One request has one answer, however often it is asked.' }),
    accountId: t.id({ description: 'Either this or `externalRef`.' }),
    externalRef: t.string({ description: 'The marketplace’s own id of the user.' }),
    action: t.field({ type: TrustAction, required: true }),
    amount: t.field({ type: MoneyInput, description: 'Needed for `CHECKOUT` and `PAYOUT`.' }),
    context: t.field({ type: TrustDecisionContext }),
  }),
});

builder.mutationType({
  fields: (t) => ({
    trustDecision: t.field({
      type: TrustDecision,
      nullable: true,
      description: 'Whether an account may do something: allow, limit, review or deny, with reasons. Kept and audited.',
      ...requires('trust:decide'),
      errors: oneOf(trustDecisionRefusals),
      args: { input: t.arg({ type: TrustDecisionInput, required: true }) },
      resolve: (_, { input }, { room }) => trustDecision(room, input as never),
    }),
  }),
});

builder.queryFields((t) => ({
  trustDecisions: t.connection(
    {
      type: TrustDecision,
      nullable: true,
      description: 'What was decided, newest first: of the tenant, or of one account.',
      ...requires('trust:read'),
      args: { accountId: t.arg.id(), outcome: t.arg({ type: TrustOutcome }) },
      resolve: (_, { accountId, outcome, ...page }, { room }) =>
        decisionsPage(room, page, { accountId: accountId == null ? null : String(accountId), outcome }),
    },
    TrustDecisionConnection,
  ),
}));
