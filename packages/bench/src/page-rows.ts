import { batchesOf } from '@praetor/cli/replay/batches';
import { eventOf, type CloudEvent, type SourcedEvent } from '@praetor/cli/replay/mapping';
import { postBatch } from '@praetor/cli/replay/post-batch';
import { disputeRaised, entityFlagged, orderCompleted, serviceDown } from '@praetor/contracts/marketplace';
import type pg from 'pg';
import { login, type Demo } from './client.ts';

/** How rows of a table are made from one real row `r` and a number `n`: SQL by column, all others are as in `r`. */
interface Multiplied {
  readonly table: string;
  readonly columns: (account: string) => Readonly<Record<string, string>>;
}

const id = 'uuidv7()';
const twoDigests = 'md5(n::text) || md5(n::text)';

/** What has a list. Whatever comes due is left out: sweepers of the running process would start on it. */
const multiplied: readonly Multiplied[] = [
  { table: 'accounts.account', columns: () => ({ id, email: `'bench-' || n || '@example.com'`, claimed: 'true' }) },
  {
    table: 'disputes.dispute',
    columns: (account) => ({ id, external_ref: `'bench-' || n`, claimant_id: `'${account}'`, due_at: 'null' }),
  },
  { table: 'admin.flag', columns: (account) => ({ id, entity_id: `'bench-' || n`, account_id: `'${account}'` }) },
  { table: 'trust.trust_profile', columns: () => ({ account_id: id, score: 'n % 1000', next_evaluation_at: 'null' }) },
  { table: 'accounts.session', columns: (account) => ({ id, account_id: `'${account}'` }) },
  { table: 'accounts.device', columns: (account) => ({ id, account_id: `'${account}'`, fingerprint: twoDigests }) },
  { table: 'accounts.api_key', columns: () => ({ id, digest: twoDigests }) },
  { table: 'notifications.alert', columns: () => ({ id, dedup_key: `'bench-' || n` }) },
  { table: 'notifications.notification', columns: (account) => ({ id, account_id: `'${account}'` }) },
  // Far above the real log, whose next entries must find their places free.
  {
    table: 'audit.entry',
    columns: () => ({
      id,
      event_id: `'bench-' || n`,
      index: '1000000000 + n',
      recorded_at: `r.recorded_at + n * interval '1 second'`,
    }),
  },
];

/** One real row of each kind, through the public door. */
export async function firstRows(url: string, demo: Demo): Promise<void> {
  await login(url, demo, 'ADMIN');
  const at = { source: 'https://marketplace.example/bench', time: new Date('2026-01-01T00:00:00Z') };
  const [buyerRef, sellerRef] = ['bench-buyer', 'bench-seller'];
  const total = { amountMinor: 1000, currency: 'EUR' };
  const events: CloudEvent[] = [
    eventOf(orderCompleted, { ...at, id: 'order' }, { orderRef: 'O', buyerRef, sellerRef, total }),
    eventOf(
      disputeRaised,
      { ...at, id: 'dispute' },
      {
        disputeRef: 'D',
        claimantRef: buyerRef,
        respondentRef: sellerRef,
        orderRef: 'O',
        category: 'late',
        description: 'Too late.',
        claim: total,
      },
    ),
    eventOf(
      entityFlagged,
      { ...at, id: 'flag' },
      {
        entity: { type: 'listing', id: 'L' },
        category: 'counterfeit',
        reason: 'A copy.',
        ownerRef: sellerRef,
        reporterRef: buyerRef,
      },
    ),
    eventOf(serviceDown, { ...at, id: 'alert' }, { service: 'search', detail: null }),
  ];
  async function* groups(): AsyncGenerator<SourcedEvent[]> {
    yield events.map((event, line) => ({ event, line }));
  }
  for await (const batch of batchesOf(groups(), events.length)) {
    const { refused } = await postBatch(batch, { url, apiKey: demo.apiKey });
    if (refused.length) throw new Error(`A first event was refused: ${refused[0]?.message}`);
  }
}

/** Fills every table up from `from` to `to` made rows; `account` is who all of it concerns. */
export async function multiply(admin: pg.ClientBase, account: string, from: number, to: number): Promise<void> {
  await admin.query('set synchronous_commit = off');
  for (const { table, columns } of multiplied) {
    const made = columns(account);
    const names = await columnsOf(admin, table);
    const values = names.map((name) => made[name] ?? `r.${name}`);
    await admin.query(
      `insert into ${table} (${names.join(', ')})
       select ${values.join(', ')} from (select * from ${table} limit 1) r, generate_series(${from + 1}, ${to}) as n`,
    );
    await admin.query(`vacuum analyze ${table}`);
  }
}

async function columnsOf(admin: pg.ClientBase, table: string): Promise<string[]> {
  const { rows } = await admin.query<{ name: string }>(
    `select quote_ident(attname) as name from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = '' order by attnum`,
    [table],
  );
  if (!rows.length) throw new Error(`${table} has no columns.`);
  return rows.map(({ name }) => name);
}
