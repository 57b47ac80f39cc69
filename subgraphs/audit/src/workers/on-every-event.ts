import type { EventHandler } from '@praetor/events/handler';
import type { Clock } from '@praetor/kernel/clock';
import { appendEntries } from '../commands/append-entries.ts';

/** Whatever any subgraph or the marketplace announces goes into its tenant's log. Nothing is announced of that: it would never end. */
export const onEveryEvent = ({ clock, origin }: { clock: Clock; origin: string }): EventHandler[] => [
  { types: '*', handle: (tx, events, tenantId) => appendEntries(tx, tenantId, events, { origin, now: clock() }) },
];
