import { createHash, randomBytes } from 'node:crypto';
import { acrOf } from '@praetor/kernel/assurance';
import type { Clock } from '@praetor/kernel/clock';
import type { Id } from '@praetor/kernel/id';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { AccountRow } from '../db/account.entity.ts';
import type { Keyring } from '../db/keyring.ts';
import { RefreshTokenRow } from '../db/refresh-token.entity.ts';
import type { SessionRow } from '../db/session.entity.ts';
import { accessExpiry } from '../domain/session.ts';

/** What a login gives. The tokens exist here and at the client, nowhere else. */
export interface SessionTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** When the access token ends. */
  readonly expiresAt: Date;
  readonly account: AccountRow;
  readonly session: SessionRow;
}

export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** A new refresh token of the session: 256 random bits, kept as a digest. */
export function issueRefreshToken(tx: EntityManager, tenantId: Id<'tenant'>, sessionId: Id<'session'>, now: Date): string {
  const token = `rt_${randomBytes(32).toString('base64url')}`;
  tx.create(RefreshTokenRow, { tenantId, digest: digestOf(token), sessionId, issuedAt: now, usedAt: null });
  return token;
}

/** Signs the access token. Only `sub` and `sid` are relied upon; roles and the rest are for clients to show. */
export async function tokensOf(
  keys: Keyring,
  clock: Clock,
  { account, session, refreshToken }: { account: AccountRow; session: SessionRow; refreshToken: string },
): Promise<SessionTokens> {
  const issuedAt = clock();
  const expiresAt = accessExpiry(issuedAt);
  const accessToken = await sessionToken(keys, { account, session }, issuedAt, expiresAt);
  return { accessToken, refreshToken, expiresAt, account, session };
}

/** An access token of the session, and nothing to refresh it with. */
export async function sessionToken(
  keys: Keyring,
  { account, session }: { account: AccountRow; session: SessionRow },
  issuedAt: Date,
  expiresAt: Date,
): Promise<string> {
  const claims = {
    sub: account.id,
    sid: session.id,
    tid: account.tenantId,
    roles: account.roles,
    aal: session.assurance,
    acr: acrOf(session.assurance),
    amr: session.methods,
    auth_time: Math.floor(session.authenticatedAt.getTime() / 1000),
  };
  // RFC 8693 section 4.1: who acts, when it is not the subject.
  const act = session.impersonatorId && { act: { sub: session.impersonatorId } };
  return keys.sign({ ...claims, ...act }, { issuedAt, expiresAt });
}
