import { parseArgs } from 'node:util';
import type { Bench } from './bench.ts';
import { machine } from './machine.ts';
import { render } from './table.ts';

/** Loaded when asked for: one bench must not pay for another's imports. */
const benches: Readonly<Record<string, () => Promise<{ bench: Bench }>>> = {
  start: () => import('./start.ts'),
  memory: () => import('./memory.ts'),
  replay: () => import('./replay.ts'),
  pages: () => import('./pages.ts'),
  'trust-otc': () => import('./trust-otc.ts'),
  'trust-updates': () => import('./trust-updates.ts'),
  'trust-decision': () => import('./trust-decision.ts'),
  'trust-retail': () => import('./trust-retail.ts'),
  hostile: () => import('./hostile.ts'),
  authorization: () => import('./authorization.ts'),
  enumeration: () => import('./enumeration.ts'),
  logins: () => import('./logins.ts'),
  revocation: () => import('./revocation.ts'),
  gateway: () => import('./gateway.ts'),
  'account-360': () => import('./account-360.ts'),
  sockets: () => import('./sockets.ts'),
};

const [name = '', ...rest] = process.argv.slice(2);
const load = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (load) await measure((await load()).bench, rest);
else await list();

async function list(): Promise<void> {
  if (name) {
    console.error(`There is no bench "${name}".\n`);
    process.exitCode = 1;
  }
  console.log('npm run bench -- <name> [--option number]\n');
  for (const [each, loader] of Object.entries(benches)) {
    const { about, options, quick } = (await loader()).bench;
    const flags = Object.entries(options).map(([option, value]) => `--${option} ${value}`);
    if (quick) flags.push('--quick');
    console.log(`  ${each.padEnd(13)} ${about}\n  ${' '.repeat(13)} ${flags.join(' ')}`);
  }
}

async function measure(bench: Bench, args: string[]): Promise<void> {
  const options = Object.fromEntries(Object.keys(bench.options).map((option) => [option, { type: 'string' as const }]));
  const { quick, ...values } = parseArgs({ args, options: { ...options, ...(bench.quick && { quick: { type: 'boolean' } }) } })
    .values as Record<string, string | boolean | undefined>;
  const {
    postgres,
    tables,
    notes = [],
  } = await bench.run((option) => {
    const value = Number(values[option] ?? (quick ? bench.quick?.[option] : undefined) ?? bench.options[option]);
    if (!Number.isInteger(value) || value < 1) throw new Error(`--${option} is a whole number above 0.`);
    return value;
  });
  console.log([`\n${bench.about}\n${machine(postgres)}`, ...tables.map(render), ...notes].join('\n\n'));
}
