import { accountErased } from '@praetor/contracts/closing';
import type { DataOf } from '@praetor/contracts/contract';
import type { Envelope } from '@praetor/contracts/envelope';
import type { subjectErased } from '@praetor/contracts/erased';
import { effectsOf } from '@praetor/events/perform';
import { sql } from '@praetor/postgres/sql';
import { idOf, uuidOf, type Id } from '@praetor/kernel/id';
import type { EntityManager } from '@mikro-orm/postgresql';
import { missing, type Holder } from '../domain/closing.ts';

type Answer = DataOf<typeof subjectErased.accounts>;

const subgraphOf = ({ type }: Envelope): string => type.slice(0, type.indexOf('.'));

/** Writes down who erased what; the last answer finishes the closing. Answers to one closing take turns. */
export async function collectErasures(tx: EntityManager, events: readonly Envelope[], tenantId: Id<'tenant'>): Promise<void> {
  const answers = events.map((event) => ({ ...(event.data as Answer), subgraph: subgraphOf(event), at: event.time }));
  const closings = [...new Set(answers.map(({ closingId }) => uuidOf(closingId as Id<'closing'>)))].toSorted();
  await sql(tx, 'select id from accounts.closing where id = any($1::uuid[]) order by id for update', [closings]);
  await sql(
    tx,
    `insert into accounts.erasure_answer (tenant_id, closing_id, subgraph, erased, answered_at)
     select $1, * from unnest($2::uuid[], $3::text[], $4::jsonb[], $5::timestamptz[]) on conflict do nothing`,
    [
      uuidOf(tenantId),
      answers.map(({ closingId }) => uuidOf(closingId as Id<'closing'>)),
      answers.map(({ subgraph }) => subgraph),
      answers.map(({ erased }) => JSON.stringify(erased)),
      answers.map(({ at }) => at),
    ],
  );
  const found = await sql<{ closing_id: string; subgraphs: Holder[]; finished: Date }>(
    tx,
    `select closing_id, array_agg(subgraph) as subgraphs, max(answered_at) as finished
     from accounts.erasure_answer where closing_id = any($1::uuid[]) group by closing_id`,
    [closings],
  );
  const complete = found.filter(({ subgraphs }) => missing(subgraphs).length === 0);
  const finished = await sql<{ id: string; account_id: string }>(
    tx,
    `update accounts.closing set status = 'erased', finished_at = over.at, reason = null, why_before = null, version = version + 1
     from unnest($1::uuid[], $2::timestamptz[]) as over (id, at)
     where closing.id = over.id and status = 'erasing' returning closing.id, account_id`,
    [complete.map(({ closing_id }) => closing_id), complete.map((row) => row.finished)],
  );
  const left = new Map(finished.map((row) => [idOf('closing', row.id) as string, idOf('account', row.account_id)]));
  await effectsOf(tx, 'accounts.erasures', events, async (out, { data }) => {
    const closingId = (data as Answer).closingId;
    const accountId = left.get(closingId);
    if (!accountId || !left.delete(closingId)) return;
    await out.announce(accountErased, { subject: { type: 'account', id: accountId }, data: { accountId, closingId } });
  });
}
