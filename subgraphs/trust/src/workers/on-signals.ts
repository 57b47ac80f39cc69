import type { EventHandler } from '@praetor/events/handler';
import type { Clock } from '@praetor/kernel/clock';
import { applyEvents, heardTypes } from '../commands/apply-events.ts';

/** Hears everything that says something of an account. */
export const onSignals = (clock: Clock): EventHandler[] => [
  { types: heardTypes, handle: (tx, events, tenantId) => applyEvents(tx, { tenantId, events, now: clock() }) },
];
