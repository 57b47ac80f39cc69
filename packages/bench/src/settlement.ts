import { setTimeout as sleep } from 'node:timers/promises';
import { subgraphNames } from '@praetor/contracts/refused';
import pg from 'pg';

/** One stage of the way of an event: an outbox being emptied, or a consumer group on its way to the head. */
export interface Stage {
  readonly name: string;
  /** When it last got further, as `performance.now()`. */
  done: number;
  /** The most events it was behind. */
  behind: number;
  /** Where it was at the last look. */
  position: number;
}

export interface Settlement {
  readonly stages: readonly Stage[];
  readonly settledAt: number;
  /** Events in the transport, entries in the log, and those that came in from outside. */
  readonly counts: { readonly announced: number; readonly logged: number; readonly ingested: number };
}

interface Look {
  readonly head: number;
  /** How far each stage is behind. */
  readonly behind: ReadonlyMap<string, number>;
}

/** Watches outboxes and consumer groups until nothing moves any more and `sent` has resolved. */
export async function settlement(adminUrl: string, sent: Promise<unknown>): Promise<Settlement> {
  const client = new pg.Client({ connectionString: adminUrl, application_name: 'praetor-bench' });
  await client.connect();
  // As the relay does: counted by walking the index, rows published since are not visited again.
  await client.query('set enable_bitmapscan = off; set enable_seqscan = off');
  try {
    const stages = new Map<string, Stage>();
    const began = performance.now();
    let finished = false;
    void sent.finally(() => (finished = true)).catch(() => undefined);
    let head = -1;
    // Three quiet looks: what one consumer announces is another's work.
    for (let quiet = 0; quiet < 3;) {
      const now = await look(client);
      note(stages, now, began);
      const still = finished && now.head === head && [...now.behind.values()].every((events) => events === 0);
      quiet = still ? quiet + 1 : 0;
      head = now.head;
      await sleep(200);
    }
    await sent;
    const settledAt = Math.max(...[...stages.values()].map(({ done }) => done));
    return { stages: [...stages.values()], settledAt, counts: await countsOf(client) };
  } finally {
    await client.end();
  }
}

function note(stages: Map<string, Stage>, { head, behind }: Look, began: number): void {
  for (const [name, events] of behind) {
    const position = head - events;
    const stage = stages.get(name) ?? { name, done: began, behind: 0, position };
    stages.set(name, stage);
    if (events > 0 || position !== stage.position) stage.done = performance.now();
    stage.behind = Math.max(stage.behind, events);
    stage.position = position;
  }
}

const outboxes = subgraphNames
  .map(
    (name) =>
      `select 'relay ${name}', (select count(*) from (select from ${name}.outbox_event where published_at is null limit 1) as waiting)`,
  )
  .join(' union all ');

async function look(client: pg.Client): Promise<Look> {
  const { rows } = await client.query<{ name: string; behind: string; head: string }>(
    `with head as (select coalesce(max(position), 0) as position from transport.event)
     select name, behind, (select position from head) as head from (
       ${outboxes} union all
       select g.name, (select position from head) - g.position from transport.consumer_group g) as stage (name, behind)`,
  );
  return { head: Number(rows[0]?.head), behind: new Map(rows.map(({ name, behind }) => [name, Number(behind)])) };
}

async function countsOf(client: pg.Client): Promise<Settlement['counts']> {
  const { rows } = await client.query<{ announced: string; logged: string; ingested: string }>(
    `select (select count(*) from transport.event) as announced, (select count(*) from audit.entry) as logged,
       (select count(*) from accounts.ingested_event) as ingested`,
  );
  const [counts] = rows;
  return { announced: Number(counts?.announced), logged: Number(counts?.logged), ingested: Number(counts?.ingested) };
}
