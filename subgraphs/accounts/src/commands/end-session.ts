import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { parseId, type Id } from '@praetor/kernel/id';
import { idempotencyKey, parse } from '@praetor/kernel/input';
import { NotFound } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { SessionRow } from '../db/session.entity.ts';
import { lockSession, sessionById } from '../db/session.store.ts';
import type { SessionEnd } from '../domain/session.ts';
import { accountOf } from './actor.ts';
import { announceRevoked } from './revoke-sessions.ts';

const Logout = z.object({ idempotencyKey });
const Revoke = z.object({ sessionId: z.string(), idempotencyKey });

export const logoutRefusals = [] as const;
export const revokeSessionRefusals = [] as const;

/** Ends the session that asks. */
export async function logout(room: Room, raw: z.input<typeof Logout>): Promise<SessionRow> {
  const input = parse(Logout, raw);
  if (!room.actor.sessionId) throw new NotFound('session');
  return end(room, 'logout', input, room.actor.sessionId, 'logout');
}

/** Ends another session of the caller's own: a lost phone. */
export async function revokeSession(room: Room, raw: z.input<typeof Revoke>): Promise<SessionRow> {
  const input = parse(Revoke, raw);
  return end(room, 'revokeSession', input, parseId('session', input.sessionId, 'sessionId'), 'revoked');
}

/** What ended already stays as it ended. Another's session is as absent as none. */
function end(
  room: Room,
  action: string,
  input: { idempotencyKey?: string | null | undefined },
  id: Id<'session'>,
  why: SessionEnd,
): Promise<SessionRow> {
  return perform(room, { action, input, target: { type: 'session', id }, reload: sessionById }, async (tx) => {
    const session = await lockSession(tx.em, id);
    if (!session || session.accountId !== accountOf(room.actor)) throw new NotFound('session');
    if (session.revokedAt) return session;
    session.revokedAt = tx.now;
    session.revokedWhy = why;
    await tx.em.flush();
    await announceRevoked(tx, session.accountId, id, why);
    return session;
  });
}
