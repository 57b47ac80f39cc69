import { type Goal, goalTable } from './goals.ts';
import type { Shape } from './peer-shapes.ts';
import { type Found, type Measured, middle } from './peer-tables.ts';
import type { Table } from './table.ts';

type All = ReadonlyMap<Shape, readonly Found[]>;

/** How many times better the one is than the other in a figure of which less is better; not a number where one did not take part. */
function ratio(found: readonly Found[], ours: string, theirs: string, figure: keyof Measured): number {
  const [our, their] = [ours, theirs].map((name) => found.find(({ contender }) => contender.name === name));
  return our && their ? middle(their, figure) / middle(our, figure) : Number.NaN;
}

const [early, pipeline, guarded] = ['Praetor, early', 'Praetor, pipeline', 'Praetor, guarded'] as const;
const [apollo, hive] = ['Apollo behind Yoga', 'Hive, Rust'] as const;

/** What was aimed at: per core is by processor time for an answer. */
export function gatewayGoals(all: All): Table {
  const deep = [...all].find(([{ name }]) => name.startsWith('deep'))?.[1] ?? [];
  const first: Goal[] = [
    { goal: 'deep, early ÷ Hive Rust, per core', atLeast: 3, measured: ratio(deep, early, hive, 'processor') },
    { goal: 'deep, early ÷ Apollo, per core', atLeast: 10, measured: ratio(deep, early, apollo, 'processor') },
    { goal: 'deep, guarded ÷ Hive Rust, per core', atLeast: 1.5, measured: ratio(deep, guarded, hive, 'processor') },
  ];
  const each = [...all].flatMap(([{ name }, found]): Goal[] =>
    [early, pipeline, guarded].flatMap((ours) => [
      { goal: `${name}: ${ours} ÷ Hive Rust, per core`, atLeast: 1, measured: ratio(found, ours, hive, 'processor') },
      { goal: `${name}: ${ours}, p99 of Hive Rust ÷ ours`, atLeast: 2, measured: ratio(found, ours, hive, 'p99') },
      { goal: `${name}: ${ours}, memory of Hive Rust ÷ ours`, atLeast: 1, measured: ratio(found, ours, hive, 'resident') },
    ]),
  );
  return goalTable([...first, ...each]);
}
