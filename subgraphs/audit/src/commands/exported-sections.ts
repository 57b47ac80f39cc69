import type { Sections } from '@praetor/subgraph/export';

/** What a person is given of audit: what they did, from where, and what was done to their account. Who else acted is left out. */
export const exportedSections: Sections = {
  did: `select time, type, subject_type, status, personal->'cause' as cause from audit.entry, subject where actor_id = subject.id order by index`,
  wasDone: `select time, type, status, actor_kind from audit.entry, subject
     where subject_type = 'account' and subject_id = subject.id and actor_id is distinct from subject.id order by index`,
  marketplaceSaid: `
    select time, type, personal->'data' as said from audit.entry, subject
    where accounts @> array[subject.id] and personal is not null and type in ('marketplace.userRegistered.v1', 'marketplace.deviceSeen.v1')
    order by index`,
};
