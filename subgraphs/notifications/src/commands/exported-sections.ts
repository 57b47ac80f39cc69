import type { Sections } from '@praetor/subgraph/export';

/** What a person is given of notifications: what they were told, and that there were alerts. */
export const exportedSections: Sections = {
  notifications: `select kind, title, body, created_at, read_at from notifications.notification, subject where account_id = subject.uuid`,
  alerts: `select severity, status, raised_at, resolved_at from notifications.alert, subject where account_id = subject.uuid`,
};
