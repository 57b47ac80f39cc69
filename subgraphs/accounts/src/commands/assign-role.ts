import { roleRequested } from '@praetor/contracts/accounts';
import { perform, type Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { after, days } from '@praetor/kernel/clock';
import { stateAt } from '@praetor/kernel/four-eyes';
import { newId, parseId } from '@praetor/kernel/id';
import { parse, text } from '@praetor/kernel/input';
import { Conflict, PolicyDenied } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { AccountRow } from '../db/account.entity.ts';
import { lockAccountRow, toDomain } from '../db/account.store.ts';
import { RoleRequestRow } from '../db/role-request.entity.ts';
import { pendingRoleRequest, roleRequestById } from '../db/role-request.store.ts';
import { AccountWrongState } from '../domain/account.ts';
import { assignRole as assign, isStaffRole, personalRoles, RoleBeyondGrantor, RoleUnchanged } from '../domain/roles.ts';
import { accountOf } from './actor.ts';
import { resourceOf } from './change-account.ts';
import { closeRoleRequest } from './decide-role-request.ts';
import { giveRole, grantOf } from './give-role.ts';
import { onAccount } from './input.ts';

const Input = z.object({ ...onAccount, role: z.enum(personalRoles), reason: text(1000).nullish() });
type Parsed = z.output<typeof Input>;

export const assignRoleRefusals = [RoleUnchanged, RoleBeyondGrantor, AccountWrongState, PolicyDenied, Conflict] as const;

/** How long someone has to decide. */
const decisionDays = 7;

/** What came of it: the role itself, or, for a staff role, the request that another person decides. */
export type RoleAssignment = { readonly account: AccountRow } | { readonly request: RoleRequestRow };

/** Gives an account a role, from its next request on. A staff role takes two people: this asks the second. */
export async function assignRole(room: Room, raw: z.input<typeof Input>): Promise<RoleAssignment> {
  const input = parse(Input, raw);
  return isStaffRole(input.role) ? { request: await requestRole(room, input) } : { account: await giveRole(room, input) };
}

/** Asked for twice while the first waits, it is one request. */
async function requestRole(room: Room, input: Parsed): Promise<RoleRequestRow> {
  const id = parseId('account', input.accountId, 'accountId');
  const { role, reason = null } = input;
  const target = { type: 'account', id };
  return perform(room, { action: 'assignRole', input, reason, target, reload: roleRequestById }, async (tx) => {
    const account = await lockAccountRow(tx.em, id, input.expectedVersion);
    tx.authorize({ action: 'AssignRole', context: { role }, resource: resourceOf(account) });
    // What would be refused in the end is refused now.
    assign(toDomain(account), role, grantOf(role, room.permissions));
    const pending = await pendingRoleRequest(tx.em, id, role);
    if (pending && stateAt(pending, tx.now) === 'pending') return pending;
    if (pending) await closeRoleRequest(tx, pending, 'expired', null);
    return ask(tx, room, input, account.id);
  });
}

async function ask(
  tx: Transaction,
  room: Room,
  { role, reason = null }: Parsed,
  accountId: AccountRow['id'],
): Promise<RoleRequestRow> {
  const row = tx.em.create(RoleRequestRow, {
    id: newId('roleRequest'),
    tenantId: room.actor.tenantId,
    accountId,
    role,
    state: 'pending',
    requestedById: accountOf(room.actor),
    reason,
    requestedAt: tx.now,
    expiresAt: after(tx.now, days(decisionDays)),
    decidedById: null,
    decidedAt: null,
    decisionReason: null,
  });
  await tx.em.flush();
  const { id, requestedById, expiresAt } = row;
  await tx.announce(roleRequested, {
    subject: { type: 'account', id: accountId },
    data: { accountId, roleRequestId: id, role, requestedById, expiresAt: expiresAt.toISOString() },
    change: { before: null, after: { state: 'pending', role, expiresAt } },
  });
  return row;
}
