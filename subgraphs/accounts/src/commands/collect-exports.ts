import type { DataOf } from '@praetor/contracts/contract';
import type { Envelope } from '@praetor/contracts/envelope';
import { exportReady, type subjectExported } from '@praetor/contracts/exports';
import { effectsOf } from '@praetor/events/perform';
import { sql } from '@praetor/postgres/sql';
import { idOf, uuidOf, type Id } from '@praetor/kernel/id';
import type { EntityManager } from '@mikro-orm/postgresql';
import { AccountRow } from '../db/account.entity.ts';
import { holders } from '../domain/closing.ts';
import { exportExpiry } from '../domain/data-export.ts';
import type { Post } from './post-message.ts';

type Answer = DataOf<typeof subjectExported.accounts>;

const answerOf = ({ data }: Envelope): Answer => data as Answer;

/** Keeps what each subgraph gave, still sealed; the last part makes the copy ready. Answers to one export take turns. */
export async function collectExports(
  tx: EntityManager,
  events: readonly Envelope[],
  tenantId: Id<'tenant'>,
  post: Post,
): Promise<void> {
  const exports = [...new Set(events.map((event) => uuidOf(answerOf(event).exportId as Id<'dataExport'>)))].toSorted();
  await sql(tx, 'select id from accounts.data_export where id = any($1::uuid[]) order by id for update', [exports]);
  await keep(tx, events, tenantId);
  const ready = await sql<{ id: string; account_id: string }>(
    tx,
    `update accounts.data_export as e set status = 'ready', ready_at = $2, expires_at = $3, version = version + 1
     where id = any($1::uuid[]) and status = 'collecting' and $4 = (
       select count(*) from (select from accounts.data_export_part where export_id = e.id group by subgraph
                             having count(*) = max(parts)) as complete)
     returning id, account_id`,
    [exports, events.at(-1)!.time, exportExpiry(new Date(events.at(-1)!.time)), holders.length],
  );
  const news = new Map(ready.map(({ id, account_id }) => [idOf('dataExport', id) as string, idOf('account', account_id)]));
  await effectsOf(tx, 'accounts.exports', events, async (out, event) => {
    const { exportId } = answerOf(event);
    const accountId = news.get(exportId);
    if (!accountId || !news.delete(exportId)) return;
    const expiresAt = exportExpiry(new Date(events.at(-1)!.time));
    const subject = { type: 'account', id: accountId };
    await out.announce(exportReady, { subject, data: { accountId, exportId, expiresAt: expiresAt.toISOString() } });
    const { email } = await tx.findOneOrFail(AccountRow, { id: accountId });
    const letter = { channel: 'email' as const, letter: 'exportReady' as const, secret: '' };
    if (email) await post.post(tx, { tenantId, accountId, ...letter, to: email, now: out.now, expiresAt });
  });
}

/** Parts of an export that is no more go nowhere. */
async function keep(tx: EntityManager, events: readonly Envelope[], tenantId: Id<'tenant'>): Promise<void> {
  const answers = events.map((event) => ({ ...answerOf(event), subgraph: event.type.slice(0, event.type.indexOf('.')) }));
  await sql(
    tx,
    `insert into accounts.data_export_part (tenant_id, export_id, account_id, subgraph, part, parts, sealed)
     select $1, e.id, e.account_id, given.subgraph, given.part, given.parts, given.sealed
     from unnest($2::uuid[], $3::text[], $4::int[], $5::int[], $6::text[]) as given (export_id, subgraph, part, parts, sealed)
     join accounts.data_export as e on e.id = given.export_id and e.status = 'collecting' on conflict do nothing`,
    [
      uuidOf(tenantId),
      answers.map(({ exportId }) => uuidOf(exportId as Id<'dataExport'>)),
      answers.map(({ subgraph }) => subgraph),
      answers.map(({ part }) => part),
      answers.map(({ of }) => of),
      answers.map(({ sealed }) => sealed),
    ],
  );
}
