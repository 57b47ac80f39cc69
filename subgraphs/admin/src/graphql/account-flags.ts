import { requires } from '@praetor/subgraph/declare';
import { parseId } from '@praetor/kernel/id';
import { flagsPage } from '../queries/flags-page.ts';
import { Account } from './account.ts';
import { Flag, FlagConnection } from './flag.ts';

Account.implement({
  externalFields: (t) => ({ id: t.id({ nullable: false }) }),
  fields: (t) => ({
    flags: t.connection(
      {
        type: Flag,
        nullable: true,
        description: 'Flags that concern the account, newest first.',
        ...requires('flag:read'),
        resolve: ({ id }, page, { room }) => flagsPage(room, page, { accountId: parseId('account', id) }),
      },
      FlagConnection,
    ),
  }),
});
