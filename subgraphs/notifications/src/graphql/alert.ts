import { alertAcknowledged, alertRaised, alertResolved } from '@praetor/contracts/notifications';
import { live, neverStreams } from '@praetor/subgraph/live';
import { costs, ofAtMost, requires } from '@praetor/subgraph/declare';
import { enumValues } from '@praetor/subgraph/fields';
import type { AlertRow } from '../db/alert.entity.ts';
import { severities, statuses } from '../domain/alert.ts';
import { alertsPage, alertsSummary, type SeverityCount } from '../queries/alerts-page.ts';
import { Account } from './account.ts';
import { builder } from './builder.ts';
import { Dispute } from './dispute.ts';

export const AlertSeverity = builder.enumType('AlertSeverity', { values: enumValues(severities) });
export const AlertStatus = builder.enumType('AlertStatus', {
  description: 'Where an alert stands. `RESOLVED` is final: the next time, it is another alert.',
  values: enumValues(statuses),
});

const stub = (id: string | null | undefined): { id: string } | null => (id ? { id } : null);

export const Alert = builder.objectRef<AlertRow>('Alert').implement({
  description: 'Something that operators have to look at.',
  fields: (t) => ({
    id: t.exposeID('id'),
    status: t.expose('status', { type: AlertStatus }),
    severity: t.expose('severity', { type: AlertSeverity }),
    source: t.exposeString('source', { description: 'Who says so: a service, a subgraph, `operator`.' }),
    title: t.exposeString('title'),
    detail: t.exposeString('detail', { nullable: true, description: 'What was said last.' }),
    count: t.exposeInt('count', { description: 'How often it was raised while it was unresolved.' }),
    account: t.field({
      type: Account,
      nullable: true,
      description: 'The account that it concerns.',
      resolve: ({ accountId }) => stub(accountId),
    }),
    dispute: t.field({
      type: Dispute,
      nullable: true,
      description: 'The dispute that it concerns.',
      resolve: ({ disputeId }) => stub(disputeId),
    }),
    raisedAt: t.expose('raisedAt', { type: 'DateTime' }),
    lastRaisedAt: t.expose('lastRaisedAt', { type: 'DateTime' }),
    acknowledgedBy: t.field({
      type: Account,
      nullable: true,
      resolve: ({ acknowledgedById }) => stub(acknowledgedById),
    }),
    acknowledgedAt: t.expose('acknowledgedAt', { type: 'DateTime', nullable: true }),
    resolvedBy: t.field({
      type: Account,
      nullable: true,
      description: 'Null while it is unresolved, and when what it was about went away by itself.',
      resolve: ({ resolvedById }) => stub(resolvedById),
    }),
    resolvedAt: t.expose('resolvedAt', { type: 'DateTime', nullable: true }),
    version: t.exposeInt('version', { description: 'Pass it as `expectedVersion` to act only on what you saw.' }),
  }),
});
const AlertConnection = builder.connectionObject({ type: Alert, name: 'AlertConnection' });

builder.asEntity(Alert, {
  key: builder.selection<{ id: string }>('id'),
  resolveReference: ({ id }, { loaders }) => loaders.alert.load(id) as Promise<AlertRow>,
});

const SeverityCountType = builder.objectRef<SeverityCount>('AlertSeverityCount').implement({
  fields: (t) => ({
    severity: t.expose('severity', { type: AlertSeverity }),
    count: t.exposeInt('count'),
    unresolved: t.exposeInt('unresolved', { description: 'How many of them still wait.' }),
  }),
});

builder.queryFields((t) => ({
  alert: t.field({
    type: Alert,
    nullable: true,
    ...requires('alert:read'),
    args: { id: t.arg.id({ required: true }) },
    resolve: (_, { id }, { loaders }) => loaders.alert.load(String(id)),
  }),
  alerts: t.connection(
    {
      type: Alert,
      nullable: true,
      description: 'Alerts of the tenant, newest first.',
      ...requires('alert:read'),
      args: { status: t.arg({ type: AlertStatus }), severity: t.arg({ type: AlertSeverity }) },
      resolve: (_, { status, severity, ...page }, { room }) => alertsPage(room, page, { status, severity }),
    },
    AlertConnection,
  ),
  alertsSummary: t.field({
    type: [SeverityCountType],
    ...costs(10),
    ...ofAtMost(severities.length),
    nullable: true,
    description: 'How many alerts of each severity there were.',
    ...requires('alert:read'),
    resolve: (_, _args, { room }) => alertsSummary(room),
  }),
}));

builder.subscriptionFields((t) => ({
  alertRaised: t.field({
    type: Alert,
    nullable: true,
    description: 'Each alert as it is raised, for the first time or again.',
    ...requires('alert:read'),
    directives: live({ query: 'alert', key: 'alertId', types: [alertRaised.type] }),
    ...neverStreams,
  }),
  alertChanged: t.field({
    type: Alert,
    nullable: true,
    description: 'Each change of one alert, or of all.',
    ...requires('alert:read'),
    args: { alertId: t.arg.id() },
    directives: live({
      query: 'alert',
      key: 'alertId',
      types: [alertRaised.type, alertAcknowledged.type, alertResolved.type],
    }),
    ...neverStreams,
  }),
}));
