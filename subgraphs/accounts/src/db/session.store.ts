import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import type { Id } from '@praetor/kernel/id';
import { NotFound } from '@praetor/kernel/refusal';
import { RefreshTokenRow } from './refresh-token.entity.ts';
import { SessionRow } from './session.entity.ts';

export function lockSession(tx: EntityManager, id: Id<'session'>): Promise<SessionRow | null> {
  return tx.findOne(SessionRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

/** The token of this digest, with its row locked: of many that show it at once, one is first. */
export function lockRefreshToken(tx: EntityManager, digest: string): Promise<RefreshTokenRow | null> {
  return tx.findOne(RefreshTokenRow, { digest }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

export async function sessionById(em: EntityManager, id: string): Promise<SessionRow> {
  const row = await em.findOne(SessionRow, { id: id as Id<'session'> });
  if (!row) throw new NotFound('session');
  return row;
}
