import type { Room } from '@praetor/events/room';
import { costs, requires, signedIn } from '@praetor/subgraph/declare';
import { enumValues } from '@praetor/subgraph/fields';
import { perViewer, sameForAll } from '@praetor/subgraph/live';
import type { AccountRow } from '../db/account.entity.ts';
import { statuses } from '../domain/account.ts';
import { accountsPage, accountsSummary } from '../queries/accounts-page.ts';
import { devicesPage, sessionsPage } from '../queries/sessions-page.ts';
import { builder } from './builder.ts';
import { Device, DeviceConnection, Session, SessionConnection } from './session.ts';

export const AccountStatus = builder.enumType('AccountStatus', {
  description: 'How an account stands. Only `ACTIVE` ones can log in; `CLOSED` is final.',
  values: enumValues(statuses),
});

/** The account itself, and staff who may read accounts. Everyone else gets null. */
const mayRead = ({ id }: AccountRow, { actor, permissions }: Room): boolean => actor.id === id || permissions.has('account:read');

const private_ = 'Null for others than the account itself and staff who may read accounts.';

export const Account = builder.objectRef<AccountRow>('Account').implement({
  description: 'Someone in one marketplace: whoever logs in here, or whom the marketplace speaks of. One account, several roles.',
  fields: (t) => ({
    id: t.exposeID('id'),
    displayName: t.exposeString('displayName', { nullable: true, ...sameForAll }),
    claimed: t.exposeBoolean('claimed', {
      ...sameForAll,
      description: 'False for someone the marketplace spoke of who never registered here.',
    }),
    email: t.string({
      nullable: true,
      ...perViewer('account:read'),
      description: private_,
      resolve: (account, _, { room }) => (mayRead(account, room) ? account.email : null),
    }),
    status: t.field({
      type: AccountStatus,
      nullable: true,
      ...perViewer('account:read'),
      description: private_,
      resolve: (account, _, { room }) => (mayRead(account, room) ? account.status : null),
    }),
    statusReason: t.string({
      nullable: true,
      description: 'Why it is locked or suspended.',
      ...requires('account:read'),
      resolve: ({ why }) => why,
    }),
    roles: t.stringList({
      nullable: true,
      ...perViewer('account:read'),
      description: private_,
      resolve: (account, _, { room }) => (mayRead(account, room) ? account.roles : null),
    }),
    lockedUntil: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When staff’s lock, or the one against guessing, ends by itself.',
      ...requires('account:read'),
      resolve: ({ status, lockedUntil, email }, _, { loaders }) =>
        status === 'locked' ? lockedUntil : email ? loaders.guessBlock.load(email) : null,
    }),
    emailVerified: t.boolean({
      nullable: true,
      ...perViewer('account:read'),
      description: `Whether whoever has the account reads what is sent to the address. ${private_}`,
      resolve: (account, _, { room }) => (mayRead(account, room) ? Boolean(account.emailVerifiedAt) : null),
    }),
    phone: t.string({
      nullable: true,
      ...perViewer('account:read'),
      description: `Verified; E.164. ${private_}`,
      resolve: (account, _, { room }) => (mayRead(account, room) ? account.phone : null),
    }),
    createdAt: t.field({
      type: 'DateTime',
      nullable: true,
      ...perViewer('account:read'),
      description: private_,
      resolve: (account, _, { room }) => (mayRead(account, room) ? account.createdAt : null),
    }),
    version: t.exposeInt('version', { ...sameForAll, description: 'Pass it as `expectedVersion` to act only on what you saw.' }),
    sessions: t.connection(
      {
        type: Session,
        nullable: true,
        description: `Newest first, the ended ones too. ${private_}`,
        resolve: (account, page, { room }) => (mayRead(account, room) ? sessionsPage(room, page, account.id) : null),
      },
      SessionConnection,
    ),
    devices: t.connection(
      {
        type: Device,
        nullable: true,
        description: `Newest first. ${private_}`,
        resolve: (account, page, { room }) => (mayRead(account, room) ? devicesPage(room, page, account.id) : null),
      },
      DeviceConnection,
    ),
  }),
});
const AccountConnection = builder.connectionObject({ type: Account, name: 'AccountConnection' });

builder.asEntity(Account, {
  key: builder.selection<{ id: string }>('id'),
  resolveReference: ({ id }, { loaders }) => loaders.account.load(id) as Promise<AccountRow>,
});

const AccountsSummary = builder.objectRef<{ total: number }>('AccountsSummary').implement({
  fields: (t) => ({ total: t.exposeInt('total', { description: 'The unclaimed ones too.' }) }),
});

builder.queryFields((t) => ({
  me: t.field({
    type: Account,
    nullable: true,
    description: 'The account that asks. Null for an API key.',
    ...signedIn,
    resolve: (_, _args, { room, loaders }) => (room.actor.id ? loaders.account.load(room.actor.id) : null),
  }),
  account: t.field({
    type: Account,
    nullable: true,
    description: 'One account of the tenant. How much of it is shown depends on who asks.',
    ...signedIn,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_, { id }, { loaders }) => loaders.account.load(String(id)),
  }),
  accounts: t.connection(
    {
      type: Account,
      nullable: true,
      description: 'Accounts of the tenant, newest first; with `search`, by e-mail address.',
      ...requires('account:read'),
      args: {
        status: t.arg({ type: AccountStatus }),
        search: t.arg.string({ description: 'The beginning of an e-mail address.', ...costs(20) }),
      },
      resolve: (_, { status, search, ...page }, { room }) => accountsPage(room, page, { status, search }),
    },
    AccountConnection,
  ),
  accountsSummary: t.field({
    type: AccountsSummary,
    ...costs(50),
    nullable: true,
    description: 'How many accounts there are.',
    ...requires('account:read'),
    resolve: (_, _args, { room }) => accountsSummary(room),
  }),
}));
