import { readEnv } from '@praetor/cli/env';
import { gatewayBeside } from '@praetor/cli/gateway-beside';
import { startPraetor } from '@praetor/cli/praetor';
import { systemClock } from '@praetor/kernel/clock';
import { freePort } from '@praetor/postgres/embedded';
import type { Bench } from './bench.ts';
import { login } from './client.ts';
import { loader } from './load.ts';
import { scratch } from './praetor-process.ts';
import { versionOf } from './start.ts';
import { median, spread, spreadColumns, whole } from './table.ts';

const operations: Readonly<Record<string, string>> = {
  'one field': '{ me { id } }',
  'a dashboard': `{ me { id displayName roles disputes(first: 1) { edges { node { id reviewer { id } } } } flags(first: 1) { edges { node { id notes { id } } } } }
    accountsSummary { total } disputesSummary { status count } alertsSummary { severity count } auditSummary { entries } }`,
};

export const bench: Bench = {
  about: 'authorization: requests/s of a gateway that prunes ÷ of one that does not, in one process, taking turns (goal: 0.95)',
  options: { rounds: 20, milliseconds: 1_000, connections: 8 },
  async run(option) {
    await using folder = await scratch();
    const env = readEnv({ PRAETOR_HOME: folder.home, PORT: String(await freePort()), LOG_LEVEL: 'warn' });
    await using praetor = await startPraetor(env, systemClock);
    await using open = await gatewayBeside(praetor, env, systemClock, { withoutAuthorization: true });
    using load = loader();
    if (!praetor.demo) throw new Error('There is no demo tenant.');
    const token = await login(praetor.url, praetor.demo, 'ADMIN');
    const rows: string[][] = [];
    for (const [name, query] of Object.entries(operations)) {
      const rates = { on: [] as number[], off: [] as number[] };
      const measure = (which: 'on' | 'off', milliseconds: number): Promise<number> =>
        load.answered({
          url: which === 'on' ? praetor.url : open.url,
          token,
          query,
          connections: option('connections'),
          milliseconds,
        });
      for (const which of ['on', 'off', 'on', 'off'] as const) await measure(which, 2_000);
      for (let round = 0; round < option('rounds'); round += 1)
        // Who goes first changes, so that what grows or wanes during a round falls on both.
        for (const which of round % 2 ? (['on', 'off'] as const) : (['off', 'on'] as const))
          rates[which].push(await measure(which, option('milliseconds')));
      const ratios = rates.on.map((rate, at) => rate / (rates.off[at] ?? Number.NaN));
      rows.push(
        [`${name}: on, requests/s`, ...spread(rates.on, whole)],
        [`${name}: off, requests/s`, ...spread(rates.off, whole)],
        [`${name}: on ÷ off, of each round`, ...spread(ratios, (ratio) => ratio.toFixed(3))],
        [`${name}: on ÷ off, of medians`, '', '', (median(rates.on) / median(rates.off)).toFixed(3), ''],
      );
    }
    return {
      postgres: await versionOf(praetor.adminDatabaseUrl),
      tables: [{ title: 'The first wall, weighed; the subgraphs’ own stands in both', columns: ['', ...spreadColumns], rows }],
    };
  },
};
