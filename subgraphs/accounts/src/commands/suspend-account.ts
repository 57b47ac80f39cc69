import { accountSuspended } from '@praetor/contracts/accounts';
import type { Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { parseId } from '@praetor/kernel/id';
import { parse, text } from '@praetor/kernel/input';
import { Conflict, PolicyDenied } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { AccountRow } from '../db/account.entity.ts';
import { lockAccountRow } from '../db/account.store.ts';
import { AccountWrongState, suspend } from '../domain/account.ts';
import { LastAdministrator } from '../domain/roles.ts';
import { apply, changeAccount } from './change-account.ts';
import { onAccount } from './input.ts';
import { keepAdministrator } from './keep-administrator.ts';
import { revokeSessions } from './revoke-sessions.ts';

const Input = z.object({ ...onAccount, reason: text(1000) });

export const suspendAccountRefusals = [AccountWrongState, LastAdministrator, PolicyDenied, Conflict] as const;

const step = (why: string, flagId: string | null) => ({
  decide: (account: Parameters<typeof suspend>[0]) => suspend(account, why),
  contract: accountSuspended,
  data: () => ({ why, flagId }),
  also: (tx: Transaction, row: AccountRow) => revokeSessions(tx, row.id, 'suspended'),
});

/** Staff suspends an account until it is reinstated. Its sessions end at once. */
export async function suspendAccount(room: Room, raw: z.input<typeof Input>): Promise<AccountRow> {
  const input = parse(Input, raw);
  const { reason } = input;
  return changeAccount(room, {
    ...step(reason, null),
    action: 'suspendAccount',
    input,
    reason,
    policy: { action: 'SuspendAccount' },
    first: keepAdministrator,
  });
}

/** Carries out what staff decided about a flag. What is suspended or closed already stays so. */
export async function suspendForFlag(tx: Transaction, accountId: string, flagId: string): Promise<void> {
  const row = await lockAccountRow(tx.em, parseId('account', accountId, 'accountId'));
  if (row.status === 'suspended' || row.status === 'closed') return;
  await apply(tx, row, step('Decided on a flag.', flagId));
}
