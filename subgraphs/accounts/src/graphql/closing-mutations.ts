import { anyone, requires, signedIn, steppedUp } from '@praetor/subgraph/declare';
import { expectedVersion, idempotencyKey, oneOf } from '@praetor/subgraph/fields';
import {
  closeAccount,
  closeAccountRefusals,
  closeMyAccount,
  closeMyAccountRefusals,
  type ClosedAccount as Closed,
} from '../commands/close-account.ts';
import { placeHold, placeHoldRefusals, releaseHold, releaseHoldRefusals } from '../commands/hold.ts';
import { cancelClosing, cancelClosingRefusals, reopenAccount, reopenAccountRefusals } from '../commands/reopen-account.ts';
import { builder } from './builder.ts';
import { AccountClosing, AccountHold } from './closing.ts';
import './organization-refusals.ts';
import './people-refusals.ts';

const ClosedAccount = builder.objectRef<Closed>('ClosedAccount').implement({
  fields: (t) => ({
    closing: t.expose('closing', { type: AccountClosing }),
    cancelToken: t.exposeString('cancelToken', {
      nullable: true,
      description: 'Takes the closing back (`cancelClosing`). Shown to the owner this once, kept nowhere.',
    }),
  }),
});

const reasoned = 'Why, for the audit log and for other staff.';
const CloseMyAccountInput = builder.inputType('CloseMyAccountInput', {
  fields: (t) => ({ reason: t.string({ description: 'What made you leave, if you like.' }), idempotencyKey: idempotencyKey(t) }),
});
const CancelClosingInput = builder.inputType('CancelClosingInput', {
  fields: (t) => ({ token: t.string({ required: true }), idempotencyKey: idempotencyKey(t) }),
});
const CloseAccountInput = builder.inputType('CloseAccountInput', {
  fields: (t) => ({
    accountId: t.id({ required: true }),
    reason: t.string({ required: true, description: reasoned }),
    expectedVersion: expectedVersion(t),
    idempotencyKey: idempotencyKey(t),
  }),
});
const ReopenAccountInput = builder.inputType('ReopenAccountInput', {
  fields: (t) => ({
    accountId: t.id({ required: true }),
    reason: t.string({ required: true, description: reasoned }),
    expectedVersion: expectedVersion(t),
    idempotencyKey: idempotencyKey(t),
  }),
});
const PlaceHoldInput = builder.inputType('PlaceHoldInput', {
  fields: (t) => ({
    accountId: t.id({ required: true }),
    reason: t.string({ required: true, description: reasoned }),
    idempotencyKey: idempotencyKey(t),
  }),
});
const ReleaseHoldInput = builder.inputType('ReleaseHoldInput', {
  fields: (t) => ({
    holdId: t.id({ required: true }),
    reason: t.string({ required: true, description: reasoned }),
    idempotencyKey: idempotencyKey(t),
  }),
});

builder.mutationFields((t) => ({
  closeMyAccount: t.field({
    type: ClosedAccount,
    nullable: true,
    description:
      'Closes the caller’s account: every session ends now, everything is erased after 30 days. Undone by `cancelClosing`.',
    ...signedIn,
    ...steppedUp,
    errors: oneOf(closeMyAccountRefusals),
    args: { input: t.arg({ type: CloseMyAccountInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => closeMyAccount(room, loaders.desk, input),
  }),
  cancelClosing: t.field({
    type: AccountClosing,
    nullable: true,
    description: 'Takes a closing back within its 30 days, with the token that it gave.',
    ...anyone,
    errors: oneOf(cancelClosingRefusals),
    args: { input: t.arg({ type: CancelClosingInput, required: true }) },
    resolve: (_, { input }, { room }) => cancelClosing(room, input),
  }),
  closeAccount: t.field({
    type: ClosedAccount,
    nullable: true,
    description: 'Closes an account: its sessions end now, everything is erased after 30 days. Undone by `reopenAccount`.',
    ...requires('account:close'),
    ...steppedUp,
    errors: oneOf(closeAccountRefusals),
    args: { input: t.arg({ type: CloseAccountInput, required: true }) },
    resolve: (_, { input }, { room }) => closeAccount(room, input),
  }),
  reopenAccount: t.field({
    type: AccountClosing,
    nullable: true,
    description: 'Brings a closed account back within its 30 days, suspended or locked as it was.',
    ...requires('account:close'),
    errors: oneOf(reopenAccountRefusals),
    args: { input: t.arg({ type: ReopenAccountInput, required: true }) },
    resolve: (_, { input }, { room }) => reopenAccount(room, input),
  }),
  placeHold: t.field({
    type: AccountHold,
    nullable: true,
    description: 'Orders that an account’s data is kept, even when it is closed. Undone by `releaseHold`.',
    ...requires('account:close'),
    errors: oneOf(placeHoldRefusals),
    args: { input: t.arg({ type: PlaceHoldInput, required: true }) },
    resolve: (_, { input }, { room }) => placeHold(room, input),
  }),
  releaseHold: t.field({
    type: AccountHold,
    nullable: true,
    description: 'Lifts an order to keep data. What an open dispute holds ends with the dispute.',
    ...requires('account:close'),
    errors: oneOf(releaseHoldRefusals),
    args: { input: t.arg({ type: ReleaseHoldInput, required: true }) },
    resolve: (_, { input }, { room }) => releaseHold(room, input),
  }),
}));
