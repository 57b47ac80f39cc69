import { roleRequestClosed } from '@praetor/contracts/accounts';
import { permissionsOf } from '@praetor/authorization/roles';
import type { PolicyRequest } from '@praetor/authorization/cedar';
import { effectsAt, perform, type Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import type { Clock } from '@praetor/kernel/clock';
import { decide, ProposalClosed, type ProposalState, SecondPersonNeeded, stateAt, withdraw } from '@praetor/kernel/four-eyes';
import { idOf, parseId, type Id } from '@praetor/kernel/id';
import { expectedVersion, idempotencyKey, parse, text } from '@praetor/kernel/input';
import { Conflict, NotFound, PolicyDenied } from '@praetor/kernel/refusal';
import { sql } from '@praetor/postgres/sql';
import { asWorker, inTenant } from '@praetor/postgres/tenancy';
import type { MikroORM } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { AccountRow } from '../db/account.entity.ts';
import { lockAccountRow } from '../db/account.store.ts';
import type { RoleRequestRow } from '../db/role-request.entity.ts';
import { lockRoleRequest, proposalOf, roleRequestById } from '../db/role-request.store.ts';
import { AccountWrongState } from '../domain/account.ts';
import { type PersonalRole, RoleBeyondGrantor, RoleUnchanged } from '../domain/roles.ts';
import { accountOf } from './actor.ts';
import { apply } from './change-account.ts';
import { giving } from './give-role.ts';

const onRequest = { roleRequestId: z.string(), expectedVersion, idempotencyKey };
const Approve = z.object({ ...onRequest, reason: text(1000).nullish() });
const Reject = z.object({ ...onRequest, reason: text(1000) });
const Withdraw = z.object(onRequest);
type Input = z.output<typeof Approve>;

const deciding = [SecondPersonNeeded, ProposalClosed, PolicyDenied, Conflict] as const;
export const approveRoleRequestRefusals = [...deciding, RoleUnchanged, RoleBeyondGrantor, AccountWrongState] as const;
export const rejectRoleRequestRefusals = deciding;
export const withdrawRoleRequestRefusals = [ProposalClosed, Conflict] as const;

/** A second person gives the role that the first asked for. It counts from the account's next request on. */
export const approveRoleRequest = (room: Room, raw: z.input<typeof Approve>): Promise<RoleRequestRow> =>
  decideIt(room, 'approveRoleRequest', parse(Approve, raw), 'approved');

/** A second person says no, and why. */
export const rejectRoleRequest = (room: Room, raw: z.input<typeof Reject>): Promise<RoleRequestRow> =>
  decideIt(room, 'rejectRoleRequest', parse(Reject, raw), 'rejected');

/** Whoever asked takes it back. */
export async function withdrawRoleRequest(room: Room, raw: z.input<typeof Withdraw>): Promise<RoleRequestRow> {
  return change(room, 'withdrawRoleRequest', parse(Withdraw, raw), async (tx, row) => {
    if (row.requestedById !== accountOf(room.actor)) throw new NotFound('role request');
    await closeRoleRequest(tx, row, withdraw(proposalOf(row), tx.now), row.requestedById);
  });
}

function decideIt(room: Room, action: string, input: Input, verdict: 'approved' | 'rejected'): Promise<RoleRequestRow> {
  return change(room, action, input, async (tx, row, account) => {
    const by = accountOf(room.actor);
    const context = { verdict: verdict === 'approved' ? 'approve' : 'reject' };
    const state = decide(proposalOf(row), by, verdict, tx.now);
    tx.authorize({ action: 'DecideRoleRequest', context, resource: await resourceOf(tx, row) });
    if (state === 'approved') await apply(tx, account, giving(row.role as PersonalRole, room.permissions));
    await closeRoleRequest(tx, row, state, by, input.reason ?? null);
  });
}

function change(
  room: Room,
  action: string,
  input: Input,
  work: (tx: Transaction, row: RoleRequestRow, account: AccountRow) => Promise<void>,
): Promise<RoleRequestRow> {
  const id = parseId('roleRequest', input.roleRequestId, 'roleRequestId');
  const attempt = { action, input, reason: input.reason, target: { type: 'roleRequest', id }, reload: roleRequestById };
  return perform(room, attempt, async (tx) => {
    const { accountId } = await roleRequestById(tx.em, id);
    // The account first, as everywhere: whoever locks both does it in this order.
    const account = await lockAccountRow(tx.em, accountId);
    const row = await lockRoleRequest(tx.em, id, input.expectedVersion);
    await work(tx, row, account);
    return row;
  });
}

/** The request as policies see it. */
async function resourceOf(tx: Transaction, row: RoleRequestRow): Promise<PolicyRequest['resource']> {
  const { id, tenantId, requestedById, accountId, role } = row;
  const asker = await tx.em.findOne(AccountRow, { id: requestedById });
  const has = asker?.status === 'active' ? permissionsOf(asker.roles) : new Set<string>();
  const askerMayGrant = has.has('role:assign') && [...permissionsOf([role])].every((permission) => has.has(permission));
  const attributes = { tenant: tenantId, requestedBy: requestedById, concerned: accountId, role, askerMayGrant };
  return { type: 'RoleRequest', id, attributes };
}

/** Writes the end of a locked request, and announces it. */
export async function closeRoleRequest(
  tx: Transaction,
  row: RoleRequestRow,
  outcome: Exclude<ProposalState, 'pending'>,
  decidedById: Id<'account'> | null,
  reason: string | null = null,
): Promise<void> {
  Object.assign(row, { state: outcome, decidedById, decidedAt: tx.now, decisionReason: reason });
  await tx.em.flush();
  const { id: roleRequestId, accountId, role, requestedById } = row;
  await tx.announce(roleRequestClosed, {
    subject: { type: 'account', id: accountId },
    data: { accountId, roleRequestId, role, requestedById, outcome, decidedById },
    change: { before: { state: 'pending' }, after: { state: outcome } },
  });
}

const batch = 200;

/** Writes down that nobody decided in time. How many requests. */
export async function expireRoleRequests(orm: MikroORM, clock: Clock): Promise<number> {
  const now = clock();
  const due = await asWorker(orm, (tx) =>
    sql<{ id: string; tenant_id: string; account_id: string }>(
      tx,
      `select id, tenant_id, account_id from accounts.role_request
       where state = 'pending' and expires_at <= $1 order by expires_at limit ${batch}`,
      [now],
    ),
  );
  for (const { id, tenant_id, account_id } of due) {
    const tenantId = idOf('tenant', tenant_id);
    await inTenant(orm, tenantId, async (em) => {
      await lockAccountRow(em, idOf('account', account_id));
      const row = await lockRoleRequest(em, idOf('roleRequest', id));
      if (row.state !== 'pending' || stateAt(row, now) !== 'expired') return;
      await effectsAt(em, 'accounts.expireRoleRequests', { tenantId, now }, (tx) => closeRoleRequest(tx, row, 'expired', null));
    });
  }
  return due.length < batch ? due.length : due.length + (await expireRoleRequests(orm, clock));
}
