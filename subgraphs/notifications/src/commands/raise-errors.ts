import type { Envelope } from '@praetor/contracts/envelope';
import { effectsOf } from '@praetor/events/perform';
import type { Id } from '@praetor/kernel/id';
import type { EntityManager } from '@mikro-orm/postgresql';
import { groupErrors, type LoggedError } from '../domain/logged-error.ts';
import { raise } from './raise.ts';

/** Alerts of errors: a flood of one error is one alert, written once a batch, caused by the last of them. */
export async function raiseErrors(
  em: EntityManager,
  consumer: string,
  events: readonly Envelope[],
  tenantId: Id<'tenant'>,
): Promise<void> {
  const groups = groupErrors(events.map(({ data }) => data as unknown as LoggedError));
  // In the order of their keys, so that two batches wait for each other and never deadlock.
  const inOrder = groups.toSorted((one, two) => (one.dedupKey < two.dedupKey ? -1 : 1));
  const alertOf = new Map(inOrder.map(({ last, ...alert }) => [events[last], alert]));
  const causes = [...alertOf.keys()].filter((event) => event !== undefined);
  await effectsOf(em, consumer, causes, async (tx, event) => {
    const { service, count, ...alert } = alertOf.get(event)!;
    await raise(tx, tenantId, { ...alert, source: service, accountId: null, disputeId: null }, count);
  });
}
