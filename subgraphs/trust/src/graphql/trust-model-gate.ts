import { refusalType } from '@praetor/subgraph/builder';
import { requires } from '@praetor/subgraph/declare';
import { enumValues, expectedVersion, idempotencyKey, oneOf } from '@praetor/subgraph/fields';
import { gateView, setTrustModelGate, setTrustModelGateRefusals, type GateView } from '../commands/set-model-gate.ts';
import { gateBreaches, ModelFailsBacktest, ModelNotBacktested } from '../domain/model-gate.ts';
import { builder } from './builder.ts';

refusalType(builder, ModelNotBacktested, 'TrustModelNotBacktested', 'No backtest shows what the model would have done.');
refusalType(builder, ModelFailsBacktest, 'TrustModelFailsBacktest', 'The backtest shows more than is allowed without a word.');

export const TrustGateBreach = builder.enumType('TrustGateBreach', {
  description: 'In what a model falls short. `AUC_LOST`: it tells bad accounts from good ones worse, beyond chance.',
  values: enumValues(gateBreaches),
});

const TrustModelGate = builder.objectRef<GateView>('TrustModelGate').implement({
  description: 'What a model has to show before it is published.',
  fields: (t) => ({
    windowDays: t.exposeInt('windowDays', {
      description: 'How many days of what became of accounts are looked at; of younger history the later half.',
    }),
    maxAgeDays: t.exposeInt('maxAgeDays', { description: 'How old a backtest may be.' }),
    mostTierChangedPercent: t.exposeInt('mostTierChangedPercent', { description: 'Of all accounts.' }),
    mostFlippedPercent: t.exposeInt('mostFlippedPercent', { description: 'Of all decisions since the instant of scoring.' }),
    mostAucLossPermille: t.exposeInt('mostAucLossPermille', { description: 'How much of a loss beyond chance is borne.' }),
    leastBad: t.exposeInt('leastBad', { description: 'How many accounts have to have turned out badly.' }),
    version: t.exposeInt('version', { description: '0 while nobody changed it.' }),
  }),
});

const GateInput = builder.inputType('SetTrustModelGateInput', {
  fields: (t) => ({
    windowDays: t.int({ description: 'What is left out stays as it is.' }),
    maxAgeDays: t.int(),
    mostTierChangedPercent: t.int(),
    mostFlippedPercent: t.int(),
    mostAucLossPermille: t.int(),
    leastBad: t.int(),
    reason: t.string({ required: true }),
    expectedVersion: expectedVersion(t),
    idempotencyKey: idempotencyKey(t),
  }),
});

builder.mutationFields((t) => ({
  setTrustModelGate: t.field({
    type: TrustModelGate,
    nullable: true,
    description: 'Changes what a model has to show before it is published.',
    ...requires('trust:model'),
    errors: oneOf(setTrustModelGateRefusals),
    args: { input: t.arg({ type: GateInput, required: true }) },
    resolve: (_, { input }, { room }) => setTrustModelGate(room, input),
  }),
}));

builder.queryFields((t) => ({
  trustModelGate: t.field({
    type: TrustModelGate,
    nullable: true,
    ...requires('trust:read'),
    resolve: (_, _args, { room }) => gateView(room.em, room.actor.tenantId),
  }),
}));
