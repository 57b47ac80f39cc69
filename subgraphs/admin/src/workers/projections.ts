import { learned } from '@praetor/subgraph/projection';
import { onAccounts } from './on-accounts.ts';

/** What admin knows from events alone: who exists. */
export const projections = [learned('admin.events', ['admin.known_account'], onAccounts)];
