import { learned, type Projection } from '@praetor/subgraph/projection';
import { rebuildProfiles } from '../commands/rebuild-profiles.ts';
import { onAccounts } from './on-accounts.ts';

const consumer = 'trust.signals';

/** What trust knows from events alone: how far everybody is trusted, and by which names the marketplace knows them. */
export const projections: Projection[] = [
  learned(consumer, ['trust.account_ref'], onAccounts),
  { consumer, own: true, tables: ['trust.trust_profile', 'trust.stream_time'], rebuild: rebuildProfiles },
];
