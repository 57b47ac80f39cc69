import type { Envelope } from '@praetor/contracts/envelope';
import type { EntityManager } from '@mikro-orm/postgresql';

/** Handles a batch in order. When it resolves, the batch is acknowledged; when it throws, the batch comes again. */
export type BatchHandler = (events: Envelope[]) => Promise<void>;

export interface ConsumeOptions {
  /** Stops after the batch in hand. */
  readonly signal: AbortSignal;
  /** Only these types, where the transport can tell cheaply; the handler still has to look. */
  readonly types?: readonly string[];
  /** At most this many events a batch. */
  readonly batch?: number;
  /** Return when nothing is left, instead of waiting for more. */
  readonly once?: boolean;
  /** Told of every failure that is retried. */
  readonly onError?: (error: unknown) => void;
}

/** An event as a follower sees it. Whoever resumes from `position` gets all that came after it. */
export interface Followed {
  readonly position: string;
  readonly event: Envelope;
}

export interface TailOptions {
  readonly signal: AbortSignal;
  /** A {@link Followed.position}; without it, from now on. */
  readonly from?: string;
  readonly onError?: (error: unknown) => void;
}

/** What happened after this position is no longer kept: read everything anew, then follow from now on. */
export class PositionGone extends Error {
  override readonly name = 'PositionGone';
  constructor(position: string) {
    super(`Events after position ${position} are no longer kept.`);
  }
}

/**
 * Carries events from the outboxes to every consumer group, each event at least once to each group, and in order where the
 * partition key is the same. Replicas of a consumer share one group.
 */
export interface EventTransport {
  /** Resolves when the events cannot be lost any more (for Postgres: when `tx` commits). */
  publish(events: readonly Envelope[], tx: EntityManager): Promise<void>;
  /**
   * Publishes and stamps up to `limit` unpublished rows of a subgraph's outbox in the relay's transaction without them
   * leaving the database: only a transport that lives in that database can. How many.
   */
  move?(tx: EntityManager, subgraph: string, limit: number): Promise<number>;
  /** Runs until aborted, or with `once` until nothing is left. How many events were handled. */
  consume(group: string, handler: BatchHandler, options: ConsumeOptions): Promise<number>;
  /**
   * Every event from now on (or after `from`), to every caller: for live views. Resolves with where it starts as soon as
   * nothing can be missed; throws {@link PositionGone}.
   */
  tail(handler: (events: Followed[]) => void | Promise<void>, options: TailOptions): Promise<string>;
  /** What time it is on the one server that carries events, in milliseconds since 1970: the same for all who ask. */
  time(): Promise<number>;
  /** Forgets events that every group has handled and that are older than the transport's retention. How many. */
  prune(): Promise<number>;
  close(): Promise<void>;
}
