import { requires } from '@praetor/subgraph/declare';
import { enumValues } from '@praetor/subgraph/fields';
import { announceSearch, searchTerm } from '../commands/announce-search.ts';
import { searchKeys } from '../domain/account-search.ts';
import { accountMatches, type Match } from '../queries/account-search.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';

const AccountSearchKey = builder.enumType('AccountSearchKey', {
  description: 'What accounts are found by. `IP`: an IPv4 address, or the /64 of an IPv6 one.',
  values: enumValues(searchKeys),
});

const AccountMatch = builder.objectRef<Match>('AccountMatch').implement({
  description: 'An account that was found, and the value it was found by.',
  fields: (t) => ({
    account: t.expose('account', { type: Account, nullable: true }),
    value: t.exposeString('value'),
  }),
});
const AccountMatchConnection = builder.connectionObject({ type: AccountMatch, name: 'AccountMatchConnection' });

builder.queryField('searchAccounts', (t) =>
  t.connection(
    {
      type: AccountMatch,
      nullable: true,
      description:
        'Accounts by e-mail address, telephone number, id, device, address or wallet. Each search is in the audit log.',
      ...requires('account:read'),
      args: {
        by: t.arg({ type: AccountSearchKey, required: true }),
        term: t.arg.string({ required: true }),
        prefix: t.arg.boolean({ description: 'Whether the term is only the beginning: at least three characters.' }),
      },
      resolve: async (_, { by, term: text, prefix: begins, ...page }, { room }) => {
        const prefix = begins ?? false;
        const search = { by, prefix, term: searchTerm(by, text, prefix) };
        const found = await accountMatches(room, page, search);
        await announceSearch(room, search, found.edges.length);
        return found;
      },
    },
    AccountMatchConnection,
  ),
);
