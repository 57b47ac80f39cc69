import { ofAtMost, requires } from '@praetor/subgraph/declare';
import { enumValues } from '@praetor/subgraph/fields';
import type { AccountRow } from '../db/account.entity.ts';
import type { ClosingRow } from '../db/closing.entity.ts';
import type { HoldRow } from '../db/hold.entity.ts';
import { closingStatuses, holders, holdSources } from '../domain/closing.ts';
import { closingOf, closingsPage, erasureReport, holdsPage, type ErasureLine as Line } from '../queries/closings.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';

const ClosingStatus = builder.enumType('ClosingStatus', {
  description:
    'How far the end of an account has come. `GRACE`: it can come back; `HELD`: something keeps its data; `ERASING`: subgraphs were asked; `ERASED`: all answered.',
  values: enumValues(closingStatuses),
});
const ErasureHolder = builder.enumType('ErasureHolder', {
  description: 'A subgraph that holds personal data.',
  values: enumValues(holders),
});
const HoldSource = builder.enumType('HoldSource', {
  description: 'Why data is kept: an open dispute, or an order of staff.',
  values: enumValues(holdSources),
});

const ErasureLine = builder.objectRef<Line>('ErasureLine').implement({
  description: 'What one subgraph erased, and when; nulls until it answered.',
  fields: (t) => ({
    subgraph: t.expose('subgraph', { type: ErasureHolder }),
    erasedAt: t.expose('erasedAt', { type: 'DateTime', nullable: true }),
    erased: t.expose('erased', { type: 'JSON', nullable: true, description: 'Number of rows by kind.' }),
  }),
});

export const AccountHold = builder.objectRef<HoldRow>('AccountHold').implement({
  description: 'Why an account’s data may not be erased yet.',
  fields: (t) => ({
    id: t.exposeID('id'),
    source: t.expose('source', { type: HoldSource }),
    reference: t.exposeString('reference', { description: 'The dispute, or the account of staff that ordered it.' }),
    reason: t.exposeString('reason'),
    placedAt: t.expose('placedAt', { type: 'DateTime' }),
    releasedAt: t.expose('releasedAt', { type: 'DateTime', nullable: true }),
  }),
});
const AccountHoldConnection = builder.connectionObject({ type: AccountHold, name: 'AccountHoldConnection' });

export const AccountClosing = builder.objectRef<ClosingRow>('AccountClosing').implement({
  description: 'The end of an account, and the report of its erasure.',
  fields: (t) => ({
    id: t.exposeID('id'),
    account: t.field({
      type: Account,
      nullable: true,
      resolve: ({ accountId }, _, { loaders }) => loaders.account.load(accountId) as Promise<AccountRow>,
    }),
    status: t.expose('status', { type: ClosingStatus }),
    closedAt: t.expose('closedAt', { type: 'DateTime' }),
    erasureAt: t.expose('erasureAt', { type: 'DateTime', description: 'Until then it can come back.' }),
    dueAt: t.expose('dueAt', { type: 'DateTime', nullable: true, description: 'When every subgraph has to have answered.' }),
    overdueAt: t.expose('overdueAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When operators were told that someone is late.',
    }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true }),
    erasureReport: t.field({
      type: [ErasureLine],
      ...ofAtMost(holders.length),
      resolve: ({ id }, _, { room }) => erasureReport(room, id),
    }),
    version: t.exposeInt('version'),
  }),
});
const AccountClosingConnection = builder.connectionObject({ type: AccountClosing, name: 'AccountClosingConnection' });

builder.objectFields(Account, (t) => ({
  closing: t.field({
    type: AccountClosing,
    nullable: true,
    description: 'When the account was closed, how far its erasure has come.',
    ...requires('account:read'),
    resolve: ({ id }, _, { room }) => closingOf(room, id),
  }),
  holds: t.connection(
    {
      type: AccountHold,
      nullable: true,
      description: 'What keeps the account’s data from being erased, the ended ones too, newest first.',
      ...requires('account:read'),
      resolve: ({ id }, page, { room }) => holdsPage(room, page, id),
    },
    AccountHoldConnection,
  ),
}));

builder.queryFields((t) => ({
  accountClosings: t.connection(
    {
      type: AccountClosing,
      nullable: true,
      description: 'Closed accounts and how far their erasure has come, newest first.',
      ...requires('account:read'),
      args: { status: t.arg({ type: ClosingStatus }) },
      resolve: (_, { status, ...page }, { room }) => closingsPage(room, page, status),
    },
    AccountClosingConnection,
  ),
}));
