import { erasureRequested } from '@praetor/contracts/closing';
import { subjectErased } from '@praetor/contracts/erased';
import { newId, uuidOf, type Id } from '@praetor/kernel/id';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { disputesWorld } from './world.ts';

let world: Awaited<ReturnType<typeof disputesWorld>>;
beforeAll(async () => (world = await disputesWorld()));
afterAll(() => world[Symbol.asyncDispose]());

/** Tables of this subgraph that hold the words, or the account's id, in any row. */
async function tablesHolding(words: string[]): Promise<string[]> {
  const { rows } = await world.admin.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'disputes'
     and table_name not in ('outbox_event', 'inbox_event', 'inbox_failure', 'command_key', 'migration')`,
  );
  const found: string[] = [];
  for (const { name } of rows) {
    const holding = `select 1 from disputes.${name} as t where exists (select from unnest($1::text[]) as word where position(word in to_jsonb(t)::text) > 0)`;
    if ((await world.admin.query(holding, [words])).rowCount) found.push(name);
  }
  return found;
}

test('what is held of an erased account is gone, and that is announced', async () => {
  const { claimant, respondent } = await world.opened();
  const gone = claimant.id;
  const words = ['Nothing came.'];
  expect(await tablesHolding(words)).not.toEqual([]);
  const data = { accountId: gone, closingId: newId('closing'), dueAt: world.clock.now().toISOString() };
  for (let time = 0; time < 2; time += 1) await world.receive(erasureRequested, { subject: { type: 'account', id: gone }, data });
  expect(await tablesHolding(words)).toEqual([]);
  const [first, second] = (await world.announced(subjectErased.disputes.type)).map(
    (event) => event.data as { erased: Record<string, number> },
  );
  expect(Object.values(first!.erased).some((count) => count > 0)).toBe(true);
  expect(Object.values(second!.erased).every((count) => count === 0)).toBe(true);
  expect((await world.admin.query('select 1 from disputes.dispute where respondent_id is not null')).rowCount).toBe(1);
  expect((await world.admin.query('select 1 from disputes.party')).rowCount).toBe(1);
  expect(respondent.id).not.toBe(gone);
});

test('the words of both sides and of the reviewer go with the first that is erased, what was decided stays', async () => {
  const { dispute, claimant, respondent } = await world.decided();
  const erase = async (accountId: Id<'account'>) => {
    const data = { accountId, closingId: newId('closing'), dueAt: world.clock.now().toISOString() };
    await world.receive(erasureRequested, { subject: { type: 'account', id: accountId }, data });
    const columns = 'description, remedy, grounds, rationale, outcome, refund_minor';
    return (await world.admin.query(`select ${columns} from disputes.dispute where id = $1`, [uuidOf(dispute.id)])).rows[0];
  };
  const wiped = '[erased]';
  const words = { description: wiped, remedy: wiped, grounds: wiped, rationale: wiped };
  expect(await erase(respondent.id)).toEqual({ ...words, outcome: 'partiallyUpheld', refund_minor: '4000' });
  await erase(claimant.id);
  const counts = (await world.announced(subjectErased.disputes.type)).slice(-2).map(({ data }) => data.erased);
  expect(counts).toMatchObject([{ disputes: 1 }, { disputes: 0 }]);
});
