import type { Envelope } from '@praetor/contracts/envelope';
import { systemActor } from '@praetor/identity/actor';
import { parseId, type Id } from '@praetor/kernel/id';
import type { EntityManager } from '@mikro-orm/postgresql';
import { signalsOf } from '../domain/event-signals.ts';
import { currentModel } from '../domain/model.ts';
import { witness } from '../domain/profile.ts';
import { boundedTime, type Signal } from '../domain/signal.ts';
import { announceNews } from './announce-news.ts';
import { lockProfiles, moveStreamTime, writeProfiles, type StoredProfile } from './profile-rows.ts';

export { heardTypes } from '../domain/event-signals.ts';

/** A batch of one tenant's events. */
export interface Batch {
  readonly tenantId: Id<'tenant'>;
  readonly events: readonly Envelope[];
  readonly now: Date;
}

/** What a batch says of one account, and the event that said something last. */
interface Heard {
  readonly signals: Signal[];
  cause: Envelope;
}

/**
 * Hears a batch of events: one lock of the profiles they touch, one write, one announcement, whatever its size. What is
 * announced carries the time as of which the profile was assessed, so that a replay says the same.
 */
export async function applyEvents(tx: EntityManager, batch: Batch): Promise<void> {
  const { tenantId, now } = batch;
  const { heard, before } = await hear(tx, batch);
  const changes = before.map((stored) => {
    const { signals, cause } = heard.get(stored.accountId)!;
    const { id, traceparent, praetorcause } = cause;
    return {
      before: stored,
      after: witness(stored.profile, signals, currentModel, now.getTime()),
      actor: systemActor('trust.signals', tenantId, { id, traceparent, correlationId: praetorcause.correlationId }),
    };
  });
  await writeProfiles(tx, tenantId, await announceNews(tx, changes, ({ evaluatedAt }) => new Date(evaluatedAt)), now);
  await moveStreamTime(tx, tenantId, latestOf(batch));
}

/** The same without a word to anyone: what follows from these events was announced when they happened. */
export async function applyEventsSilently(tx: EntityManager, batch: Batch): Promise<void> {
  const { heard, before } = await hear(tx, batch);
  const after = before.map((stored) => {
    const profile = witness(stored.profile, heard.get(stored.accountId)!.signals, currentModel, batch.now.getTime());
    return { ...stored, profile };
  });
  await writeProfiles(tx, batch.tenantId, after, batch.now);
  await moveStreamTime(tx, batch.tenantId, latestOf(batch));
}

async function hear(
  tx: EntityManager,
  { events }: Batch,
): Promise<{ heard: Map<Id<'account'>, Heard>; before: StoredProfile[] }> {
  const heard = new Map<Id<'account'>, Heard>();
  for (const event of events) for (const signal of signalsOf(event)) note(heard, signal, event);
  return { heard, before: heard.size ? await lockProfiles(tx, [...heard.keys()]) : [] };
}

function note(heard: Map<Id<'account'>, Heard>, signal: Signal, cause: Envelope): void {
  const accountId = parseId('account', signal.accountId, 'accountId');
  const known = heard.get(accountId);
  if (!known) heard.set(accountId, { signals: [signal], cause });
  else {
    known.signals.push(signal);
    known.cause = cause;
  }
}

/** The marketplace's latest word, not later than now: a sender's clock may be wrong. Our own events do not move its time. */
function latestOf({ events, now }: Batch): Date | null {
  const times = events
    .filter(({ type }) => type.startsWith('marketplace.'))
    .map(({ time }) => Math.min(boundedTime(time), now.getTime()));
  return times.length ? new Date(Math.max(...times)) : null;
}
