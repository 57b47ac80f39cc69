import { readEnv } from '@praetor/cli/env';
import { startPraetor, type Praetor } from '@praetor/cli/praetor';
import type { Actor } from '@praetor/identity/actor';
import { systemClock } from '@praetor/kernel/clock';
import { idOf, newId } from '@praetor/kernel/id';
import type { RunningSubgraph } from '@praetor/subgraph/service';
import { accountActor } from '@praetor/testkit/actors';
import pg from 'pg';
import type { Bench, Findings } from './bench.ts';
import { listsOf, type ListQuery } from './page-lists.ts';
import { planOf, statementsOf } from './page-plan.ts';
import { firstRows, multiply } from './page-rows.ts';
import { scratch } from './praetor-process.ts';
import { settlement } from './settlement.ts';
import { versionOf } from './start.ts';
import { median, millis, whole } from './table.ts';

interface Case extends ListQuery {
  readonly subgraph: RunningSubgraph;
}

/** Who asks, where, and whose rows they are. */
interface Scene {
  readonly admin: pg.Client;
  readonly actor: Actor;
  readonly tenant: string;
  readonly cases: readonly Case[];
}

export const bench: Bench = {
  about: 'pages: the first page of every list at few and at many rows of one tenant (goal: as fast at 10^6 as at 10^4)',
  options: { few: 10_000, many: 1_000_000, times: 40 },
  async run(option) {
    await using folder = await scratch();
    const env = readEnv({ PRAETOR_HOME: folder.home, PORT: '0', LOG_LEVEL: 'warn' });
    await using praetor = await startPraetor(env, systemClock);
    if (!praetor.demo) throw new Error('There is no demo tenant.');
    await firstRows(praetor.url, praetor.demo);
    await settlement(praetor.adminDatabaseUrl, Promise.resolve());
    const admin = new pg.Client({ connectionString: praetor.adminDatabaseUrl });
    await admin.connect();
    try {
      return await measured(praetor, admin, option);
    } finally {
      await admin.end();
    }
  },
};

async function measured(praetor: Praetor, admin: pg.Client, option: (name: string) => number): Promise<Findings> {
  const { scene, account } = await sceneOf(praetor, admin);
  const times = option('times');
  await multiply(admin, account, 0, option('few'));
  // Code that has not run often enough to be optimised would make the smaller size look slow.
  await timesOf(scene, times);
  const few = await timesOf(scene, times);
  await multiply(admin, account, option('few'), option('many'));
  const many = await timesOf(scene, times);
  const beside = await timesOf({ ...scene, actor: { ...scene.actor, tenantId: newId('tenant') } }, times);
  const rows = scene.cases.map(({ name }, at) => {
    const [before, after, neighbour] = [few, many, beside].map((taken) => taken[at] ?? Number.NaN) as [number, number, number];
    return [name, millis(before), millis(after), (after / before).toFixed(2), millis(neighbour)];
  });
  return {
    postgres: await versionOf(praetor.adminDatabaseUrl),
    tables: [
      {
        title: `First pages of 20, medians of ${times}, through the subgraph’s executor with both walls of the tenant`,
        columns: ['', `${whole(option('few'))} rows`, `${whole(option('many'))} rows`, 'ratio', 'empty tenant beside'],
        rows,
      },
    ],
    notes: [
      'How Postgres finds them at the larger size (EXPLAIN ANALYZE as the subgraph’s role):',
      (await plansOf(scene)).join('\n'),
    ],
  };
}

async function sceneOf(praetor: Praetor, admin: pg.Client): Promise<{ scene: Scene; account: string }> {
  const { email } = praetor.demo?.logins.find((login) => login.role === 'ADMIN') ?? { email: '' };
  const { rows } = await admin.query<{ id: string; tenant_id: string }>(
    'select id, tenant_id from accounts.account where email = $1',
    [email],
  );
  const [found] = rows;
  if (!found) throw new Error('There is no demo administrator.');
  const account = idOf('account', found.id);
  // Every role at once: what is measured are lists, not who may see them.
  const actor = accountActor(idOf('tenant', found.tenant_id), ['ADMIN', 'AUDITOR', 'MODERATOR', 'FINANCE', 'SUPPORT', 'BUYER'], {
    id: account,
  });
  const cases = praetor.subgraphs.flatMap((subgraph) => listsOf(subgraph, account).map((list) => ({ ...list, subgraph })));
  return { scene: { admin, actor, tenant: found.tenant_id, cases }, account: found.id };
}

async function timesOf({ cases, actor }: Scene, times: number): Promise<number[]> {
  const found: number[] = [];
  for (const one of cases) {
    const taken: number[] = [];
    for (let time = 0; time < times + 5; time += 1) {
      const began = performance.now();
      await ask(one, actor);
      // The first ones warm up caches and plans.
      if (time >= 5) taken.push(performance.now() - began);
    }
    found.push(median(taken));
  }
  return found;
}

async function ask({ name, subgraph, query, variables }: Case, actor: Actor): Promise<void> {
  const { errors } = await subgraph.execute({ query, variables }, actor);
  if (errors?.length) throw new Error(`${name}: ${errors.map(({ message }) => message).join(' ')}`);
}

async function plansOf({ cases, admin, actor, tenant }: Scene): Promise<string[]> {
  const found: string[] = [];
  for (const one of cases) {
    const statements = await statementsOf(one.subgraph, () => ask(one, actor));
    const plans: string[] = [];
    for (const statement of statements) plans.push(await planOf(admin, { schema: one.subgraph.name, tenant }, statement));
    found.push(`  ${one.name}: ${plans.join('; ') || 'no statement'}`);
  }
  return found;
}
