import type { Sections } from '@praetor/subgraph/export';

/** What a person is given of admin: that there were flags, and the words of those they raised; other words are of others. */
export const exportedSections: Sections = {
  flags: `select entity_type, entity_id, category, severity, status, resolution, raised_at, resolved_at from admin.flag, subject where account_id = subject.uuid`,
  flagsRaised: `select entity_type, entity_id, category, reason, severity, status, raised_at from admin.flag, subject where raised_by_id = subject.id`,
  known: `select roles, active from admin.known_account, subject where account_id = subject.uuid`,
};
