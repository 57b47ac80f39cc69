import { holdPlaced, holdReleased } from '@praetor/contracts/closing';
import type { Envelope } from '@praetor/contracts/envelope';
import { effectsOf } from '@praetor/events/perform';
import { sql } from '@praetor/postgres/sql';
import { idOf, newId, uuidOf, type Id } from '@praetor/kernel/id';
import type { EntityManager } from '@mikro-orm/postgresql';

const parties = ({ data }: Envelope): Id<'account'>[] => [data.claimantId, data.respondentId] as Id<'account'>[];
const consumer = 'accounts.disputes';

/** An open dispute holds the data of both parties: it may still be needed as evidence. */
export async function holdForDisputes(tx: EntityManager, events: readonly Envelope[], tenantId: Id<'tenant'>): Promise<void> {
  const wanted = events.flatMap((event) =>
    parties(event).map((accountId) => ({
      id: newId('hold'),
      accountId,
      disputeId: event.data.disputeId as string,
      at: event.time,
    })),
  );
  const placed = await sql<{ id: string; account_id: string; reference: string }>(
    tx,
    `insert into accounts.hold (id, tenant_id, account_id, source, reference, reason, placed_at)
     select id, $1, account_id, 'dispute', dispute, 'A dispute is open.', at
     from unnest($2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[]) as wanted (id, account_id, dispute, at)
     on conflict do nothing returning id, account_id, reference`,
    [
      uuidOf(tenantId),
      wanted.map(({ id }) => uuidOf(id)),
      wanted.map(({ accountId }) => uuidOf(accountId)),
      wanted.map(({ disputeId }) => disputeId),
      wanted.map(({ at }) => at),
    ],
  );
  await effectsOf(tx, consumer, events, async (out, event) => {
    for (const row of placed.filter(({ reference }) => reference === event.data.disputeId)) {
      const accountId = idOf('account', row.account_id);
      await out.announce(holdPlaced, {
        subject: { type: 'account', id: accountId },
        data: {
          accountId,
          holdId: idOf('hold', row.id),
          source: 'dispute',
          reference: row.reference,
          reason: 'A dispute is open.',
        },
      });
    }
  });
}

/** The dispute is over, and so is what it held. */
export async function releaseForDisputes(tx: EntityManager, events: readonly Envelope[]): Promise<void> {
  const released = await sql<{ id: string; account_id: string; reference: string }>(
    tx,
    `update accounts.hold set released_at = over.at
     from unnest($1::text[], $2::timestamptz[]) as over (dispute, at)
     where source = 'dispute' and reference = over.dispute and released_at is null and account_id = any($3::uuid[])
     returning id, account_id, reference`,
    [events.map(({ data }) => data.disputeId), events.map(({ time }) => time), events.flatMap(parties).map(uuidOf)],
  );
  await effectsOf(tx, consumer, events, async (out, event) => {
    for (const row of released.filter(({ reference }) => reference === event.data.disputeId)) {
      const accountId = idOf('account', row.account_id);
      await out.announce(holdReleased, {
        subject: { type: 'account', id: accountId },
        data: { accountId, holdId: idOf('hold', row.id), source: 'dispute', reference: row.reference },
      });
    }
  });
}
