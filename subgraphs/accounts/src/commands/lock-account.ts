import { accountLocked } from '@praetor/contracts/accounts';
import type { Room } from '@praetor/events/room';
import { parse, text } from '@praetor/kernel/input';
import { Conflict, InvalidInput, PolicyDenied } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { AccountRow } from '../db/account.entity.ts';
import { AccountWrongState, lock } from '../domain/account.ts';
import { LastAdministrator } from '../domain/roles.ts';
import { changeAccount } from './change-account.ts';
import { onAccount } from './input.ts';
import { keepAdministrator } from './keep-administrator.ts';
import { revokeSessions } from './revoke-sessions.ts';

const Input = z.object({ ...onAccount, reason: text(1000), until: z.date().nullish() });

export const lockAccountRefusals = [AccountWrongState, LastAdministrator, PolicyDenied, Conflict] as const;

/** Staff locks an account, for a while or until someone unlocks it. Its sessions end at once. */
export async function lockAccount(room: Room, raw: z.input<typeof Input>): Promise<AccountRow> {
  const input = parse(Input, raw);
  const { reason, until = null } = input;
  if (until && until <= room.clock()) throw new InvalidInput([{ path: ['until'], message: 'Give an instant that is to come.' }]);
  return changeAccount(room, {
    action: 'lockAccount',
    input,
    reason,
    policy: { action: 'LockAccount' },
    first: keepAdministrator,
    decide: (account) => lock(account, reason, until),
    contract: accountLocked,
    data: () => ({ until: until?.toISOString() ?? null, why: reason }),
    also: (tx, row) => revokeSessions(tx, row.id, 'locked'),
  });
}
