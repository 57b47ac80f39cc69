import type { Room } from '@praetor/events/room';
import { isId } from '@praetor/kernel/id';
import { keysetPage, type Page, type PageArguments } from '@praetor/postgres/page';
import { AccountRow } from '../db/account.entity.ts';
import { TraceRow } from '../db/trace.entity.ts';
import type { SearchKey } from '../domain/account-search.ts';

/** One account that was found, and by which value. */
export interface Match {
  readonly account: AccountRow | null;
  readonly value: string;
}

export interface Search {
  readonly by: SearchKey;
  /** Normalised by whoever asks. */
  readonly term: string;
  readonly prefix: boolean;
}

const escaped = (term: string): string => term.replaceAll(/[\\%_]/g, String.raw`\$&`);

/** Accounts by one of their marks: an index each, whose order is the order of the page. */
export async function accountMatches(room: Room, page: PageArguments, { by, term, prefix }: Search): Promise<Page<Match>> {
  const { em } = room;
  const value = prefix ? { $like: `${escaped(term)}%` } : term;
  switch (by) {
    case 'id': {
      const id = isId('account', term) ? term : null;
      const found = await keysetPage(em, AccountRow, id ? { id } : { id: { $in: [] } }, page);
      return matches(found, (account) => ({ account, value: account.id }));
    }
    case 'email': {
      const found = await keysetPage(em, AccountRow, { email: value }, page, { email: 'asc', id: 'asc' });
      return matches(found, (account) => ({ account, value: account.email ?? '' }));
    }
    case 'phone': {
      const found = await keysetPage(em, AccountRow, { phone: value }, page, { phone: 'asc', id: 'asc' });
      return matches(found, (account) => ({ account, value: account.phone ?? '' }));
    }
    case 'device':
    case 'ip':
    case 'wallet': {
      const found = await keysetPage(em, TraceRow, { kind: by, value }, page, { value: 'asc', accountId: 'asc' });
      const ids = found.edges.map(({ node }) => node.accountId);
      const accounts = new Map((await em.find(AccountRow, { id: { $in: ids } })).map((row) => [row.id, row]));
      return matches(found, (trace) => ({ account: accounts.get(trace.accountId) ?? null, value: trace.value }));
    }
  }
}

const matches = <Row>({ edges, pageInfo }: Page<Row>, of: (row: Row) => Match): Page<Match> => ({
  edges: edges.map(({ cursor, node }) => ({ cursor, node: of(node) })),
  pageInfo,
});
