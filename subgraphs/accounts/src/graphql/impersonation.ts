import { impersonable, requires, signedIn, steppedUp } from '@praetor/subgraph/declare';
import { enumValues, expectedVersion, idempotencyKey, oneOf } from '@praetor/subgraph/fields';
import { endImpersonation, endImpersonationRefusals } from '../commands/end-impersonation.ts';
import {
  startImpersonation,
  startImpersonationRefusals,
  type StartedImpersonation as Started,
} from '../commands/start-impersonation.ts';
import type { ImpersonationRow } from '../db/impersonation.entity.ts';
import { impersonationEnds } from '../domain/impersonation.ts';
import { impersonationsPage } from '../queries/impersonations-page.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';
import './refusals.ts';

const ImpersonationEnd = builder.enumType('ImpersonationEnd', {
  description: 'Why it ended. `REVOKED`: one of the two lost standing, role or session.',
  values: enumValues(impersonationEnds),
});

const Impersonation = builder.objectRef<ImpersonationRow>('Impersonation').implement({
  description: 'Staff that acts as someone else, for a reason and a while. Nothing that is theirs alone is in reach meanwhile.',
  fields: (t) => ({
    id: t.exposeID('id'),
    account: t.field({
      type: Account,
      nullable: true,
      resolve: ({ accountId }, _, { loaders }) => loaders.account.load(accountId),
    }),
    impersonator: t.field({
      type: Account,
      nullable: true,
      resolve: ({ impersonatorId }, _, { loaders }) => loaders.account.load(impersonatorId),
    }),
    reason: t.exposeString('reason'),
    startedAt: t.expose('startedAt', { type: 'DateTime' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime' }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true }),
    endedWhy: t.expose('endedWhy', { type: ImpersonationEnd, nullable: true }),
    version: t.exposeInt('version', { description: 'Pass it as `expectedVersion` to act only on what you saw.' }),
  }),
});
const ImpersonationConnection = builder.connectionObject({ type: Impersonation, name: 'ImpersonationConnection' });

const StartedImpersonation = builder.objectRef<Started>('StartedImpersonation').implement({
  fields: (t) => ({
    impersonation: t.expose('impersonation', { type: Impersonation }),
    accessToken: t.exposeString('accessToken', {
      nullable: true,
      description: 'For `Authorization: Bearer …`, until the impersonation ends. Shown this once; nothing refreshes it.',
    }),
  }),
});

const StartImpersonationInput = builder.inputType('StartImpersonationInput', {
  fields: (t) => ({
    accountId: t.id({ required: true }),
    reason: t.string({ required: true, description: 'Why. The account reads it, too.' }),
    minutes: t.int({ description: 'For how long: 1 to 60, 15 unless set.' }),
    expectedVersion: expectedVersion(t),
    idempotencyKey: idempotencyKey(t),
  }),
});
const EndImpersonationInput = builder.inputType('EndImpersonationInput', {
  fields: (t) => ({
    impersonationId: t.id({ required: true }),
    expectedVersion: expectedVersion(t),
    idempotencyKey: idempotencyKey(t),
  }),
});

builder.objectFields(Account, (t) => ({
  impersonations: t.connection(
    {
      type: Impersonation,
      nullable: true,
      description:
        'Who of the staff acted as this account, newest first. Null for others than the account itself and such staff.',
      resolve: ({ id }, page, { room }) =>
        room.actor.id === id || room.permissions.has('account:impersonate') ? impersonationsPage(room, page, id) : null,
    },
    ImpersonationConnection,
  ),
}));

builder.queryFields((t) => ({
  impersonations: t.connection(
    {
      type: Impersonation,
      nullable: true,
      description: 'Who of the staff acted as whom, newest first.',
      ...requires('account:impersonate'),
      resolve: (_, page, { room }) => impersonationsPage(room, page),
    },
    ImpersonationConnection,
  ),
}));

builder.mutationFields((t) => ({
  startImpersonation: t.field({
    type: StartedImpersonation,
    nullable: true,
    description:
      'Acts as a buyer or seller, for a while. They are told, and every event names both. Undone by `endImpersonation`.',
    ...requires('account:impersonate'),
    ...steppedUp,
    errors: oneOf(startImpersonationRefusals),
    args: { input: t.arg({ type: StartImpersonationInput, required: true }) },
    resolve: (_, { input }, { room, loaders }) => startImpersonation(room, loaders.keys, input),
  }),
  endImpersonation: t.field({
    type: Impersonation,
    nullable: true,
    description: 'Ends an impersonation at once: of oneself, or one’s own.',
    ...signedIn,
    ...impersonable,
    errors: oneOf(endImpersonationRefusals),
    args: { input: t.arg({ type: EndImpersonationInput, required: true }) },
    resolve: (_, { input }, { room }) => endImpersonation(room, input),
  }),
}));
