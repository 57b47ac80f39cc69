import { proposalStates, stateAt } from '@praetor/kernel/four-eyes';
import { requires, steppedUp } from '@praetor/subgraph/declare';
import { enumValues, expectedVersion, idempotencyKey, oneOf } from '@praetor/subgraph/fields';
import { assignRole, assignRoleRefusals, type RoleAssignment as Assignment } from '../commands/assign-role.ts';
import {
  approveRoleRequest,
  approveRoleRequestRefusals,
  rejectRoleRequest,
  rejectRoleRequestRefusals,
  withdrawRoleRequest,
  withdrawRoleRequestRefusals,
} from '../commands/decide-role-request.ts';
import { revokeRole, revokeRoleRefusals } from '../commands/revoke-role.ts';
import type { AccountRow } from '../db/account.entity.ts';
import type { RoleRequestRow } from '../db/role-request.entity.ts';
import { type PersonalRole as RoleName, personalRoles } from '../domain/roles.ts';
import { roleRequestsPage } from '../queries/role-requests-page.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';
import './refusals.ts';

type InputFields = PothosSchemaTypes.InputFieldBuilder<(typeof builder)['$inferSchemaTypes'], 'InputObject'>;

const PersonalRole = builder.enumType('PersonalRole', { description: 'A role that a person can hold.', values: personalRoles });
const ProposalState = builder.enumType('ProposalState', {
  description: 'How a request that takes two people stands. All but `PENDING` are final.',
  values: enumValues(proposalStates),
});

const RoleRequest = builder.objectRef<RoleRequestRow>('RoleRequest').implement({
  description: 'A staff role that one person asked for, and another decides: neither who asked nor who would get it.',
  fields: (t) => ({
    id: t.exposeID('id'),
    account: t.field({ type: Account, nullable: true, resolve: accountOf(({ accountId }) => accountId) }),
    role: t.field({ type: PersonalRole, resolve: ({ role }) => role as RoleName }),
    state: t.field({ type: ProposalState, resolve: (request, _, { room }) => stateAt(request, room.clock()) }),
    requestedBy: t.field({ type: Account, nullable: true, resolve: accountOf(({ requestedById }) => requestedById) }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why, in the words of whoever asked.' }),
    requestedAt: t.expose('requestedAt', { type: 'DateTime' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Nobody decides it later.' }),
    decidedBy: t.field({ type: Account, nullable: true, resolve: accountOf(({ decidedById }) => decidedById ?? null) }),
    decidedAt: t.expose('decidedAt', { type: 'DateTime', nullable: true }),
    decisionReason: t.exposeString('decisionReason', { nullable: true }),
    version: t.exposeInt('version', { description: 'Pass it as `expectedVersion` to act only on what you saw.' }),
  }),
});
const RoleRequestConnection = builder.connectionObject({ type: RoleRequest, name: 'RoleRequestConnection' });

/** The account that a row names, through the request's loader. */
function accountOf(id: (row: RoleRequestRow) => string | null) {
  return async (row: RoleRequestRow, _: unknown, { loaders }: (typeof builder)['$inferSchemaTypes']['Context']) => {
    const named = id(row);
    return named === null ? null : loaders.account.load(named);
  };
}

const RoleAssignment = builder.objectRef<Assignment>('RoleAssignment').implement({
  description: 'What became of giving a role: it was given, or it waits for a second person.',
  fields: (t) => ({
    account: t.field({
      type: Account,
      nullable: true,
      description: 'Who has the role now. Null while it waits.',
      resolve: (assignment): AccountRow | null => ('account' in assignment ? assignment.account : null),
    }),
    request: t.field({
      type: RoleRequest,
      nullable: true,
      description: 'What a second person has to decide. Null for roles that take one.',
      resolve: (assignment) => ('request' in assignment ? assignment.request : null),
    }),
  }),
});

const onAccount = (t: InputFields) => ({
  accountId: t.id({ required: true }),
  role: t.field({ type: PersonalRole, required: true }),
  expectedVersion: expectedVersion(t),
  idempotencyKey: idempotencyKey(t),
});
const onRequest = (t: InputFields) => ({
  roleRequestId: t.id({ required: true }),
  expectedVersion: expectedVersion(t),
  idempotencyKey: idempotencyKey(t),
});
const AssignRoleInput = builder.inputType('AssignRoleInput', {
  fields: (t) => ({ ...onAccount(t), reason: t.string({ description: 'Why: whoever decides reads it.' }) }),
});
const RevokeRoleInput = builder.inputType('RevokeRoleInput', { fields: onAccount });
const ApproveRoleRequestInput = builder.inputType('ApproveRoleRequestInput', {
  fields: (t) => ({ ...onRequest(t), reason: t.string() }),
});
const RejectRoleRequestInput = builder.inputType('RejectRoleRequestInput', {
  fields: (t) => ({ ...onRequest(t), reason: t.string({ required: true }) }),
});
const WithdrawRoleRequestInput = builder.inputType('WithdrawRoleRequestInput', { fields: onRequest });

builder.queryFields((t) => ({
  roleRequests: t.connection(
    {
      type: RoleRequest,
      nullable: true,
      description: 'Requests for staff roles, newest first.',
      ...requires('role:assign'),
      args: { state: t.arg({ type: ProposalState }) },
      resolve: (_, { state, ...page }, { room }) => roleRequestsPage(room, page, state),
    },
    RoleRequestConnection,
  ),
}));

builder.mutationFields((t) => ({
  assignRole: t.field({
    type: RoleAssignment,
    nullable: true,
    description:
      'Gives an account a role, from its next request on. A staff role takes two people: this makes the request. Undone by `revokeRole`.',
    ...requires('role:assign'),
    ...steppedUp,
    errors: oneOf(assignRoleRefusals),
    args: { input: t.arg({ type: AssignRoleInput, required: true }) },
    resolve: (_, { input }, { room }) => assignRole(room, input),
  }),
  revokeRole: t.field({
    type: Account,
    nullable: true,
    description: 'Takes a role from an account, from its next request on. Undone by `assignRole`.',
    ...requires('role:assign'),
    ...steppedUp,
    errors: oneOf(revokeRoleRefusals),
    args: { input: t.arg({ type: RevokeRoleInput, required: true }) },
    resolve: (_, { input }, { room }) => revokeRole(room, input),
  }),
  approveRoleRequest: t.field({
    type: RoleRequest,
    nullable: true,
    description: 'Gives the staff role that another person asked for. Undone by `revokeRole`.',
    ...requires('role:assign'),
    ...steppedUp,
    errors: oneOf(approveRoleRequestRefusals),
    args: { input: t.arg({ type: ApproveRoleRequestInput, required: true }) },
    resolve: (_, { input }, { room }) => approveRoleRequest(room, input),
  }),
  rejectRoleRequest: t.field({
    type: RoleRequest,
    nullable: true,
    description: 'Refuses the staff role that another person asked for.',
    ...requires('role:assign'),
    errors: oneOf(rejectRoleRequestRefusals),
    args: { input: t.arg({ type: RejectRoleRequestInput, required: true }) },
    resolve: (_, { input }, { room }) => rejectRoleRequest(room, input),
  }),
  withdrawRoleRequest: t.field({
    type: RoleRequest,
    nullable: true,
    description: 'Takes back a request of one’s own.',
    ...requires('role:assign'),
    errors: oneOf(withdrawRoleRequestRefusals),
    args: { input: t.arg({ type: WithdrawRoleRequestInput, required: true }) },
    resolve: (_, { input }, { room }) => withdrawRoleRequest(room, input),
  }),
}));
