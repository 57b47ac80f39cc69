import type { Envelope } from '@praetor/contracts/envelope';
import { systemActor } from '@praetor/identity/actor';
import { parseId, type Id } from '@praetor/kernel/id';
import type { EntityManager } from '@mikro-orm/postgresql';
import { statementsOf } from '../domain/event-signals.ts';
import { liveModelOf } from '../db/trust-model.store.ts';
import type { Model } from '../domain/model.ts';
import { namedBy } from '../domain/named.ts';
import { witnessAll, type Profile, type Statement } from '../domain/profile.ts';
import { boundedTime } from '../domain/signal.ts';
import { announceNews } from './announce-news.ts';
import { keepHistory, type Said } from './history.ts';
import { lockProfiles, moveStreamTime, readProfiles, writeProfiles, type StoredProfile } from './profile-rows.ts';

export { heardTypes } from '../domain/event-signals.ts';

/** A batch of one tenant's events. */
export interface Batch {
  readonly tenantId: Id<'tenant'>;
  readonly events: readonly Envelope[];
  readonly now: Date;
}

/** What a batch says: its statements in the order of the log, and for each account the event that said something last. */
interface Heard {
  readonly statements: Statement[];
  readonly said: Said[];
  readonly causes: Map<Id<'account'>, Envelope>;
}

/**
 * Hears a batch of events: one lock of the profiles they touch, one look at those whose opinions these hold, one write, one
 * announcement, whatever its size. What is announced carries the time as of which the profile was assessed, so that a replay
 * says the same.
 */
export async function applyEvents(tx: EntityManager, batch: Batch): Promise<void> {
  const { tenantId, now } = batch;
  const heard = statementsIn(batch);
  const model = await liveModelOf(tx);
  const changes = (await witnessed(tx, heard, now, model)).map(({ before, after }) => {
    const { id, traceparent, praetorcause } = heard.causes.get(before.accountId)!;
    const actor = systemActor('trust.signals', tenantId, { id, traceparent, correlationId: praetorcause.correlationId });
    return { before, after, actor };
  });
  await writeProfiles(tx, tenantId, await announceNews(tx, changes, ({ evaluatedAt }) => new Date(evaluatedAt)), now);
  await keepHistory(tx, tenantId, heard.said, now);
  await moveStreamTime(tx, tenantId, latestOf(batch));
}

/** The same without a word to anyone: what follows from these events was announced when they happened. */
export async function applyEventsSilently(tx: EntityManager, batch: Batch, model: Model): Promise<void> {
  const heard = statementsIn(batch);
  const changes = await witnessed(tx, heard, batch.now, model);
  const after = changes.map(({ before, after: profile }) => ({ ...before, profile }));
  await writeProfiles(tx, batch.tenantId, after, batch.now);
  await keepHistory(tx, batch.tenantId, heard.said, batch.now);
  await moveStreamTime(tx, batch.tenantId, latestOf(batch));
}

function statementsIn({ events }: Batch): Heard {
  const heard: Heard = { statements: [], said: [], causes: new Map() };
  for (const event of events) {
    const ofMarketplace = isOfMarketplace(event);
    for (const statement of statementsOf(event)) {
      const accountId = parseId('account', statement.accountId, 'accountId');
      heard.statements.push(statement);
      heard.said.push({ accountId, ofMarketplace, statement });
      heard.causes.set(accountId, event);
    }
  }
  return heard;
}

/** The profiles that a batch speaks of, before and after. */
async function witnessed(
  tx: EntityManager,
  { statements, causes }: Heard,
  now: Date,
  model: Model,
): Promise<{ before: StoredProfile; after: Profile }[]> {
  if (!statements.length) return [];
  const before = await lockProfiles(tx, [...causes.keys()], model);
  const profiles = new Map<string, Profile>(before.map(({ accountId, profile }) => [accountId, profile]));
  const named = [...namedBy(statements, (id) => profiles.get(id)?.state, model)].filter((id) => !profiles.has(id));
  const others = await readProfiles(
    tx,
    named.map((id) => parseId('account', id, 'from')),
    model,
  );
  for (const { accountId, profile } of others) profiles.set(accountId, profile);
  const after = witnessAll(profiles, statements, model, now.getTime());
  return before.map((stored) => ({ before: stored, after: after.get(stored.accountId)! }));
}

/** The marketplace's latest word, not later than now: a sender's clock may be wrong. Our own events do not move its time. */
function latestOf({ events, now }: Batch): Date | null {
  const times = events.filter(isOfMarketplace).map(({ time }) => Math.min(boundedTime(time), now.getTime()));
  return times.length ? new Date(Math.max(...times)) : null;
}

const isOfMarketplace = ({ type }: Envelope): boolean => type.startsWith('marketplace.');
