import { randomBytes } from 'node:crypto';
import { factorResetRequested } from '@praetor/contracts/accounts';
import { perform, type Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { newId, parseId } from '@praetor/kernel/id';
import { parse, text } from '@praetor/kernel/input';
import { Conflict, PolicyDenied } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { AccountRow } from '../db/account.entity.ts';
import { lockAccountRow } from '../db/account.store.ts';
import { FactorResetRow } from '../db/factor-reset.entity.ts';
import { factorResetById, openFactorReset } from '../db/factor-reset.store.ts';
import { AccountWrongState } from '../domain/account.ts';
import { beginning, NoSecondFactor, stateAt } from '../domain/factor-reset.ts';
import { isStaffRole } from '../domain/roles.ts';
import { accountOf } from './actor.ts';
import { resourceOf } from './change-account.ts';
import { closeFactorReset, tellOwner } from './close-factor-reset.ts';
import type { Desk } from './desk.ts';
import { onAccount } from './input.ts';
import { secondFactorsOf } from './second-factor.ts';
import { digestOf } from './session-tokens.ts';

const Input = z.object({ ...onAccount, reason: text(1000) });

export const requestFactorResetRefusals = [NoSecondFactor, AccountWrongState, PolicyDenied, Conflict] as const;

/**
 * Staff asks for the second factors of someone who lost them to be removed. The owner is told at once and may object for a day;
 * of staff's own accounts a second person decides. Asked for twice while the first is open, it is one.
 */
export async function requestFactorReset(room: Room, desk: Desk, raw: z.input<typeof Input>): Promise<FactorResetRow> {
  const input = parse(Input, raw);
  const id = parseId('account', input.accountId, 'accountId');
  const attempt = { action: 'requestFactorReset', input, reason: input.reason, target: { type: 'account', id } };
  return perform(room, { ...attempt, reload: factorResetById }, async (tx) => {
    const account = await lockAccountRow(tx.em, id, input.expectedVersion);
    tx.authorize({ action: 'ResetFactors', resource: resourceOf(account) });
    if (account.status === 'closed' || account.status === 'pending')
      throw new AccountWrongState(account.status, 'reset the second factor of');
    if ((await secondFactorsOf(tx.em, id)).length === 0) throw new NoSecondFactor();
    const open = await openFactorReset(tx.em, id);
    if (open && stateAt(open, tx.now) !== 'expired') return open;
    if (open) await closeFactorReset(tx, open, 'expired', null);
    return begin(tx, room, desk, account, input.reason);
  });
}

async function begin(tx: Transaction, room: Room, desk: Desk, account: AccountRow, reason: string): Promise<FactorResetRow> {
  const { id: accountId, tenantId } = account;
  const token = `fr_${randomBytes(32).toString('base64url')}`;
  const row = tx.em.create(FactorResetRow, {
    id: newId('factorReset'),
    tenantId,
    accountId,
    ...beginning(account.roles.some(isStaffRole), tx.now),
    requestedById: accountOf(room.actor),
    reason,
    objectionDigest: digestOf(token),
    requestedAt: tx.now,
    closedAt: null,
    closedById: null,
  });
  await tx.em.flush();
  const { id: factorResetId, requestedById, state, dueAt } = row;
  await tx.announce(factorResetRequested, {
    subject: { type: 'account', id: accountId },
    data: { accountId, factorResetId, requestedById, takesTwo: state === 'awaitingApproval', dueAt: dueAt.toISOString() },
    change: { before: null, after: { state, dueAt } },
  });
  await tellOwner(tx, desk, account, ['factorReset', 'factorResetText'], token);
  return row;
}
