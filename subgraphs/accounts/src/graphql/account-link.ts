import { requires } from '@praetor/subgraph/declare';
import { enumValues } from '@praetor/subgraph/fields';
import type { TraceRow } from '../db/trace.entity.ts';
import type { AccountLinkRow } from '../db/account-link.entity.ts';
import type { AccountRow } from '../db/account.entity.ts';
import { traceKinds } from '../domain/trace.ts';
import { linkedAccountsPage, tracesPage } from '../queries/linked-accounts.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';

const AccountLinkKind = builder.enumType('AccountLinkKind', {
  description: 'What two accounts share. `IP`: an IPv4 address or an IPv6 /64.',
  values: enumValues(traceKinds),
});

const AccountLink = builder.objectRef<AccountLinkRow>('AccountLink').implement({
  description:
    'Another account that was seen with the same thing. Things that many share (an office, a mobile network) link nobody.',
  fields: (t) => ({
    account: t.field({
      type: Account,
      nullable: true,
      resolve: ({ otherAccountId }, _, { loaders }) => loaders.account.load(otherAccountId) as Promise<AccountRow>,
    }),
    kind: t.expose('kind', { type: AccountLinkKind }),
    evidence: t.exposeString('value', {
      description: 'What they share: a fingerprint, an address, a wallet; of a payout destination a digest.',
    }),
    since: t.expose('since', { type: 'DateTime', description: 'When the second of the two was first seen with it.' }),
  }),
});
const AccountLinkConnection = builder.connectionObject({ type: AccountLink, name: 'AccountLinkConnection' });

builder.objectField(Account, 'linkedAccounts', (t) =>
  t.connection(
    {
      type: AccountLink,
      nullable: true,
      description: 'Accounts that share a device, an address, a wallet or a payout destination, by each thing, the latest first.',
      ...requires('account:read'),
      resolve: ({ id }, page, { room }) => linkedAccountsPage(room, page, id),
    },
    AccountLinkConnection,
  ),
);

const AccountTrace = builder.objectRef<TraceRow>('AccountTrace').implement({
  description: 'Something that an account was seen with: here, or by the marketplace.',
  fields: (t) => ({
    kind: t.expose('kind', { type: AccountLinkKind }),
    value: t.exposeString('value', { description: 'A fingerprint, an address, a wallet; of a payout destination a digest.' }),
    firstSeenAt: t.expose('firstSeenAt', { type: 'DateTime' }),
    lastSeenAt: t.expose('lastSeenAt', { type: 'DateTime' }),
  }),
});
const AccountTraceConnection = builder.connectionObject({ type: AccountTrace, name: 'AccountTraceConnection' });

builder.objectField(Account, 'traces', (t) =>
  t.connection(
    {
      type: AccountTrace,
      nullable: true,
      description: 'Devices, addresses, wallets and payout destinations that it was seen with, by kind.',
      ...requires('account:read'),
      args: { kind: t.arg({ type: AccountLinkKind }) },
      resolve: ({ id }, { kind, ...page }, { room }) => tracesPage(room, page, id, kind),
    },
    AccountTraceConnection,
  ),
);
