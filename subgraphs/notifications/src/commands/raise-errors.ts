import type { Envelope } from '@praetor/contracts/envelope';
import type { Transaction } from '@praetor/events/perform';
import type { Id } from '@praetor/kernel/id';
import { groupErrors, type LoggedError } from '../domain/logged-error.ts';
import { raise } from './raise.ts';

/** Alerts of errors: a flood of one error is one alert, written once a batch, caused by the last of them. */
export async function raiseErrors(
  effectOf: (event: Envelope) => Transaction,
  tenantId: Id<'tenant'>,
  events: readonly Envelope[],
): Promise<void> {
  const groups = groupErrors(events.map(({ data }) => data as unknown as LoggedError));
  // In the order of their keys, so that two batches wait for each other and never deadlock.
  for (const { service, count, last, ...alert } of groups.toSorted((one, two) => (one.dedupKey < two.dedupKey ? -1 : 1)))
    await raise(effectOf(events[last]!), tenantId, { ...alert, source: service, accountId: null, disputeId: null }, count);
}
