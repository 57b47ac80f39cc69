import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openCsv } from '@praetor/cli/replay/csv-file';
import { readRows } from '@praetor/cli/replay/csv-rows';
import { Tally, type CloudEvent } from '@praetor/cli/replay/mapping';
import { onlineRetailColumns, onlineRetailEvents } from '@praetor/cli/replay/online-retail';
import { whatWouldChange, type Counterfactual } from '@praetor/trust/domain/counterfactual';
import { statementsOf } from '@praetor/trust/domain/event-signals';
import { limitsOf } from '@praetor/trust/domain/limits';
import { riskLevels, tiers, type RiskLevel, type Tier } from '@praetor/trust/domain/model';
import { currentModel as model } from '@praetor/trust/domain/models';
import { evaluate, witnessAll, type Profile } from '@praetor/trust/domain/profile';
import type { Bench } from './bench.ts';
import { median, whole, type Table } from './table.ts';

const path = join(import.meta.dirname, '../../../../shared/data/online-retail/online_retail.csv.gz');

export const bench: Bench = {
  about: 'trust-retail: tiers and limits of the customers of Online Retail after their year, and why',
  options: {},
  async run() {
    if (!existsSync(path))
      return { postgres: 'none', tables: [], notes: ['The data is not at ../shared/data/online-retail: nothing was measured.'] };
    const { customers, shop, events } = await replayed();
    return {
      postgres: 'none',
      tables: [ofTiers(customers), ofRisks(customers), ofLimits(), ofReasons(customers)],
      notes: [
        `${whole(events)} events, ${whole(customers.size)} customers, assessed as of the last. The shop, verified: ${lineOf(shop)}`,
        'Tiers follow from what is vouched for: age moves a score and earns no tier, so that one may stand some points above the edge of the next.',
        ...tiers.flatMap((tier) => exampleOf(tier, customers)),
      ],
    };
  },
};

/** All of it through the scorer, in the order of time, one event after the other, as the consumer would. */
async function replayed(): Promise<{ customers: Map<string, Profile>; shop: Profile; events: number }> {
  const file = await openCsv(path);
  const rows = readRows(
    file.chunks(() => undefined),
    onlineRetailColumns,
  );
  const sent: CloudEvent[] = [];
  for await (const group of onlineRetailEvents(rows, new Tally())) sent.push(...group.map(({ event }) => event));
  sent.sort((left, right) => Date.parse(left.time) - Date.parse(right.time));
  const profiles = new Map<string, Profile>();
  for (const { id, type, time, data: given } of sent) {
    const data = given as Record<string, unknown>;
    const names = Object.values(data).filter((value) => typeof value === 'string');
    const said = statementsOf({ id, type, time, data, praetorparties: Object.fromEntries(names.map((name) => [name, name])) });
    for (const [who, profile] of witnessAll(profiles, said, model, Date.parse(time))) profiles.set(who, profile);
  }
  const end = Date.parse(sent.at(-1)!.time);
  const assessed = new Map([...profiles].map(([who, profile]) => [who, evaluate(profile, model, end)]));
  const shop = assessed.get('online-retail')!;
  assessed.delete('online-retail');
  return { customers: assessed, shop, events: sent.length };
}

const inTier = (customers: ReadonlyMap<string, Profile>, tier: Tier): Profile[] =>
  [...customers.values()].filter(({ assessment }) => assessment.tier === tier);

function ofTiers(customers: ReadonlyMap<string, Profile>): Table {
  const rows = tiers.map((tier) => {
    const found = inTier(customers, tier);
    const scores = found.map(({ assessment }) => assessment.score).sort((left, right) => left - right);
    const shown = (score: number | undefined): string =>
      score === undefined || Number.isNaN(score) ? '–' : String(Math.round(score));
    const share = `${((100 * found.length) / customers.size).toFixed(1)} %`;
    return [tier, whole(found.length), share, shown(scores[0]), shown(median(scores)), shown(scores.at(-1))];
  });
  return { title: 'Tiers', columns: ['tier', 'customers', 'share', 'lowest score', 'median', 'highest'], rows };
}

function ofRisks(customers: ReadonlyMap<string, Profile>): Table {
  const count = (tier: Tier, level: RiskLevel): number =>
    inTier(customers, tier).filter(({ assessment }) => assessment.riskLevel === level).length;
  return {
    title: 'Customers by tier and risk',
    columns: ['tier', ...riskLevels],
    rows: tiers.map((tier) => [tier, ...riskLevels.map((level) => whole(count(tier, level)))]),
  };
}

function ofLimits(): Table {
  const rows = tiers.map((tier) => {
    const { maxOrder, couponEligible, paymentMethods, payoutDelayDays, listingCap, manualReview } = limitsOf(tier, 'low', model);
    const pounds = whole((maxOrder['GBP'] ?? Number.NaN) / 100);
    return [
      tier,
      pounds,
      couponEligible ? 'yes' : 'no',
      paymentMethods.join(' '),
      String(payoutDelayDays),
      whole(listingCap),
      manualReview ? 'yes' : 'no',
    ];
  });
  const columns = ['tier', 'order up to £', 'coupons', 'pays by', 'payout after days', 'listings', 'review'];
  return { title: 'What a tier may do, at low or medium risk', columns, rows };
}

function ofReasons(customers: ReadonlyMap<string, Profile>): Table {
  const found = [...customers.values()];
  const factors = [...new Set(found.flatMap(({ assessment }) => assessment.explanation.map(({ factor }) => factor)))];
  const mean = (tier: Tier, factor: string): string => {
    const inIt = inTier(customers, tier);
    const points = inIt.flatMap(({ assessment }) => assessment.explanation.filter((one) => one.factor === factor));
    return inIt.length ? (points.reduce((sum, one) => sum + one.points, 0) / inIt.length).toFixed(1) : '–';
  };
  return {
    title: 'Why: points by factor, on average; they sum to the score of each',
    columns: ['tier', ...factors],
    rows: tiers.map((tier) => [tier, ...factors.map((factor) => mean(tier, factor))]),
  };
}

function exampleOf(tier: Tier, customers: ReadonlyMap<string, Profile>): string[] {
  const [found] = [...customers]
    .filter(([, { assessment }]) => assessment.tier === tier)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  if (!found) return [];
  const [customer, profile] = found;
  const changes = whatWouldChange(profile.state, model, profile.evaluatedAt).map(sentenceOf);
  return [`Customer ${customer}: ${lineOf(profile)}\n  ${changes.slice(0, 4).join('\n  ')}`];
}

function lineOf({ assessment: { score, tier, explanation } }: Profile): string {
  const parts = explanation.map(({ factor, side, points }) => `${side ? `${factor} as ${side}` : factor} ${points}`);
  return `${tier}, ${score} = ${parts.join(' + ').replaceAll('+ -', '− ')}.`;
}

function sentenceOf(change: Counterfactual): string {
  if (change.what === 'time') return `${change.weeks} weeks of nothing: ${change.tier}.`;
  return change.what === 'deeds'
    ? `${change.count} × ${change.kind} as ${change.side}: ${change.tier}.`
    : `Identified by documents: ${change.tier}.`;
}
