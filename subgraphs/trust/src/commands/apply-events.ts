import type { Envelope } from '@praetor/contracts/envelope';
import { inTurns } from '@praetor/events/in-turns';
import { systemActor } from '@praetor/identity/actor';
import { parseId, type Id } from '@praetor/kernel/id';
import type { EntityManager } from '@mikro-orm/postgresql';
import { statementsOf } from '../domain/event-signals.ts';
import { liveModelOf } from '../db/trust-model.store.ts';
import type { Model } from '../domain/model.ts';
import { namedBy } from '../domain/named.ts';
import { evaluate, hearAll, newProfile, type Profile, type Statement } from '../domain/profile.ts';
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
  /** Where in the batch an event is. */
  readonly order: ReadonlyMap<Envelope, number>;
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
  const seen = await witnessed(tx, heard, now, model);
  const changes = seen.map(({ before, after }) => {
    const { id, traceparent, praetorcause } = causeOf(heard, before.accountId, after);
    const actor = systemActor('trust.signals', tenantId, { id, traceparent, correlationId: praetorcause.correlationId });
    return { before, after, actor };
  });
  await writeProfiles(tx, tenantId, await announceNews(tx, changes, ({ evaluatedAt }) => new Date(evaluatedAt)), now);
  await keepHistory(tx, tenantId, saidOf(heard, seen), now);
  await moveStreamTime(tx, tenantId, latestOf(batch));
}

/** The same without a word to anyone: what follows from these events was announced when they happened. */
export async function applyEventsSilently(tx: EntityManager, batch: Batch, model: Model): Promise<void> {
  const heard = statementsIn(batch);
  const changes = await witnessed(tx, heard, batch.now, model);
  const after = changes.map(({ before, after: profile }) => ({ ...before, profile }));
  await writeProfiles(tx, batch.tenantId, after, batch.now);
  await keepHistory(tx, batch.tenantId, saidOf(heard, changes), batch.now);
  await moveStreamTime(tx, batch.tenantId, latestOf(batch));
}

/** What said something: of who has no profile after it nothing is kept either. */
function saidOf({ said }: Heard, changes: readonly { before: StoredProfile }[]): Said[] {
  const known = new Set(changes.map(({ before }) => before.accountId));
  return said.filter(({ accountId }) => known.has(accountId));
}

function statementsIn({ events }: Batch): Heard {
  const order = new Map(events.map((event, place) => [event, place]));
  const heard: Heard = { statements: [], said: [], causes: new Map(), order };
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

/** The event that said something of an account last; of one that was only warned, the last that was said of anyone it has a link to. */
function causeOf({ causes, order }: Heard, accountId: Id<'account'>, { state }: Profile): Envelope {
  const own = causes.get(accountId);
  if (own) return own;
  const others = (state.links ?? []).flatMap(({ to }) => causes.get(parseId('account', to, 'to')) ?? []);
  return others.toSorted((left, right) => order.get(right)! - order.get(left)!)[0]!;
}

/** The profiles that a batch speaks of, and those of whoever shares something with them and takes over what is held against them. */
async function witnessed(
  tx: EntityManager,
  { statements, causes }: Heard,
  now: Date,
  model: Model,
): Promise<{ before: StoredProfile; after: Profile }[]> {
  if (!statements.length) return [];
  const subjects = await lockProfiles(tx, [...causes.keys()], model);
  const linked = new Set(subjects.flatMap(({ profile }) => (profile.state.links ?? []).map(({ to }) => to)));
  for (const { accountId } of subjects) linked.delete(accountId);
  const sharers = linked.size
    ? await lockProfiles(
        tx,
        [...linked].map((id) => parseId('account', id, 'to')),
        model,
      )
    : [];
  const before = [...subjects, ...sharers.filter(({ version }) => version > 0)];
  const profiles = new Map<string, Profile>(before.map(({ accountId, profile }) => [accountId, profile]));
  const named = [...namedBy(statements, (id) => profiles.get(id)?.state, model)].filter((id) => !profiles.has(id));
  const others = await readProfiles(
    tx,
    named.map((id) => parseId('account', id, 'from')),
    model,
  );
  for (const { accountId, profile } of others) profiles.set(accountId, profile);
  // One at a time as in the log, so that a batch may pause between any two.
  const after = new Map<string, Profile>();
  await inTurns(statements, (statement) => {
    for (const [id, profile] of hearAll(profiles, [statement], { model, now: now.getTime(), fresh: () => newProfile(model) })) {
      profiles.set(id, profile);
      after.set(id, profile);
    }
  });
  await inTurns([...after], ([id, profile]) => after.set(id, evaluate(profile, model, profile.evaluatedAt)));
  return before.flatMap((stored) => {
    const changed = after.get(stored.accountId);
    return changed ? [{ before: stored, after: changed }] : [];
  });
}

/** The marketplace's latest word, not later than now: a sender's clock may be wrong. Our own events do not move its time. */
function latestOf({ events, now }: Batch): Date | null {
  const times = events.filter(isOfMarketplace).map(({ time }) => Math.min(boundedTime(time), now.getTime()));
  return times.length ? new Date(Math.max(...times)) : null;
}

const isOfMarketplace = ({ type }: Envelope): boolean => type.startsWith('marketplace.');
