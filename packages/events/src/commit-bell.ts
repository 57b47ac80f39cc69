import type { EventSubscriber, TransactionEventArgs } from '@mikro-orm/core';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import type { Bell } from './bell.ts';

/** What a transaction leaves to be done after it: events for the relay, or messages for a courier. */
export type Leaving = 'events' | 'messages';

/** What open transactions leave. */
const leaving = new WeakMap<object, Set<Leaving>>();

/** Remembers that a transaction announces, so that its commit wakes the relay of this process. */
export const willAnnounce = (tx: EntityManager): void => willLeave(tx, 'events');

/** Remembers what a transaction leaves, so that its commit wakes whoever works on that in this process. */
export function willLeave(tx: EntityManager, what: Leaving): void {
  const context: object | undefined = tx.getTransactionContext();
  if (!context) throw new Error('What follows from a change is written in the transaction that makes the change.');
  const known = leaving.get(context);
  if (known) known.add(what);
  else leaving.set(context, new Set([what]));
}

/** As a commit of a transaction that left this: for one that did not go through the ORM. */
export const hasLeft = (orm: MikroORM, what: Leaving): void => subscribers.get(orm)?.ring(new Set([what]));

class AfterCommit implements EventSubscriber {
  readonly bells = new Map<Bell, Leaving>();

  afterTransactionCommit({ transaction }: TransactionEventArgs): void {
    const left = transaction && leaving.get(transaction);
    if (left) this.ring(left);
  }

  ring(left: ReadonlySet<Leaving>): void {
    this.bells.forEach((what, bell) => left.has(what) && bell.ring());
  }
}

const subscribers = new WeakMap<MikroORM, AfterCommit>();

/**
 * Rings whenever a transaction of this ORM that left something of this kind has committed, until disposed. A ring within the process
 * and not `NOTIFY`: Postgres lets transactions that notify commit only one at a time, which cost a quarter of the throughput
 * of 24 concurrent commands.
 */
export function ringAfterCommits(orm: MikroORM, bell: Bell, what: Leaving): Disposable {
  const known = subscribers.get(orm);
  const subscriber = known ?? new AfterCommit();
  if (!known) {
    subscribers.set(orm, subscriber);
    orm.em.getEventManager().registerSubscriber(subscriber);
  }
  subscriber.bells.set(bell, what);
  return { [Symbol.dispose]: () => void subscriber.bells.delete(bell) };
}
