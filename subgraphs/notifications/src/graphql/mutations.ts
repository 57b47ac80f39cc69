import { requires, signedIn } from '@praetor/subgraph/declare';
import { expectedVersion, idempotencyKey, oneOf } from '@praetor/subgraph/fields';
import { acknowledgeAlert, acknowledgeAlertRefusals } from '../commands/acknowledge-alert.ts';
import {
  markAllNotificationsRead,
  markAllNotificationsReadRefusals,
  type AllRead,
} from '../commands/mark-all-notifications-read.ts';
import { markNotificationRead, markNotificationReadRefusals } from '../commands/mark-notification-read.ts';
import { raiseAlert, raiseAlertRefusals } from '../commands/raise-alert.ts';
import { resolveAlert, resolveAlertRefusals } from '../commands/resolve-alert.ts';
import { Alert, AlertSeverity } from './alert.ts';
import { builder } from './builder.ts';
import { Notification } from './notification.ts';
import './refusals.ts';

type InputFields = PothosSchemaTypes.InputFieldBuilder<(typeof builder)['$inferSchemaTypes'], 'InputObject'>;

/** What every mutation of an existing alert takes. */
const onAlert = (t: InputFields) => ({
  alertId: t.id({ required: true }),
  expectedVersion: expectedVersion(t),
  idempotencyKey: idempotencyKey(t),
});

const RaiseAlertInput = builder.inputType('RaiseAlertInput', {
  fields: (t) => ({
    severity: t.field({ type: AlertSeverity, required: true }),
    title: t.string({ required: true }),
    detail: t.string(),
    dedupKey: t.string({ description: 'Raised again with the same key while unresolved, the same alert counts one more.' }),
    accountId: t.id({ description: 'The account that it concerns.' }),
    disputeId: t.id({ description: 'The dispute that it concerns.' }),
    idempotencyKey: idempotencyKey(t),
  }),
});
const AcknowledgeAlertInput = builder.inputType('AcknowledgeAlertInput', { fields: onAlert });
const ResolveAlertInput = builder.inputType('ResolveAlertInput', { fields: onAlert });
const MarkNotificationReadInput = builder.inputType('MarkNotificationReadInput', {
  fields: (t) => ({ notificationId: t.id({ required: true }), idempotencyKey: idempotencyKey(t) }),
});
const MarkAllNotificationsReadInput = builder.inputType('MarkAllNotificationsReadInput', {
  fields: (t) => ({ idempotencyKey: idempotencyKey(t) }),
});

const AllNotificationsRead = builder.objectRef<AllRead>('AllNotificationsRead').implement({
  description: 'The caller has seen them all.',
  fields: (t) => ({ count: t.exposeInt('count', { description: 'How many were unread.' }) }),
});

builder.mutationType({
  fields: (t) => ({
    raiseAlert: t.field({
      type: Alert,
      nullable: true,
      description: 'Alerts the operators.',
      ...requires('alert:manage'),
      errors: oneOf(raiseAlertRefusals),
      args: { input: t.arg({ type: RaiseAlertInput, required: true }) },
      resolve: (_, { input }, { room }) => raiseAlert(room, input),
    }),
    acknowledgeAlert: t.field({
      type: Alert,
      nullable: true,
      description: 'Takes an alert: the others need not.',
      ...requires('alert:manage'),
      errors: oneOf(acknowledgeAlertRefusals),
      args: { input: t.arg({ type: AcknowledgeAlertInput, required: true }) },
      resolve: (_, { input }, { room }) => acknowledgeAlert(room, input),
    }),
    resolveAlert: t.field({
      type: Alert,
      nullable: true,
      description: 'Says that it is over. Final.',
      ...requires('alert:manage'),
      errors: oneOf(resolveAlertRefusals),
      args: { input: t.arg({ type: ResolveAlertInput, required: true }) },
      resolve: (_, { input }, { room }) => resolveAlert(room, input),
    }),
    markNotificationRead: t.field({
      type: Notification,
      nullable: true,
      description: 'The caller has read it.',
      ...signedIn,
      errors: oneOf(markNotificationReadRefusals),
      args: { input: t.arg({ type: MarkNotificationReadInput, required: true }) },
      resolve: (_, { input }, { room }) => markNotificationRead(room, input),
    }),
    markAllNotificationsRead: t.field({
      type: AllNotificationsRead,
      nullable: true,
      description: 'The caller has read all that there are now.',
      ...signedIn,
      errors: oneOf(markAllNotificationsReadRefusals),
      args: { input: t.arg({ type: MarkAllNotificationsReadInput, required: true }) },
      resolve: (_, { input }, { room }) => markAllNotificationsRead(room, input),
    }),
  }),
});
