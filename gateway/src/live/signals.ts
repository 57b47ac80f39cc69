import type { Envelope } from '@praetor/contracts/envelope';
import type { EventTransport, Followed } from '@praetor/events/transport';
import type { ExecutionResult } from 'graphql';
import type { Logger } from 'pino';

/** Something happened that live views may want to read anew. */
export interface Signal {
  readonly event: Envelope;
  readonly position: string;
  /** Results by what makes them equal, so that equal subscribers share one execution. */
  readonly results: Map<string, Promise<ExecutionResult>>;
}

export interface SignalInterest {
  readonly tenantId: string;
  readonly types: ReadonlySet<string>;
  /** Data fields and what they must equal. */
  readonly filter: ReadonlyMap<string, unknown>;
  readonly receive: (signal: Signal) => void;
}

/** One tail of the events for all live views of this process. */
export interface Signals {
  /** Resolves when nothing that happens from now on can be missed. */
  start(): Promise<void>;
  /** Begins at once; the returned function ends it. */
  listen(interest: SignalInterest): () => void;
  close(): void;
}

export function createSignals(transport: Pick<EventTransport, 'tail'>, logger: Logger): Signals {
  const byTenant = new Map<string, Set<SignalInterest>>();
  const stop = new AbortController();

  const deliver = ({ event, position }: Followed): void => {
    const signal: Signal = { event, position, results: new Map() };
    for (const interest of byTenant.get(event.tenantid) ?? []) if (matches(interest, event)) interest.receive(signal);
  };

  return {
    async start() {
      const onError = (error: unknown): void =>
        logger.error({ err: error }, 'Events for live views cannot be followed; trying on.');
      await transport.tail((events) => events.forEach(deliver), { signal: stop.signal, onError });
    },
    listen(interest) {
      const interests = byTenant.get(interest.tenantId) ?? new Set();
      byTenant.set(interest.tenantId, interests.add(interest));
      return () => {
        interests.delete(interest);
        if (interests.size === 0 && byTenant.get(interest.tenantId) === interests) byTenant.delete(interest.tenantId);
      };
    },
    close: () => stop.abort(),
  };
}

function matches({ types, filter }: SignalInterest, { type, data }: Envelope): boolean {
  return types.has(type) && [...filter].every(([key, value]) => Object.hasOwn(data, key) && textOf(data[key]) === textOf(value));
}

/** An ID may be given as a number and announced as text. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
