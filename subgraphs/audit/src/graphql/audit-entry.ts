import { InvalidInput } from '@praetor/kernel/refusal';
import { costs, requires } from '@praetor/subgraph/declare';
import type { AuditEntryRow } from '../db/entry.entity.ts';
import { entriesPage, entryAt } from '../queries/entries-page.ts';
import { leafContent, reasonOf } from '../queries/leaf-content.ts';
import { logSize } from '../queries/log-head.ts';
import { Account } from './account.ts';
import { base64, numberOf } from './bytes.ts';
import { builder } from './builder.ts';

export const AuditEntry = builder.objectRef<AuditEntryRow>('AuditEntry').implement({
  description: 'One thing that happened, or was refused, as the log keeps it. Never changed, never removed.',
  fields: (t) => ({
    id: t.exposeID('id'),
    index: t.field({
      type: 'BigInt',
      description: 'Its place in the log, counted from 0.',
      resolve: ({ index }) => BigInt(index),
    }),
    eventId: t.exposeString('eventId', { description: 'The event’s own id.' }),
    time: t.expose('time', { type: 'DateTime', description: 'When it happened, as its source says.' }),
    recordedAt: t.expose('recordedAt', { type: 'DateTime', description: 'When the log took it in.' }),
    type: t.exposeString('type'),
    source: t.exposeString('source', { description: '`praetor/<subgraph>`, or the marketplace’s own URI.' }),
    status: t.exposeString('status', { description: '`succeeded`, or `refused` for an attempt that a rule or policy stopped.' }),
    subjectType: t.exposeString('subjectType', { nullable: true, description: 'What kind of thing it was done to.' }),
    subjectId: t.exposeString('subjectId'),
    actorKind: t.exposeString('actorKind', { description: '`account`, `partner`, `system` or `anonymous`.' }),
    actorId: t.exposeString('actorId', { nullable: true }),
    actor: t.field({
      type: Account,
      nullable: true,
      description: 'The account that acted, when one did.',
      resolve: ({ actorKind, actorId }) => (actorKind === 'account' && actorId ? { id: actorId } : null),
    }),
    impersonator: t.field({
      type: Account,
      nullable: true,
      description: 'Staff that acted as the actor, when one did: both are answerable.',
      resolve: (row) => {
        const { impersonatorId } = leafContent(row).cause;
        return typeof impersonatorId === 'string' ? { id: impersonatorId } : null;
      },
    }),
    requestId: t.exposeString('requestId', { nullable: true }),
    reason: t.string({
      nullable: true,
      description: 'Why, in the actor’s words; null when nothing was said, or when it was erased.',
      resolve: (row) => reasonOf(row),
    }),
    cause: t.field({
      type: 'JSON',
      description: 'Who acted and from where, without what is personal.',
      resolve: (row) => leafContent(row).cause,
    }),
    data: t.field({
      type: 'JSON',
      description: 'The event’s data, without what is personal.',
      resolve: (row) => leafContent(row).data,
    }),
    change: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Before and after.',
      resolve: (row) => leafContent(row).change,
    }),
    decision: t.field({
      type: 'JSON',
      nullable: true,
      description: 'The policy decision.',
      resolve: (row) => leafContent(row).decision,
    }),
    personal: t.field({
      type: 'JSON',
      nullable: true,
      description: 'What of it is personal; null when nothing is, or when it was erased.',
      resolve: ({ personal }) => personal ?? null,
    }),
    leaf: t.exposeString('leaf', { description: 'Canonical JSON (RFC 8785): the bytes that the Merkle tree is over.' }),
    leafHash: t.string({ description: 'SHA-256(0x00 || leaf), base64.', resolve: ({ leafHash }) => base64(leafHash) }),
  }),
});
export const AuditEntryConnection = builder.connectionObject({ type: AuditEntry, name: 'AuditEntryConnection' });

builder.asEntity(AuditEntry, {
  key: builder.selection<{ id: string }>('id'),
  resolveReference: ({ id }, { loaders }) => loaders.entry.load(id) as Promise<AuditEntryRow>,
});

const AuditSummary = builder.objectRef<{ entries: number }>('AuditSummary').implement({
  fields: (t) => ({ entries: t.field({ type: 'BigInt', resolve: ({ entries }) => BigInt(entries) }) }),
});

builder.queryFields((t) => ({
  auditEntry: t.field({
    type: AuditEntry,
    nullable: true,
    description: 'One entry, by its id, its event’s id (`evt_…`) or its index.',
    ...requires('audit:read'),
    args: { id: t.arg.id(), index: t.arg({ type: 'BigInt' }) },
    resolve: (_, { id, index }, { room, loaders }) => {
      if ((id == null) === (index == null)) throw new InvalidInput([{ path: ['id'], message: 'Give either id or index.' }]);
      return id == null ? entryAt(room, numberOf(index!, 'index')) : loaders.entry.load(String(id));
    },
  }),
  auditEntries: t.connection(
    {
      type: AuditEntry,
      nullable: true,
      description: 'The tenant’s log, newest first. All conditions given must hold.',
      ...requires('audit:read'),
      args: {
        subjectType: t.arg.string({ description: '`account`, `dispute`, `order`, …; with `subjectId`.' }),
        subjectId: t.arg.string({ description: 'With `subjectType`.' }),
        actorId: t.arg.string(),
        type: t.arg.string({ description: 'Exactly, such as `disputes.decided.v1`.' }),
        since: t.arg({ type: 'DateTime', description: 'Recorded at this instant or later.' }),
        until: t.arg({ type: 'DateTime', description: 'Recorded before this instant.' }),
      },
      resolve: (_, { first, after, last, before, ...filter }, { room }) =>
        entriesPage(room, { first, after, last, before }, filter),
    },
    AuditEntryConnection,
  ),
  auditSummary: t.field({
    type: AuditSummary,
    ...costs(50),
    nullable: true,
    description: 'How much the log holds.',
    ...requires('audit:read'),
    resolve: async (_, _args, { room }) => ({ entries: await logSize(room) }),
  }),
}));
