import { accountsSearched } from '@praetor/contracts/searches';
import { announce } from '@praetor/events/announce';
import type { Room } from '@praetor/events/room';
import { InvalidInput } from '@praetor/kernel/refusal';
import { inTenant } from '@praetor/postgres/tenancy';
import type { SearchKey } from '../domain/account-search.ts';
import { normalisedEmail } from '../domain/email.ts';
import { networkOf } from './network-of.ts';

const least = 3;

/** The one form of what staff typed, as it lies in the index. A beginning has at least three characters. */
export function searchTerm(by: SearchKey, text: string, prefix: boolean): string {
  const trimmed = text.trim();
  const problem = (message: string) => new InvalidInput([{ path: ['term'], message }]);
  if (!trimmed || trimmed.length > 700 || trimmed.includes('\0') || !trimmed.isWellFormed())
    throw problem('Say what to look for.');
  if (prefix && trimmed.length < least) throw problem(`Give at least ${least} characters of the beginning.`);
  switch (by) {
    case 'email':
      return normalisedEmail(trimmed);
    case 'wallet':
      return trimmed.toLowerCase();
    case 'phone':
      return trimmed.replaceAll(/[\s()/-]/g, '');
    case 'ip':
      return prefix ? trimmed.toLowerCase() : (networkOf(trimmed) ?? trimmed.toLowerCase());
    case 'id':
    case 'device':
      return trimmed;
  }
}

/** Who looked for whom is in the audit log before the answer leaves. */
export function announceSearch(
  room: Room,
  search: { by: SearchKey; prefix: boolean; term: string },
  found: number,
): Promise<void> {
  const { actor } = room;
  return inTenant(room.orm, actor.tenantId, (tx) =>
    announce(tx, { actor, now: room.clock() }, accountsSearched, {
      subject: { type: 'tenant', id: actor.tenantId },
      data: { ...search, found },
    }),
  );
}
