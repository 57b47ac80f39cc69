import type { EntityManager } from '@mikro-orm/postgresql';
import type { ThrottleName } from '../domain/login-throttle.ts';
import { GuessLimitRow } from './guess-limit.entity.ts';
import type { KeyedDigest } from './keyed-digest.ts';

/** Names what is counted, without keeping addresses in clear. */
export const limitDigest = (digests: KeyedDigest, throttle: ThrottleName, what: string): string =>
  digests.of(`limit/${throttle}`, what);

/** Until when each of these addresses takes no password of strangers; null, in order, for those that do. */
export async function blocksOf(
  em: EntityManager,
  digests: KeyedDigest,
  emails: readonly string[],
  now: Date,
): Promise<(Date | null)[]> {
  const wanted = emails.map((email) => limitDigest(digests, 'address', email));
  const rows = await em.find(GuessLimitRow, { digest: { $in: wanted }, blockedUntil: { $gt: now } });
  const found = new Map(rows.map(({ digest, blockedUntil }) => [digest, blockedUntil ?? null]));
  return wanted.map((digest) => found.get(digest) ?? null);
}
