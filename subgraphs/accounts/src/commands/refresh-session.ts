import { perform, type Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { parse, text } from '@praetor/kernel/input';
import { Refusal } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { AccountRow } from '../db/account.entity.ts';
import { accountById } from '../db/account.store.ts';
import type { Keyring } from '../db/keyring.ts';
import { DeviceRow } from '../db/device.entity.ts';
import type { SessionRow } from '../db/session.entity.ts';
import { lockRefreshToken, lockSession } from '../db/session.store.ts';
import { identityPolicyOf } from '../db/identity-policy.store.ts';
import { countsUntil } from '../domain/identity-policy.ts';
import { isStaffRole } from '../domain/roles.ts';
import type { SessionEnd } from '../domain/session.ts';
import { isThatDevice } from './record-device.ts';
import { announceRevoked } from './revoke-sessions.ts';
import { digestOf, issueRefreshToken, tokensOf, type SessionTokens } from './session-tokens.ts';

/** No idempotency key: the token itself is used once, and its successor is kept nowhere to be given twice. */
const Input = z.object({ refreshToken: z.string().min(1).max(200), deviceId: text(200).nullish() });

export class InvalidRefreshToken extends Refusal {
  readonly code = 'ACCOUNT_INVALID_REFRESH_TOKEN';
  constructor() {
    super('This refresh token is unknown, used, or of a session that ended. Log in again.');
  }
}

export const refreshSessionRefusals = [InvalidRefreshToken] as const;

type Outcome = { id: string; refusal: Refusal } | { id: string; account: AccountRow; session: SessionRow; refreshToken: string };

/**
 * Exchanges a refresh token for the next one (RFC 9700 section 4.14.2). A used one means that two hold a copy, the owner and
 * a thief: the session ends. There is no grace for parallel use, which looks the same; clients take turns. A session is bound to
 * its device: a token without the id that its client logged in with was carried off, so that ends the session, too.
 */
export async function refreshSession(room: Room, keys: Keyring, raw: z.input<typeof Input>): Promise<SessionTokens> {
  const { refreshToken, deviceId = null } = parse(Input, raw);
  const reload = (): never => {
    throw new Error('A refresh has no idempotency key.');
  };
  const outcome = await perform<Outcome>(room, { action: 'refreshSession', target: null, input: {}, reload }, (tx) =>
    exchange(tx, digestOf(refreshToken), deviceId),
  );
  if ('refusal' in outcome) throw outcome.refusal;
  return tokensOf(keys, room.clock, outcome);
}

async function exchange(tx: Transaction, digest: string, client: string | null): Promise<Outcome> {
  const token = await lockRefreshToken(tx.em, digest);
  const session = token && (await lockSession(tx.em, token.sessionId));
  if (!session || session.revokedAt || session.expiresAt <= tx.now) throw new InvalidRefreshToken();
  if (token.usedAt) return endFamily(tx, session, 'reuseDetected');
  const account = await accountById(tx.em, session.accountId);
  const until = countsUntil(session, await identityPolicyOf(tx.em), account.roles.some(isStaffRole));
  if (until <= tx.now) return endFamily(tx, session, 'idle');
  const device = await tx.em.findOne(DeviceRow, { id: session.deviceId });
  if (!device || !isThatDevice(device, client)) return endFamily(tx, session, 'foreignDevice');
  // Whoever restricts the account ends its sessions and waits for this row: no session outlives that.
  if (account.status !== 'active') throw new InvalidRefreshToken();
  token.usedAt = tx.now;
  session.rotation += 1;
  session.refreshedAt = tx.now;
  const refreshToken = issueRefreshToken(tx.em, session.tenantId, session.id, tx.now);
  await tx.em.flush();
  return { id: session.id, account, session, refreshToken };
}

/** Committed and announced; only then refused. */
async function endFamily(tx: Transaction, session: SessionRow, why: SessionEnd): Promise<Outcome> {
  session.revokedAt = tx.now;
  session.revokedWhy = why;
  await tx.em.flush();
  await announceRevoked(tx, session.accountId, session.id, why);
  return { id: session.id, refusal: new InvalidRefreshToken() };
}
