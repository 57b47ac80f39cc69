import type { Envelope } from '@praetor/contracts/envelope';
import { later, sameKind } from '@praetor/events/position';
import { type EventTransport, type Followed, PositionGone } from '@praetor/events/transport';
import type { ExecutionResult } from 'graphql';
import type { Logger } from 'pino';
import { fullRefreshRequired } from './cursor.ts';
import type { SharedAnswer, SubscriberKey } from './equal-subscribers.ts';

/** Something happened that live views may want to read anew. */
export interface Signal {
  readonly event: Envelope;
  /** Results by what makes them equal, so that subscribers with equal rights share one execution. */
  readonly results: Map<string, Promise<ExecutionResult>>;
  /** Answers by caller, so that equal subscribers are asked about once. */
  readonly answers: Map<SubscriberKey, SharedAnswer>;
}

/** A signal as one listener hears it: who resumes from `position` misses and repeats nothing. */
export interface Heard {
  readonly signal: Signal;
  readonly position: string;
}

export interface SignalInterest {
  readonly tenantId: string;
  readonly types: ReadonlySet<string>;
  /** Data fields and what they must equal. */
  readonly filter: ReadonlyMap<string, unknown>;
  readonly receive: (heard: Heard) => void;
  /** Resolves when the listener can take one more. What happens now does not wait for that; what is replayed does. */
  readonly ready: () => Promise<void>;
}

/** One tail of the events for all live views of this process. */
export interface Signals {
  /** Resolves when nothing that happens from now on can be missed. */
  start(): Promise<void>;
  /**
   * Begins at once, or with what happened after the position `after`; the returned function ends it. Throws
   * FULL_REFRESH_REQUIRED when what happened since is not kept any more.
   */
  listen(interest: SignalInterest, after: string | null): Promise<() => void>;
  /** Listeners, of which `replaying` are still told of what they missed. */
  readonly counts: { readonly listening: number; readonly replaying: number };
  close(): void;
}

/** Each replay follows the events on its own, so there is a bound; who comes beyond it reads anew, which costs less. */
const maxReplays = 200;

/** A listener, and the position up to which it has heard everything already; null once the live tail has passed that. */
interface Listener {
  readonly interest: SignalInterest;
  heardTo: string | null;
}

/** `heed` hears of every event as it comes. */
export function createSignals(
  transport: Pick<EventTransport, 'tail'>,
  logger: Logger,
  heed: (event: Envelope) => void = () => {},
): Signals {
  const byTenant = new Map<string, Set<Listener>>();
  const replays = new Set<AbortController>();
  const stop = new AbortController();
  const onError = (error: unknown): void => logger.error({ err: error }, 'Events for live views cannot be followed; trying on.');
  /** Of the last event that the live tail brought. */
  let present = '';

  const deliver = ({ event, position }: Followed): void => {
    const before = present;
    present = position;
    heed(event);
    const signal = signalOf(event);
    for (const listener of byTenant.get(event.tenantid) ?? []) tell(listener, { signal, position }, before);
  };

  const register = (interest: SignalInterest, heardTo: string | null): (() => void) => {
    const { tenantId } = interest;
    const listener: Listener = { interest, heardTo };
    const listeners = byTenant.get(tenantId) ?? new Set();
    byTenant.set(tenantId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && byTenant.get(tenantId) === listeners) byTenant.delete(tenantId);
    };
  };

  /** Follows the past until it has caught up with the live tail, and at that moment becomes a listener of it. */
  const replay = async (interest: SignalInterest, after: string): Promise<() => void> => {
    if (replays.size >= maxReplays) throw fullRefreshRequired();
    const own = new AbortController();
    replays.add(own);
    let unlisten = (): void => {};
    own.signal.addEventListener('abort', () => replays.delete(own), { once: true });
    const follow = async (events: readonly Followed[]): Promise<void> => {
      for (const { event, position } of events) {
        if (isOf(interest, event)) await interest.ready();
        if (own.signal.aborted) return;
        if (isOf(interest, event)) interest.receive({ signal: signalOf(event), position });
        if (later(position, present) !== position) continue;
        unlisten = register(interest, position);
        return own.abort();
      }
    };
    try {
      await transport.tail(follow, { from: after, signal: own.signal, onError });
    } catch (error) {
      own.abort();
      throw error instanceof PositionGone ? fullRefreshRequired() : error;
    }
    return () => {
      own.abort();
      unlisten();
    };
  };

  return {
    async start() {
      const begun = await transport.tail((events) => events.forEach(deliver), { signal: stop.signal, onError });
      present ||= begun;
    },
    async listen(interest, after) {
      if (after === null) return register(interest, null);
      if (!sameKind(after, present)) throw fullRefreshRequired();
      return later(after, present) === after ? register(interest, after) : replay(interest, after);
    },
    get counts() {
      return { listening: [...byTenant.values()].reduce((sum, { size }) => sum + size, replays.size), replaying: replays.size };
    },
    close() {
      stop.abort();
      for (const one of replays) one.abort();
    },
  };
}

const signalOf = (event: Envelope): Signal => ({ event, results: new Map(), answers: new Map() });

function tell(listener: Listener, { signal, position }: Heard, before: string): void {
  const { interest, heardTo } = listener;
  const reached = heardTo === null ? position : later(position, heardTo);
  if (reached === position) listener.heardTo = null;
  if (heardTo !== null && reached === later(before, heardTo)) return;
  if (isOf(interest, signal.event)) interest.receive({ signal, position: reached });
}

const isOf = ({ tenantId, types, filter }: SignalInterest, { tenantid, type, data }: Envelope): boolean =>
  tenantid === tenantId &&
  types.has(type) &&
  [...filter].every(([key, value]) => Object.hasOwn(data, key) && textOf(data[key]) === textOf(value));

/** An ID may be given as a number and announced as text. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
