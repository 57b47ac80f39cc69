import { requires } from '@praetor/subgraph/declare';
import { expectedVersion, idempotencyKey, oneOf } from '@praetor/subgraph/fields';
import { assignRole, assignRoleRefusals } from '../commands/assign-role.ts';
import { lockAccount, lockAccountRefusals } from '../commands/lock-account.ts';
import { reinstateAccount, reinstateAccountRefusals } from '../commands/reinstate-account.ts';
import { revokeRole, revokeRoleRefusals } from '../commands/revoke-role.ts';
import { suspendAccount, suspendAccountRefusals } from '../commands/suspend-account.ts';
import { unlockAccount, unlockAccountRefusals } from '../commands/unlock-account.ts';
import { personalRoles } from '../domain/roles.ts';
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

const PersonalRole = builder.enumType('PersonalRole', {
  description: 'A role that a person can hold.',
  values: personalRoles,
});
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
const AssignRoleInput = builder.inputType('AssignRoleInput', {
  fields: (t) => ({ ...onAccount(t), role: t.field({ type: PersonalRole, required: true }) }),
});
const RevokeRoleInput = builder.inputType('RevokeRoleInput', {
  fields: (t) => ({ ...onAccount(t), role: t.field({ type: PersonalRole, required: true }) }),
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
  assignRole: t.field({
    type: Account,
    nullable: true,
    description: 'Gives an account a role, from its next request on. Undone by `revokeRole`.',
    ...requires('role:assign'),
    errors: oneOf(assignRoleRefusals),
    args: { input: t.arg({ type: AssignRoleInput, required: true }) },
    resolve: (_, { input }, { room }) => assignRole(room, input),
  }),
  revokeRole: t.field({
    type: Account,
    nullable: true,
    description: 'Takes a role from an account, from its next request on. Undone by `assignRole`.',
    ...requires('role:assign'),
    errors: oneOf(revokeRoleRefusals),
    args: { input: t.arg({ type: RevokeRoleInput, required: true }) },
    resolve: (_, { input }, { room }) => revokeRole(room, input),
  }),
}));
