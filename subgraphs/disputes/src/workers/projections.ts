import { learned } from '@praetor/subgraph/projection';
import { onAccounts } from './on-accounts.ts';

/** What disputes knows from events alone: who exists. */
export const projections = [learned('disputes.events', ['disputes.party'], onAccounts)];
