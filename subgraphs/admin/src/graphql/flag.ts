import * as contracts from '@praetor/contracts/admin';
import { isId, parseId } from '@praetor/kernel/id';
import { live, neverStreams } from '@praetor/subgraph/live';
import { costs, ofAtMost, requires } from '@praetor/subgraph/declare';
import { enumValues } from '@praetor/subgraph/fields';
import type { FlagRow } from '../db/flag.entity.ts';
import type { NoteRow } from '../db/note.entity.ts';
import { resolutions, statuses } from '../domain/flag.ts';
import { mostNotes } from '../domain/note.ts';
import { reporterKinds } from '../domain/reporter.ts';
import { severities } from '../domain/severity.ts';
import { flagsPage, flagsSummary, type StatusCount } from '../queries/flags-page.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';
import { EntityRef } from './entity-ref.ts';

export const FlagStatus = builder.enumType('FlagStatus', {
  description: 'Where a flag stands. `RESOLVED` is final.',
  values: enumValues(statuses),
});
export const FlagResolution = builder.enumType('FlagResolution', {
  description: 'What a flag ended in: nothing, a warning or suspension of the account, or the entity taken off the marketplace.',
  values: enumValues(resolutions),
});
export const FlagSeverity = builder.enumType('FlagSeverity', { values: enumValues(severities) });
const FlagReporterKind = builder.enumType('FlagReporterKind', { values: enumValues(reporterKinds) });

const FlagReporter = builder.objectRef<FlagRow>('FlagReporter').implement({
  description: 'Who raised a flag: a person, a marketplace’s back end, or a detector.',
  fields: (t) => ({
    kind: t.expose('raisedByKind', { type: FlagReporterKind }),
    id: t.exposeID('raisedById'),
    account: t.field({
      type: Account,
      nullable: true,
      resolve: ({ raisedById }) => (isId('account', raisedById) ? { id: raisedById } : null),
    }),
  }),
});

export const FlagNote = builder.objectRef<NoteRow>('FlagNote').implement({
  description: 'Something staff wrote down about a flag. Never changed, never removed.',
  fields: (t) => ({
    id: t.exposeID('id'),
    text: t.exposeString('text'),
    author: t.field({ type: Account, resolve: ({ authorId }) => ({ id: authorId }) }),
    writtenAt: t.expose('writtenAt', { type: 'DateTime' }),
  }),
});

export const Flag = builder.objectRef<FlagRow>('Flag').implement({
  description: 'A thing that needs a look: what, whom it concerns, why, who works on it, and how it ended.',
  fields: (t) => ({
    id: t.exposeID('id'),
    status: t.expose('status', { type: FlagStatus }),
    entity: t.field({ type: EntityRef, resolve: (flag) => ({ type: flag.entityType, id: flag.entityId }) }),
    account: t.field({
      type: Account,
      nullable: true,
      description: 'Who answers for the entity; null when nobody is known.',
      resolve: ({ accountId }) => (accountId ? { id: accountId } : null),
    }),
    category: t.exposeString('category', { description: 'In the reporter’s own words: what kind of thing is wrong.' }),
    reason: t.exposeString('reason'),
    severity: t.expose('severity', { type: FlagSeverity }),
    count: t.exposeInt('count', { description: 'How often its reporter raised it while it was unresolved.' }),
    raisedBy: t.field({ type: FlagReporter, resolve: (flag) => flag }),
    raisedAt: t.expose('raisedAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
    version: t.exposeInt('version', { description: 'Pass it as `expectedVersion` to act only on what you saw.' }),
    resolution: t.expose('resolution', { type: FlagResolution, nullable: true }),
    resolvedAt: t.expose('resolvedAt', { type: 'DateTime', nullable: true }),
    resolvedReason: t.exposeString('resolvedReason', {
      nullable: true,
      description: 'Why it was resolved so. For staff.',
      ...requires('flag:read'),
    }),
    assignee: t.field({
      type: Account,
      nullable: true,
      description: 'Who works on it, or did. For staff.',
      ...requires('flag:read'),
      resolve: ({ assigneeId }) => (assigneeId ? { id: assigneeId } : null),
    }),
    resolvedBy: t.field({
      type: Account,
      nullable: true,
      description: 'For staff.',
      ...requires('flag:read'),
      resolve: ({ resolvedById }) => (resolvedById ? { id: resolvedById } : null),
    }),
    notes: t.field({
      type: [FlagNote],
      ...ofAtMost(mostNotes),
      nullable: true,
      description: 'At most 100. For staff.',
      ...requires('flag:read'),
      resolve: ({ id }, _, { loaders }) => loaders.notes.load(id),
    }),
  }),
});
export const FlagConnection = builder.connectionObject({ type: Flag, name: 'FlagConnection' });

builder.asEntity(Flag, {
  key: builder.selection<{ id: string }>('id'),
  resolveReference: ({ id }, { loaders }) => loaders.flag.load(id) as Promise<FlagRow>,
});

const StatusCountType = builder.objectRef<StatusCount>('FlagStatusCount').implement({
  fields: (t) => ({ status: t.expose('status', { type: FlagStatus }), count: t.exposeInt('count') }),
});

builder.queryFields((t) => ({
  flag: t.field({
    type: Flag,
    nullable: true,
    ...requires('flag:read'),
    args: { id: t.arg.id({ required: true }) },
    resolve: (_, { id }, { loaders }) => loaders.flag.load(String(id)),
  }),
  flags: t.connection(
    {
      type: Flag,
      nullable: true,
      description: 'Flags of the tenant, newest first.',
      ...requires('flag:read'),
      args: {
        status: t.arg({ type: FlagStatus }),
        entityType: t.arg.string({ description: '`account`, `listing`, …' }),
        assignedTo: t.arg.id({ description: 'The account that works on it.' }),
      },
      resolve: (_, { status, entityType, assignedTo, ...page }, { room }) => {
        const assigneeId = assignedTo ? parseId('account', String(assignedTo), 'assignedTo') : null;
        return flagsPage(room, page, { status, entityType, assigneeId });
      },
    },
    FlagConnection,
  ),
  flagsSummary: t.field({
    type: [StatusCountType],
    ...costs(10),
    ...ofAtMost(statuses.length),
    nullable: true,
    description: 'How many flags are in each status.',
    ...requires('flag:read'),
    resolve: (_, _args, { room }) => flagsSummary(room),
  }),
}));

builder.subscriptionType({
  fields: (t) => ({
    flagChanged: t.field({
      type: Flag,
      nullable: true,
      description: 'Each change of one flag, or of all.',
      ...requires('flag:read'),
      args: { flagId: t.arg.id() },
      directives: live({ query: 'flag', key: 'flagId', types: Object.values(contracts).map(({ type }) => type) }),
      ...neverStreams,
    }),
  }),
});
