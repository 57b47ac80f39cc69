import type { Room } from '@praetor/events/room';
import { anyone, requires, steppedUp } from '@praetor/subgraph/declare';
import { enumValues, expectedVersion, idempotencyKey, oneOf } from '@praetor/subgraph/fields';
import {
  approveFactorReset,
  approveFactorResetRefusals,
  objectToFactorReset,
  objectToFactorResetRefusals,
  rejectFactorReset,
  rejectFactorResetRefusals,
  withdrawFactorReset,
  withdrawFactorResetRefusals,
} from '../commands/decide-factor-reset.ts';
import { requestFactorReset, requestFactorResetRefusals } from '../commands/request-factor-reset.ts';
import type { AccountRow } from '../db/account.entity.ts';
import type { FactorResetRow } from '../db/factor-reset.entity.ts';
import { factorResetStates } from '../domain/factor-reset.ts';
import { factorResetsPage, factorResetState } from '../queries/factor-resets-page.ts';
import { perViewer } from '@praetor/subgraph/live';
import { Account } from './account.ts';
import { builder } from './builder.ts';
import './refusals.ts';

type InputFields = PothosSchemaTypes.InputFieldBuilder<(typeof builder)['$inferSchemaTypes'], 'InputObject'>;
type Loaders = (typeof builder)['$inferSchemaTypes']['Context']['loaders'];

const FactorResetState = builder.enumType('FactorResetState', {
  description:
    'How a reset stands. `WAITING`: its owner may object until `dueAt`; `AWAITING_APPROVAL`: a second member of staff decides; `OVERTAKEN`: a second factor was shown, so it is not lost.',
  values: enumValues(factorResetStates),
});

const named = (id: string | null | undefined, loaders: Loaders): Promise<AccountRow | null> | null =>
  id == null ? null : loaders.account.load(id);

/** Who owns the account is told that, not by whom. */
const mayAsk = ({ permissions }: Room): boolean => permissions.has('account:resetFactors');
const private_ = 'Null for others than staff who may ask for one.';

const FactorReset = builder.objectRef<FactorResetRow>('FactorReset').implement({
  description: 'Someone lost their second factors, and staff asked for them to be removed.',
  fields: (t) => ({
    id: t.exposeID('id'),
    account: t.field({ type: Account, nullable: true, resolve: ({ accountId }, _, { loaders }) => named(accountId, loaders) }),
    state: t.field({ type: FactorResetState, resolve: (reset, _, { room }) => factorResetState(reset, room) }),
    requestedBy: t.field({
      type: Account,
      nullable: true,
      description: private_,
      resolve: ({ requestedById }, _, { room, loaders }) => (mayAsk(room) ? named(requestedById, loaders) : null),
    }),
    reason: t.string({
      nullable: true,
      description: private_,
      resolve: ({ reason }, _, { room }) => (mayAsk(room) ? reason : null),
    }),
    requestedAt: t.expose('requestedAt', { type: 'DateTime' }),
    dueAt: t.expose('dueAt', { type: 'DateTime', description: 'When it happens by itself, or can no longer be decided.' }),
    closedAt: t.expose('closedAt', { type: 'DateTime', nullable: true }),
    closedBy: t.field({
      type: Account,
      nullable: true,
      description: private_,
      resolve: ({ closedById }, _, { room, loaders }) => (mayAsk(room) ? named(closedById, loaders) : null),
    }),
    version: t.exposeInt('version', { description: 'Pass it as `expectedVersion` to act only on what you saw.' }),
  }),
});
const FactorResetConnection = builder.connectionObject({ type: FactorReset, name: 'FactorResetConnection' });

builder.objectField(Account, 'openFactorReset', (t) =>
  t.field({
    type: FactorReset,
    nullable: true,
    ...perViewer('account:resetFactors'),
    description:
      'The removal of its second factors that is under way. Null for others than itself and staff who may ask for one.',
    resolve: ({ id }, _, { room, loaders }) => (room.actor.id === id || mayAsk(room) ? loaders.openFactorReset.load(id) : null),
  }),
);

const onReset = (t: InputFields) => ({
  factorResetId: t.id({ required: true }),
  expectedVersion: expectedVersion(t),
  idempotencyKey: idempotencyKey(t),
});
const RequestFactorResetInput = builder.inputType('RequestFactorResetInput', {
  fields: (t) => ({
    accountId: t.id({ required: true }),
    reason: t.string({ required: true, description: 'How it was made sure who asks, for the audit log and for who decides.' }),
    expectedVersion: expectedVersion(t),
    idempotencyKey: idempotencyKey(t),
  }),
});
const ApproveFactorResetInput = builder.inputType('ApproveFactorResetInput', {
  fields: (t) => ({ ...onReset(t), reason: t.string() }),
});
const RejectFactorResetInput = builder.inputType('RejectFactorResetInput', {
  fields: (t) => ({ ...onReset(t), reason: t.string() }),
});
const WithdrawFactorResetInput = builder.inputType('WithdrawFactorResetInput', { fields: onReset });
const ObjectToFactorResetInput = builder.inputType('ObjectToFactorResetInput', {
  fields: (t) => ({
    token: t.string({ required: true, description: 'What was mailed to the owner.' }),
    idempotencyKey: idempotencyKey(t),
  }),
});

builder.queryField('factorResets', (t) =>
  t.connection(
    {
      type: FactorReset,
      nullable: true,
      description: 'Removals of second factors that staff asked for, newest first.',
      ...requires('account:resetFactors'),
      args: { state: t.arg({ type: FactorResetState }) },
      resolve: (_, { state, ...page }, { room }) => factorResetsPage(room, page, state),
    },
    FactorResetConnection,
  ),
);

builder.mutationFields((t) => ({
  requestFactorReset: t.field({
    type: FactorReset,
    nullable: true,
    description:
      'Asks for the lost second factors of an account to be removed: a day later unless its owner objects; of staff once a second person agrees. Undone by `withdrawFactorReset`.',
    ...requires('account:resetFactors'),
    ...steppedUp,
    errors: oneOf(requestFactorResetRefusals),
    args: { input: t.arg({ type: RequestFactorResetInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => requestFactorReset(room, loaders.desk, input),
  }),
  approveFactorReset: t.field({
    type: FactorReset,
    nullable: true,
    description: 'Agrees, as a second person, that a colleague lost their second factors: they are removed, and sessions end.',
    ...requires('account:resetFactors'),
    ...steppedUp,
    errors: oneOf(approveFactorResetRefusals),
    args: { input: t.arg({ type: ApproveFactorResetInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => approveFactorReset(room, loaders.desk, input),
  }),
  rejectFactorReset: t.field({
    type: FactorReset,
    nullable: true,
    description: 'Does not agree, as a second person.',
    ...requires('account:resetFactors'),
    errors: oneOf(rejectFactorResetRefusals),
    args: { input: t.arg({ type: RejectFactorResetInput, required: true }) },
    resolve: (_, { input }, { room }) => rejectFactorReset(room, input),
  }),
  withdrawFactorReset: t.field({
    type: FactorReset,
    nullable: true,
    description: 'Takes back a reset that one asked for.',
    ...requires('account:resetFactors'),
    errors: oneOf(withdrawFactorResetRefusals),
    args: { input: t.arg({ type: WithdrawFactorResetInput, required: true }) },
    resolve: (_, { input }, { room }) => withdrawFactorReset(room, input),
  }),
  objectToFactorReset: t.field({
    type: FactorReset,
    nullable: true,
    description: 'The owner of the account objects, with what was mailed to them: nothing is removed.',
    ...anyone,
    errors: oneOf(objectToFactorResetRefusals),
    args: { input: t.arg({ type: ObjectToFactorResetInput, required: true }) },
    resolve: (_, { input }, { room }) => objectToFactorReset(room, input),
  }),
}));
