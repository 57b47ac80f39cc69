import { internal } from '@praetor/subgraph/declare';
import { reportOperationUsage } from '../commands/report-operation-usage.ts';
import { type OperationState as State, operationState, partnerState } from '../queries/operation-state.ts';
import { builder } from './builder.ts';
import { ApiKeyState } from './for-gateway.ts';

const OperationState = builder.objectRef<State>('OperationState').implement({
  inaccessible: true,
  fields: (t) => ({
    id: t.exposeID('id'),
    body: t.exposeString('body'),
    deprecatedAt: t.expose('deprecatedAt', { type: 'DateTime', nullable: true }),
    sunsetAt: t.expose('sunsetAt', { type: 'DateTime', nullable: true }),
    documentation: t.exposeString('documentation', { nullable: true }),
  }),
});

builder.queryFields((t) => ({
  partnerState: t.field({
    type: ApiKeyState,
    nullable: true,
    description: 'What an API key of any tenant is worth right now, by its id.',
    ...internal('gateway:verify'),
    args: { id: t.arg.id({ required: true }) },
    resolve: (_, { id }, { room }) => partnerState(room, String(id)),
  }),
  operationState: t.field({
    type: OperationState,
    nullable: true,
    description: 'What a hash stands for right now, for one key or for everybody of the tenant.',
    ...internal('gateway:verify'),
    args: { tenantId: t.arg.id({ required: true }), apiKeyId: t.arg.id(), hash: t.arg.string({ required: true }) },
    resolve: (_, { tenantId, apiKeyId, hash }, { room }) =>
      operationState(room, { tenantId: String(tenantId), apiKeyId: apiKeyId == null ? null : String(apiKeyId), hash }),
  }),
}));

const OperationUsageInput = builder.inputType('OperationUsageInput', {
  inaccessible: true,
  fields: (t) => ({
    tenantId: t.id({ required: true }),
    operationId: t.id({ required: true }),
    uses: t.int({ required: true }),
    errors: t.int({ required: true }),
    latencies: t.intList({ required: true, description: 'A latency sketch.' }),
    deprecatedUses: t.stringList({ required: true, description: 'What of the schema it uses that is deprecated.' }),
  }),
});
const ReportOperationUsageInput = builder.inputType('ReportOperationUsageInput', {
  inaccessible: true,
  fields: (t) => ({ usages: t.field({ type: [OperationUsageInput], required: true, description: 'At most 1,000.' }) }),
});
const ReportOperationUsagePayload = builder.objectRef<{ recorded: number }>('ReportOperationUsagePayload').implement({
  inaccessible: true,
  fields: (t) => ({ recorded: t.exposeInt('recorded') }),
});

builder.mutationField('reportOperationUsage', (t) =>
  t.field({
    type: ReportOperationUsagePayload,
    nullable: true,
    description: 'Adds what a gateway counted since its last report.',
    ...internal('gateway:verify'),
    args: { input: t.arg({ type: ReportOperationUsageInput, required: true }) },
    resolve: async (_, { input }, { room }) => ({
      recorded: await reportOperationUsage(room, {
        usages: input.usages.map((usage) => ({
          ...usage,
          tenantId: String(usage.tenantId),
          operationId: String(usage.operationId),
        })),
      }),
    }),
  }),
);
