import type { Envelope } from '@praetor/contracts/envelope';
import { erasureRequested } from '@praetor/contracts/closing';
import { stepsOf, type EventHandler } from '@praetor/events/handler';
import { sql } from '@praetor/postgres/sql';
import { uuidOf, type Id } from '@praetor/kernel/id';
import type { EntityManager } from '@mikro-orm/postgresql';

/** Rows that follow from events alone: they can be forgotten, and learned again from the log. */
export interface Projection {
  /** Which consumer keeps it: `accounts.events`. */
  readonly consumer: string;
  /** Whether it also follows from what the subgraph's own commands announced, as they did it. */
  readonly own?: boolean;
  /** Tables with their schema. All that they hold of a tenant follows from events. */
  readonly tables: readonly string[];
  /** Learns a tenant's rows anew from all that the consumer handled, in the order of the log. Announces nothing. */
  rebuild(tx: EntityManager, tenantId: Id<'tenant'>, events: AsyncIterable<Envelope>, now: Date): Promise<void>;
}

const batch = 500;

/** Of what the consumer's own handlers write, as long as they announce nothing and read no clock. Erasures are in the log too. */
export function learned(consumer: string, tables: readonly string[], handlers: readonly EventHandler[]): Projection {
  const all = [...handlers, forgetting(tables)];
  return {
    consumer,
    tables,
    async rebuild(tx, tenantId, events) {
      for (const table of tables) await sql(tx, `delete from ${table} where tenant_id = $1`, [uuidOf(tenantId)]);
      let waiting: Envelope[] = [];
      const learn = async (): Promise<void> => {
        for (const step of stepsOf(all, waiting)) await step.handler.handle(tx, step.events, tenantId);
        tx.clear();
        waiting = [];
      };
      for await (const event of events) if (waiting.push(event) >= batch) await learn();
      await learn();
    },
  };
}

/** Whoever was erased stays erased. */
const forgetting = (tables: readonly string[]): EventHandler => ({
  types: [erasureRequested.type],
  async handle(tx, events) {
    const gone = events.map(({ data }) => uuidOf(data.accountId as Id<'account'>));
    for (const table of tables) await sql(tx, `delete from ${table} where account_id = any($1::uuid[])`, [gone]);
  },
});
