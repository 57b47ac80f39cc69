import { accountReinstated } from '@praetor/contracts/accounts';
import type { Room } from '@praetor/events/room';
import { parse, text } from '@praetor/kernel/input';
import { Conflict, PolicyDenied } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { AccountRow } from '../db/account.entity.ts';
import { AccountWrongState, reinstate } from '../domain/account.ts';
import { changeAccount } from './change-account.ts';
import { onAccount } from './input.ts';

const Input = z.object({ ...onAccount, reason: text(1000) });

export const reinstateAccountRefusals = [AccountWrongState, PolicyDenied, Conflict] as const;

/** Staff lifts a suspension. */
export async function reinstateAccount(room: Room, raw: z.input<typeof Input>): Promise<AccountRow> {
  const input = parse(Input, raw);
  const { reason } = input;
  return changeAccount(room, {
    action: 'reinstateAccount',
    input,
    reason,
    policy: { action: 'ReinstateAccount' },
    decide: (account) => reinstate(account, reason),
    contract: accountReinstated,
    data: () => ({ why: reason }),
  });
}
