import type { Envelope } from '@praetor/contracts/envelope';
import type { Id } from '@praetor/kernel/id';
import type { EntityManager } from '@mikro-orm/postgresql';

/** What a consumer does with events of some types. */
export interface EventHandler {
  readonly types: readonly string[] | '*';
  /**
   * Applies events of one tenant, in order, in the transaction that also marks them as handled: what it writes through `tx`
   * happens once. Everything else it does may happen again. Throwing undoes the batch, which is then tried in smaller parts.
   */
  handle(tx: EntityManager, events: Envelope[], tenantId: Id<'tenant'>): Promise<void>;
}

/** One batch for one handler. */
export interface Step {
  readonly handler: EventHandler;
  readonly events: Envelope[];
}

/**
 * Splits events into as few steps as keep the order of each partition key, over all handlers: an event joins the first step
 * of its handler that is not before the last step of its key.
 */
export function stepsOf(handlers: readonly EventHandler[], events: readonly Envelope[]): Step[] {
  const steps: Step[] = [];
  const lastStepOf = new Map<string, number>();
  for (const event of events) {
    for (const handler of handlers) {
      if (!wants(handler, event.type)) continue;
      const earliest = lastStepOf.get(event.partitionkey) ?? 0;
      const found = steps.findIndex((step, index) => index >= earliest && step.handler === handler);
      const index = found < 0 ? steps.push({ handler, events: [] }) - 1 : found;
      steps[index]!.events.push(event);
      lastStepOf.set(event.partitionkey, index);
    }
  }
  return steps;
}

export function wants(handler: EventHandler, type: string): boolean {
  return handler.types === '*' || handler.types.includes(type);
}

/** The types that any of the handlers wants; undefined for all. */
export function typesOf(handlers: readonly EventHandler[]): readonly string[] | undefined {
  const lists = handlers.map((handler) => handler.types);
  return lists.some((types) => types === '*') ? undefined : [...new Set(lists.flat())];
}
