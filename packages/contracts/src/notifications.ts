import { z } from 'zod';
import { defineEvent } from './contract.ts';

/** An alert, and what it concerns, when that is an account or a dispute. */
const alert = { alertId: z.string(), accountId: z.string().nullable(), disputeId: z.string().nullable() };

/** Operators have to look at something. Raised again while unresolved, the same alert counts one more. */
export const alertRaised = defineEvent('notifications.alertRaised.v1', {
  ...alert,
  severity: z.enum(['info', 'warning', 'critical']),
  source: z.string(),
  title: z.string(),
  /** How often it was raised while it is unresolved. */
  count: z.int().positive(),
});
export const alertAcknowledged = defineEvent('notifications.alertAcknowledged.v1', { ...alert, acknowledgedBy: z.string() });
/** `resolvedBy` is null when what it was about went away by itself. */
export const alertResolved = defineEvent('notifications.alertResolved.v1', { ...alert, resolvedBy: z.string().nullable() });

/** An account was told something in the app. What it says stays in notifications. */
export const notificationCreated = defineEvent('notifications.notificationCreated.v1', {
  notificationId: z.string(),
  accountId: z.string(),
  kind: z.string(),
});
export const notificationRead = defineEvent('notifications.notificationRead.v1', {
  notificationId: z.string(),
  accountId: z.string(),
});
export const allNotificationsRead = defineEvent('notifications.allNotificationsRead.v1', {
  accountId: z.string(),
  /** How many were unread. */
  count: z.int().nonnegative(),
});
