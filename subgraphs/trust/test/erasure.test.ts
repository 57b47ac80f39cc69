import { erasureRequested } from '@praetor/contracts/closing';
import { subjectErased } from '@praetor/contracts/erased';
import { minutes } from '@praetor/kernel/clock';
import { newId, uuidOf, type Id } from '@praetor/kernel/id';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { currentModel } from '../src/domain/models.ts';
import { admin, decisionOf, drafted, run } from './models.ts';
import { trustWorld } from './world.ts';

let world: Awaited<ReturnType<typeof trustWorld>>;
beforeAll(async () => (world = await trustWorld()));
afterAll(() => world[Symbol.asyncDispose]());

/** Tables of this subgraph that hold the words, or the account's id, in any row. */
async function tablesHolding(words: string[]): Promise<string[]> {
  const { rows } = await world.admin.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'trust'
     and table_name not in ('outbox_event', 'inbox_event', 'inbox_failure', 'command_key', 'migration')`,
  );
  const found: string[] = [];
  for (const { name } of rows) {
    const holding = `select 1 from trust.${name} as t where exists (select from unnest($1::text[]) as word where position(word in to_jsonb(t)::text) > 0)`;
    if ((await world.admin.query(holding, [words])).rowCount) found.push(name);
  }
  return found;
}

/** A model that is tried and shadowed, and answers everything differently: its traces are to be found, too. */
async function triedOn(account: string): Promise<void> {
  await decisionOf(world, account);
  const conditions = [{ name: 'no', when: 'true', outcome: 'deny', reason: 'x' }];
  const { modelId, report } = await drafted(world, { ...currentModel, conditions });
  expect(report.flipped.of).toBe(1);
  await run(world, admin(world), 'startShadow', { modelId });
  await decisionOf(world, account);
  world.clock.advance(minutes(1));
  await world.subgraph.jobs.find(({ name }) => name === 'trust.castShadows')!.runOnce();
  const tables = ['heard_statement', 'backtest_account', 'backtest_flip', 'shadow_decision', 'shadow_profile'];
  expect(await tablesHolding([uuidOf(account as Id<'account'>)])).toEqual(expect.arrayContaining(tables));
}

test('what is held of an erased account is gone, and that is announced', async () => {
  const [gone, stays] = [world.account(), world.account()];
  await world.hear([world.order(gone), world.order(stays)]);
  await triedOn(gone);
  const words = [gone, uuidOf(gone)];
  expect(await tablesHolding(words)).not.toEqual([]);
  const data = { accountId: gone, closingId: newId('closing'), dueAt: world.clock.now().toISOString() };
  for (let time = 0; time < 2; time += 1) await world.receive(erasureRequested, { subject: { type: 'account', id: gone }, data });
  expect(await tablesHolding(words)).toEqual([]);
  const [first, second] = (await world.announced(subjectErased.trust.type)).map(
    (event) => event.data as { erased: Record<string, number> },
  );
  expect(Object.values(first!.erased).some((count) => count > 0)).toBe(true);
  expect(Object.values(second!.erased).every((count) => count === 0)).toBe(true);
  expect((await world.rows()).map((row) => row.account_id)).toEqual([uuidOf(stays)]);
});
