import { newProfile, witnessAll, type Profile } from '@praetor/trust/domain/profile';
import type { Kind, Signal } from '@praetor/trust/domain/signal';
import { currentModel } from '@praetor/trust/domain/models';
import { days } from '@praetor/kernel/clock';
import type { Bench } from './bench.ts';
import { median, spread, spreadColumns, whole, type Table } from './table.ts';

const start = Date.UTC(2016, 0, 1);
const mixed: readonly Kind[] = ['orderCompleted', 'paymentSucceeded', 'ratedWell', 'orderReturned', 'ratedBadly', 'refundIssued'];
const subject = 'acc_subject';

/** The n-th thing that happens to one account in ten years of a million events: half of the words are others'. */
const signalAt = (index: number, kind: Kind): Signal => ({
  accountId: subject,
  kind,
  side: index % 3 ? 'seller' : 'buyer',
  at: start + Math.floor((index * days(3650)) / 1_000_000),
  magnitude: 100 + (index % 10) * 100,
  eventId: `e${index}`,
  from: `acc_${index % 997}`,
});

export const bench: Bench = {
  about: 'trust-updates: score updates in the pure domain, one core (goal: 20,000/s, as fast after 10^6 events as after 10^3)',
  options: { most: 1_000_000, updates: 20_000, runs: 5 },
  run(option) {
    let profile = newProfile(currentModel);
    let done = 0;
    const measured: Measured[] = [];
    for (let past = 1000; past <= option('most'); past *= 10) {
      for (; done < past; done += 1) profile = after(profile, signalAt(done, mixed[done % mixed.length]!));
      for (const [name, kinds] of cases) {
        const rates = Array.from({ length: option('runs') }, () => rateOf(profile, past, option('updates'), kinds));
        measured.push({ name, past, rates });
      }
    }
    const size = JSON.stringify(profile.state).length;
    const notes = [
      `One update: the signal weighed by its source, the evidence, the score, tier, risk, limits and explanation. The state of the account is ${whole(size)} bytes of JSON after all.`,
      'By seconds of processor of this process, the collection of garbage by its other threads included: a busy machine changes less of it than of the clock.',
    ];
    return Promise.resolve({ postgres: 'none', tables: [ratesOf(measured), flatness(measured)], notes });
  },
};

const cases: readonly [name: string, kinds: readonly Kind[]][] = [
  ['orders', ['orderCompleted']],
  ['ratings', ['ratedWell']],
  ['mixed', mixed],
];

interface Measured {
  readonly name: string;
  /** Events before. */
  readonly past: number;
  /** Updates a second of processor. */
  readonly rates: readonly number[];
}

const ratesOf = (all: readonly Measured[]): Table => ({
  title: 'Updates a second of one core',
  columns: ['signals, after so many events', ...spreadColumns],
  rows: all.map(({ name, past, rates }) => [`${name}, ${whole(past)}`, ...spread(rates, whole)]),
});

/** What an update costs by what came before: flat when the last column is about one. */
function flatness(all: readonly Measured[]): Table {
  const pasts = [...new Set(all.map(({ past }) => past))];
  const rows = cases.map(([name]) => {
    const costs = pasts.map((past) => 1e6 / median(all.find((one) => one.name === name && one.past === past)?.rates ?? []));
    const ratio = (costs.at(-1) ?? Number.NaN) / (costs[0] ?? Number.NaN);
    return [name, ...costs.map((cost) => `${cost.toFixed(1)} µs`), `× ${ratio.toFixed(2)}`];
  });
  return { title: 'Cost of an update, median', columns: ['signals', ...pasts.map(whole), 'last by first'], rows };
}

function after(profile: Profile, signal: Signal): Profile {
  return witnessAll(new Map([[subject, profile]]), [signal], currentModel, signal.at).get(subject)!;
}

function rateOf(profile: Profile, past: number, updates: number, kinds: readonly Kind[]): number {
  let changed = profile;
  const began = process.cpuUsage();
  for (let index = 0; index < updates; index += 1) changed = after(changed, signalAt(past + index, kinds[index % kinds.length]!));
  const { user, system } = process.cpuUsage(began);
  return (updates * 1e6) / (user + system);
}
