import type { EntityRef } from '@praetor/contracts/contract';
import type { Envelope } from '@praetor/contracts/envelope';
import { notificationCreated } from '@praetor/contracts/notifications';
import { announceAll, envelopeOf } from '@praetor/events/announce';
import { sql } from '@praetor/postgres/sql';
import { systemActor } from '@praetor/identity/actor';
import { newId, uuidOf, type Id } from '@praetor/kernel/id';
import type { EntityManager } from '@mikro-orm/postgresql';
import { wordsOf, type Subject } from '../domain/notice.ts';

/** One account to be told one thing, and the event that it is told because of. */
export type Notice = Subject & {
  accountId: Id<'account'>;
  link: EntityRef | null;
  because: Envelope;
};

/** Writes and announces notifications: two statements, however many there are. */
export async function tell(
  tx: EntityManager,
  tenantId: Id<'tenant'>,
  consumer: string,
  notices: readonly Notice[],
): Promise<void> {
  if (!notices.length) return;
  const told = notices.map((notice) => ({ ...notice, id: newId('notification') }));
  await sql(
    tx,
    `insert into notifications.notification (id, tenant_id, account_id, kind, title, body, link_type, link_id, created_at)
     select id, $2, account_id, kind, title, body, link_type, link_id, created_at
     from jsonb_to_recordset($1::jsonb) as (id uuid, account_id uuid, kind text, title text, body text,
       link_type text, link_id text, created_at timestamptz)`,
    [JSON.stringify(told.map(rowOf)), uuidOf(tenantId)],
  );
  await announceAll(
    tx,
    'notifications',
    told.map((notice) => announcementOf(tenantId, consumer, notice)),
  );
}

type Told = Notice & { id: Id<'notification'> };

function rowOf(told: Told): object {
  const { id, accountId, kind, link, because } = told;
  return {
    ...wordsOf(told),
    id: uuidOf(id),
    account_id: uuidOf(accountId),
    kind,
    link_type: link?.type ?? null,
    link_id: link?.id ?? null,
    created_at: because.time,
  };
}

/** As {@link effectOf} would announce it: Praetor acts, the event is the cause, and its time is the time. */
function announcementOf(tenantId: Id<'tenant'>, consumer: string, { id, accountId, kind, because }: Told): Envelope {
  const { id: cause, traceparent, praetorcause, time } = because;
  const actor = systemActor(consumer, tenantId, { id: cause, traceparent, correlationId: praetorcause.correlationId });
  return envelopeOf({ actor, now: new Date(time) }, notificationCreated, {
    subject: { type: 'notification', id },
    data: { notificationId: id, accountId, kind },
    change: { before: null, after: { accountId, kind } },
  });
}
