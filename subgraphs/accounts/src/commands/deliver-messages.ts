import type { Clock } from '@praetor/kernel/clock';
import { idOf, uuidOf, type Id } from '@praetor/kernel/id';
import { changed, sql } from '@praetor/postgres/sql';
import { asWorker, inTenant } from '@praetor/postgres/tenancy';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Seal } from '../db/seal.ts';
import { leaseEnd, nextTry, type Channel } from '../domain/messages.ts';
import { Sealed, type Parcel } from './post-message.ts';

/** Takes one message to where it is read. */
export interface Carrier {
  /** `id` stays the same when the message is tried again. Throws {@link Undeliverable} when that would be in vain. */
  send(id: Id<'message'>, parcel: Parcel): Promise<void>;
}
export type Carriers = Readonly<Record<Channel, Carrier | null>>;

/** The other side said no for good. */
export class Undeliverable extends Error {}

export interface Delivery {
  readonly orm: MikroORM;
  readonly clock: Clock;
  readonly seal: Seal;
  readonly carriers: Carriers;
  readonly onTrouble?: (id: Id<'message'>, error: unknown) => void;
}

const batch = 50;
const atOnce = 5;

/**
 * Sends what is due. A message is leased to one process, sent outside any transaction, and then wiped: whoever is killed in
 * between leaves it to be sent once more after the lease, under the same id. How many were tried.
 */
export async function deliverMessages(delivery: Delivery): Promise<number> {
  const due = await asWorker(delivery.orm, (tx) =>
    sql<{ id: string; tenant_id: string }>(
      tx,
      `select id, tenant_id from accounts.message where sealed is not null and due_at <= $1 order by due_at limit ${batch}`,
      [delivery.clock()],
    ),
  );
  let tried = 0;
  for (let at = 0; at < due.length; at += atOnce) {
    const outcomes = await Promise.all(
      due.slice(at, at + atOnce).map(({ id, tenant_id }) => deliver(delivery, idOf('tenant', tenant_id), idOf('message', id))),
    );
    tried += outcomes.filter(Boolean).length;
  }
  return due.length < batch ? tried : tried + (await deliverMessages(delivery));
}

interface Claimed {
  channel: Channel;
  sealed: string;
  attempts: number;
  expires_at: string;
}

/** Whether this process was the one to try it. */
async function deliver(delivery: Delivery, tenantId: Id<'tenant'>, id: Id<'message'>): Promise<boolean> {
  const { orm, clock, seal, carriers, onTrouble } = delivery;
  const now = clock();
  const [claimed] = await inTenant(orm, tenantId, (tx) =>
    sql<Claimed>(
      tx,
      `update accounts.message set due_at = $3, attempts = attempts + 1 where id = $1 and sealed is not null and due_at <= $2
       returning channel, sealed, attempts, expires_at`,
      [uuidOf(id), now, leaseEnd(now)],
    ),
  );
  if (!claimed) return false;
  const expiresAt = new Date(claimed.expires_at);
  try {
    const carrier = carriers[claimed.channel];
    if (!carrier) throw new Undeliverable('nothing carries this channel');
    if (expiresAt <= now) throw new Undeliverable('expired before it could be sent');
    await carrier.send(id, Sealed.parse(JSON.parse(seal.open(claimed.sealed, id))));
    await settle(delivery, tenantId, id, { sentAt: clock(), dueAt: null, trouble: null });
  } catch (error) {
    onTrouble?.(id, error);
    const next = error instanceof Undeliverable ? null : nextTry(claimed.attempts, clock(), expiresAt);
    await settle(delivery, tenantId, id, { sentAt: null, dueAt: next, trouble: (error as Error).message.slice(0, 200) });
  }
  return true;
}

interface Settlement {
  sentAt: Date | null;
  /** When to try again; null wipes the message. */
  dueAt: Date | null;
  trouble: string | null;
}

async function settle({ orm }: Delivery, tenantId: Id<'tenant'>, id: Id<'message'>, end: Settlement): Promise<void> {
  await inTenant(orm, tenantId, (tx) =>
    changed(
      tx,
      `update accounts.message set sent_at = $2, due_at = coalesce($3, due_at), trouble = $4,
              sealed = case when $3::timestamptz is null then null else sealed end
       where id = $1`,
      [uuidOf(id), end.sentAt, end.dueAt, end.trouble],
    ),
  );
}
