import { sessionsRevoked } from '@praetor/contracts/accounts';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { idempotencyKey, parse } from '@praetor/kernel/input';
import { z } from 'zod';
import type { AccountRow } from '../db/account.entity.ts';
import { accountById, lockAccountRow } from '../db/account.store.ts';
import { accountOf } from './actor.ts';
import { revokeSessions } from './revoke-sessions.ts';

const Input = z.object({ thisOneToo: z.boolean().nullish(), idempotencyKey });

export const revokeMySessionsRefusals = [] as const;

/** Ends the caller's sessions, all others or all: a lost bag, a shared machine. Sign-ins under way end, too. */
export function revokeMySessions(room: Room, raw: z.input<typeof Input>): Promise<AccountRow> {
  const input = parse(Input, raw);
  const id = accountOf(room.actor);
  const target = { type: 'account', id };
  return perform(room, { action: 'revokeMySessions', input, target, reload: accountById }, async (tx) => {
    const account = await lockAccountRow(tx.em, id);
    const kept = input.thisOneToo ? null : room.actor.sessionId;
    await revokeSessions(tx, id, 'revoked', kept);
    await tx.announce(sessionsRevoked, { subject: target, data: { accountId: id, except: kept } });
    return account;
  });
}
