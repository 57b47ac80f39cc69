import { accountsLinked, accountsUnlinked } from '@praetor/contracts/account-links';
import type { Envelope } from '@praetor/contracts/envelope';
import { announceAll, envelopeOf } from '@praetor/events/announce';
import { sql } from '@praetor/postgres/sql';
import { systemActor } from '@praetor/identity/actor';
import { idOf, uuidOf, type Id } from '@praetor/kernel/id';
import type { EntityManager } from '@mikro-orm/postgresql';
import { crowds, join, tracesOf, type Joined, type Trace, type TraceKind } from '../domain/trace.ts';
import type { EvidenceOf } from './evidence-key.ts';
import { networkOf } from './network-of.ts';

export { sightingTypes } from '../domain/trace.ts';

export interface Sightings {
  readonly tenantId: Id<'tenant'>;
  readonly events: readonly Envelope[];
  readonly evidenceOf: EvidenceOf;
  /** False when the log is read again: what follows from it was announced when it happened. */
  readonly announce: boolean;
}

type Seen = Trace & { readonly cause: Envelope };
/** A thing, and who is seen with it. */
interface Thing {
  readonly kind: TraceKind;
  readonly value: string;
  readonly evidence: string;
  readonly sharers: Map<string, Date>;
}
type Change = Joined & { readonly thing: Thing; readonly cause: Envelope };

/**
 * Keeps in mind what accounts were seen with, and links those that share something. A fixed number of statements whatever
 * the number of events. Batches that speak of one thing take turns, in sorted order: of two newcomers, one sees the other.
 */
export async function recordTraces(tx: EntityManager, sightings: Sightings): Promise<void> {
  const { tenantId, evidenceOf, events } = sightings;
  // Where somebody is paid out to is nobody's to read: it is known again by a digest.
  const keptAs = ({ kind, value }: Trace): string => (kind === 'payout' ? evidenceOf(tenantId, kind, value) : value);
  const seen: Seen[] = events.flatMap((event) =>
    tracesOf(event, networkOf).map((trace) => ({ ...trace, value: keptAs(trace), cause: event })),
  );
  if (!seen.length) return;
  const things = new Map<string, Thing>();
  for (const { kind, value } of seen) {
    const evidence = evidenceOf(tenantId, kind, value);
    things.set(`${kind} ${value}`, { kind, value, evidence, sharers: new Map() });
  }
  // A rebuild has the tables to itself.
  if (sightings.announce) await lockThings(tx, things);
  await readSharers(tx, things);
  const changes = seen.flatMap((trace): Change[] => {
    const thing = things.get(`${trace.kind} ${trace.value}`)!;
    const at = new Date(trace.at);
    const known = thing.sharers.get(trace.accountId);
    if (known) {
      // So that a batch leaves what its events would have left one by one.
      if (at < known) thing.sharers.set(trace.accountId, at);
      return [];
    }
    const joined = join(thing.sharers, trace.accountId, at, crowds[trace.kind]);
    thing.sharers.set(trace.accountId, at);
    return [{ ...joined, thing, cause: trace.cause }];
  });
  await writeTraces(tx, tenantId, seen);
  await writeLinks(tx, tenantId, changes);
  if (sightings.announce)
    await announceAll(
      tx,
      'accounts',
      changes.flatMap((change) => newsOf(change, tenantId)),
    );
}

async function lockThings(tx: EntityManager, things: ReadonlyMap<string, Thing>): Promise<void> {
  const keys = [...things.values()].map(({ evidence }) => evidence).toSorted();
  await sql(
    tx,
    `select pg_advisory_xact_lock(hashtextextended(key, 0))
     from (select key from unnest($1::text[]) with ordinality as k (key, place) order by place) as sorted`,
    [keys],
  );
}

/** At most one more than make a crowd: whoever comes then changes nothing. */
async function readSharers(tx: EntityManager, things: ReadonlyMap<string, Thing>): Promise<void> {
  const list = [...things.values()];
  const most = Math.max(...Object.values(crowds)) + 1;
  const rows = await sql<{ kind: TraceKind; value: string; account_id: string; first_seen: string }>(
    tx,
    `select thing.kind, thing.value, trace.account_id, extract(epoch from trace.first_seen_at) * 1000 as first_seen
     from unnest($1::text[], $2::text[]) as thing (kind, value)
     cross join lateral (
       select account_id, first_seen_at from accounts.trace
       where kind = thing.kind and value = thing.value order by account_id limit ${most}) as trace`,
    [list.map(({ kind }) => kind), list.map(({ value }) => value)],
  );
  for (const { kind, value, account_id, first_seen } of rows)
    things.get(`${kind} ${value}`)!.sharers.set(idOf('account', account_id), new Date(Number(first_seen)));
}

async function writeTraces(tx: EntityManager, tenantId: Id<'tenant'>, seen: readonly Seen[]): Promise<void> {
  await sql(
    tx,
    `insert into accounts.trace (tenant_id, kind, value, account_id, first_seen_at, last_seen_at)
     select $1, kind, value, account_id, min(at), max(at)
     from unnest($2::text[], $3::text[], $4::uuid[], $5::timestamptz[]) as s (kind, value, account_id, at)
     group by kind, value, account_id
     on conflict (tenant_id, kind, value, account_id) do update
     set first_seen_at = least(trace.first_seen_at, excluded.first_seen_at),
         last_seen_at = greatest(trace.last_seen_at, excluded.last_seen_at)`,
    [
      uuidOf(tenantId),
      seen.map(({ kind }) => kind),
      seen.map(({ value }) => value),
      seen.map(({ accountId }) => uuidOf(accountId as Id<'account'>)),
      seen.map(({ at }) => at),
    ],
  );
}

/** Both sides of each pair. Links by what became a crowd go, those of this batch too. */
async function writeLinks(tx: EntityManager, tenantId: Id<'tenant'>, changes: readonly Change[]): Promise<void> {
  const crowded = new Set(changes.filter(({ unlinked }) => unlinked.length).map(({ thing }) => thing.evidence));
  if (crowded.size) await sql(tx, 'delete from accounts.account_link where evidence = any($1)', [[...crowded]]);
  const rows = changes
    .filter(({ thing }) => !crowded.has(thing.evidence))
    .flatMap(({ linked, thing }) =>
      linked.flatMap(({ pair: [one, other], since }) => [
        { ...thing, since, from: one, to: other },
        { ...thing, since, from: other, to: one },
      ]),
    );
  if (!rows.length) return;
  await sql(
    tx,
    `insert into accounts.account_link (tenant_id, account_id, other_account_id, evidence, kind, value, since)
     select $1, * from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])
     on conflict do nothing`,
    [
      uuidOf(tenantId),
      rows.map(({ from }) => uuidOf(from as Id<'account'>)),
      rows.map(({ to }) => uuidOf(to as Id<'account'>)),
      rows.map(({ evidence }) => evidence),
      rows.map(({ kind }) => kind),
      rows.map(({ value }) => value),
      rows.map(({ since }) => since),
    ],
  );
}

function newsOf({ linked, unlinked, thing, cause }: Change, tenantId: Id<'tenant'>): Envelope[] {
  const { id, traceparent, praetorcause, time } = cause;
  const actor = systemActor('accounts.traces', tenantId, { id, traceparent, correlationId: praetorcause.correlationId });
  const by = { actor, now: new Date(time) };
  const { kind, evidence } = thing;
  const about = ([accountId, otherAccountId]: readonly [string, string]) => ({
    subject: { type: 'account', id: accountId },
    data: { accountId, otherAccountId, kind, evidence },
  });
  return [
    ...unlinked.map((pair) => {
      const { subject, data } = about(pair);
      return envelopeOf(by, accountsUnlinked, { subject, data: { ...data, why: 'crowded' } });
    }),
    ...linked.map(({ pair, since, sharedBy }) => {
      const { subject, data } = about(pair);
      return envelopeOf(by, accountsLinked, { subject, data: { ...data, since: since.toISOString(), sharedBy } });
    }),
  ];
}
