import { newProfile, witnessAll, type Profile } from '@praetor/trust/domain/profile';
import type { Kind, Signal } from '@praetor/trust/domain/signal';
import { currentModel } from '@praetor/trust/domain/models';
import { days } from '@praetor/kernel/clock';
import type { Bench } from './bench.ts';
import { spread, spreadColumns, whole, type Table } from './table.ts';

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
    const tables: Table[] = [];
    for (let past = 1000; past <= option('most'); past *= 10) {
      for (; done < past; done += 1) profile = after(profile, signalAt(done, mixed[done % mixed.length]!));
      tables.push(measured(profile, past, option('updates'), option('runs')));
    }
    const size = JSON.stringify(profile.state).length;
    const notes = [
      `One update: the signal weighed by its source, the evidence, the score, tier, risk, limits and explanation. The state of the account is ${whole(size)} bytes of JSON after all.`,
    ];
    return Promise.resolve({ postgres: 'none', tables, notes });
  },
};

function after(profile: Profile, signal: Signal): Profile {
  return witnessAll(new Map([[subject, profile]]), [signal], currentModel, signal.at).get(subject)!;
}

function measured(profile: Profile, past: number, updates: number, runs: number): Table {
  const cases: [name: string, kinds: readonly Kind[]][] = [
    ['orders', ['orderCompleted']],
    ['ratings', ['ratedWell']],
    ['mixed', mixed],
  ];
  const rows = cases.map(([name, kinds]) => {
    const rates = Array.from({ length: runs }, () => rateOf(profile, past, updates, kinds));
    return [name, ...spread(rates, whole)];
  });
  return { title: `Updates/s after ${whole(past)} events`, columns: ['signals', ...spreadColumns], rows };
}

function rateOf(profile: Profile, past: number, updates: number, kinds: readonly Kind[]): number {
  let changed = profile;
  const began = performance.now();
  for (let index = 0; index < updates; index += 1) changed = after(changed, signalAt(past + index, kinds[index % kinds.length]!));
  return (updates * 1000) / (performance.now() - began);
}
