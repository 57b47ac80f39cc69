import type { Envelope } from '@praetor/contracts/envelope';
import type { DataOf, EventContract } from '@praetor/contracts/contract';
import { orderCompleted } from '@praetor/contracts/marketplace';
import { envelopeOf } from '@praetor/events/announce';
import { systemActor } from '@praetor/identity/actor';
import { newId, type Id } from '@praetor/kernel/id';
import { inTenant } from '@praetor/postgres/tenancy';
import { accountActor } from '@praetor/testkit/actors';
import { subgraphWorld, type SubgraphWorld } from '@praetor/testkit/subgraph-world';
import { applyEvents } from '../src/commands/apply-events.ts';
import { rebuildProfiles } from '../src/commands/rebuild-profiles.ts';
import { createTrustService, store } from '../src/service.ts';

/** A profile's row as it lies there, without what tells how often and when it was written. */
export interface KeptRow {
  account_id: string;
  state: unknown;
  score: number;
  tier: string;
  risk_level: string;
  manual_review: boolean;
  model_version: string;
  evaluated_at: Date;
  next_evaluation_at: Date | null;
}

/** Trust alone, with stories that go through events only. */
export interface TrustWorld extends SubgraphWorld {
  account(): Id<'account'>;
  /** An event of the marketplace about these accounts, each called by its own id there. */
  told<Contract extends EventContract>(contract: Contract, data: DataOf<Contract>, at?: Date): Envelope;
  order(buyer: Id<'account'>, seller?: Id<'account'> | null, at?: Date): Envelope;
  /** Brings events to the consumer in one batch; of this tenant, or of another. */
  hear(events: readonly Envelope[], tenantId?: Id<'tenant'>): Promise<void>;
  rebuild(events: Iterable<Envelope>): Promise<void>;
  rows(): Promise<KeptRow[]>;
  runJob(): Promise<number>;
  /** Resolves once some transaction of this world's database waits for another. */
  someoneWaits(): Promise<void>;
}

export async function trustWorld(): Promise<TrustWorld> {
  const world = await subgraphWorld(store, createTrustService);
  const { clock, tenantId, subgraph } = world;
  const now = () => clock.now();
  const stories = {
    account: () => accountActor(tenantId).id,
    told<Contract extends EventContract>(contract: Contract, data: DataOf<Contract>, at = now()): Envelope {
      const subject = { type: 'thing', id: newId('request') };
      const envelope = envelopeOf({ actor: systemActor('testkit', tenantId), now: at }, contract, {
        subject,
        data: data as never,
      });
      const names = Object.entries(data).flatMap(([field, name]) =>
        field.endsWith('Ref') && typeof name === 'string' ? [name] : [],
      );
      return { ...envelope, praetorparties: Object.fromEntries(names.map((name) => [name, name])) };
    },
    order: (buyer: Id<'account'>, seller: Id<'account'> | null = null, at?: Date) =>
      stories.told(
        orderCompleted,
        { orderRef: newId('request'), buyerRef: buyer, sellerRef: seller, total: { amountMinor: 1999, currency: 'EUR' } },
        at,
      ),
    hear: (events: readonly Envelope[], of = tenantId) =>
      inTenant(subgraph.orm, of, (tx) => applyEvents(tx, { tenantId: of, events, now: now() })),
    rebuild: (events: Iterable<Envelope>) =>
      inTenant(subgraph.orm, tenantId, (tx) => rebuildProfiles(tx, tenantId, events, now())),
    async rows() {
      const { rows } = await world.admin.query<KeptRow>(
        `select account_id, state, score, tier, risk_level, manual_review, model_version, evaluated_at, next_evaluation_at
         from trust.trust_profile order by account_id`,
      );
      return rows;
    },
    runJob: () => subgraph.jobs[0]!.runOnce(),
    async someoneWaits() {
      const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      while (!(await world.admin.query(waiting)).rowCount);
    },
  };
  return Object.assign(world, stories);
}
