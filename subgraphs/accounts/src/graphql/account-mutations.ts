import { requires } from '@praetor/subgraph/declare';
import { expectedVersion, idempotencyKey, oneOf } from '@praetor/subgraph/fields';
import { lockAccount, lockAccountRefusals } from '../commands/lock-account.ts';
import { reinstateAccount, reinstateAccountRefusals } from '../commands/reinstate-account.ts';
import { suspendAccount, suspendAccountRefusals } from '../commands/suspend-account.ts';
import { unlockAccount, unlockAccountRefusals } from '../commands/unlock-account.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';
import './refusals.ts';

type InputFields = PothosSchemaTypes.InputFieldBuilder<(typeof builder)['$inferSchemaTypes'], 'InputObject'>;

/** What every mutation of an existing account takes. */
const onAccount = (t: InputFields) => ({
  accountId: t.id({ required: true }),
  expectedVersion: expectedVersion(t),
  idempotencyKey: idempotencyKey(t),
});
const reason = (t: InputFields) => t.string({ required: true, description: 'Why, for the audit log and for other staff.' });

const LockAccountInput = builder.inputType('LockAccountInput', {
  fields: (t) => ({
    ...onAccount(t),
    reason: reason(t),
    until: t.field({ type: 'DateTime', description: 'Left out: until someone unlocks it.' }),
  }),
});
const UnlockAccountInput = builder.inputType('UnlockAccountInput', { fields: onAccount });
const SuspendAccountInput = builder.inputType('SuspendAccountInput', {
  fields: (t) => ({ ...onAccount(t), reason: reason(t) }),
});
const ReinstateAccountInput = builder.inputType('ReinstateAccountInput', {
  fields: (t) => ({ ...onAccount(t), reason: reason(t) }),
});
builder.mutationFields((t) => ({
  lockAccount: t.field({
    type: Account,
    nullable: true,
    description: 'Locks an account and ends its sessions. Undone by `unlockAccount`.',
    ...requires('account:lock'),
    errors: oneOf(lockAccountRefusals),
    args: { input: t.arg({ type: LockAccountInput, required: true }) },
    resolve: (_, { input }, { room }) => lockAccount(room, input),
  }),
  unlockAccount: t.field({
    type: Account,
    nullable: true,
    description: 'Lifts a lock.',
    ...requires('account:lock'),
    errors: oneOf(unlockAccountRefusals),
    args: { input: t.arg({ type: UnlockAccountInput, required: true }) },
    resolve: (_, { input }, { room }) => unlockAccount(room, input),
  }),
  suspendAccount: t.field({
    type: Account,
    nullable: true,
    description: 'Suspends an account and ends its sessions. Undone by `reinstateAccount`.',
    ...requires('account:suspend'),
    errors: oneOf(suspendAccountRefusals),
    args: { input: t.arg({ type: SuspendAccountInput, required: true }) },
    resolve: (_, { input }, { room }) => suspendAccount(room, input),
  }),
  reinstateAccount: t.field({
    type: Account,
    nullable: true,
    description: 'Lifts a suspension.',
    ...requires('account:suspend'),
    errors: oneOf(reinstateAccountRefusals),
    args: { input: t.arg({ type: ReinstateAccountInput, required: true }) },
    resolve: (_, { input }, { room }) => reinstateAccount(room, input),
  }),
}));
