import { days } from '@praetor/kernel/clock';
import { apportion } from './apportion.ts';
import { factors, type Factor, type Limits, type Model, type RiskLevel, type Tier } from './model.ts';
import { sides, type Side } from './signal.ts';
import { newcomer, type Standing } from './testimony.ts';
import { countsAt, type Count, type TrustState } from './trust-state.ts';

/** What one factor adds to the score, or takes from it. */
export interface FactorPoints {
  readonly factor: Factor;
  /** The role it was earned in; null for what every account begins with. */
  readonly side: Side | null;
  readonly points: number;
}

/** What a profile is worth at one moment, and why. */
export interface Assessment {
  /** 0 to 1000. */
  readonly score: number;
  readonly tier: Tier;
  readonly riskLevel: RiskLevel;
  /** The same by itself for each role; null where the account has done nothing. */
  readonly sideScores: Readonly<Record<Side, number | null>>;
  readonly limits: Limits;
  /** Whole points that sum up to the score, the strongest first. */
  readonly explanation: readonly FactorPoints[];
  /** Decayed weight of all evidence, for and against, in thousandths. */
  readonly evidence: number;
  readonly modelVersion: string;
  /** Until when it holds if nothing happens; null when time alone changes nothing any more. */
  readonly validUntil: number | null;
}

interface Weighed extends Count {
  readonly factor: Exclude<Factor, 'start'>;
  /** Against the account when negative. */
  readonly weight: number;
  readonly severe: boolean;
}

/** Less decayed weight than this moves no score by a point. */
const spent = 0.001;

/**
 * The assessment: a pure function of state, model and time. The score is the mean of a beta distribution over the decayed
 * evidence (Jøsang & Ismail 2002), (a + good) / (a + b + good + bad), in thousandths. Against the start a / (a + b), each
 * piece of evidence moves it by its own weight over the same divisor, which is why points can be told apart exactly.
 */
export function assess(state: TrustState, model: Model, now: number): Assessment {
  const bare = weigh(countsAt(state, model, now), model);
  const weighed = amplified(bare, model);
  const total = totalOf(weighed);
  const severe = weighed.reduce((sum, entry) => (entry.severe ? sum - entry.weight : sum), 0);
  const score = scoreOf(weighed, model);
  const tier = earnedTier(bare, model);
  // Praise that no one of standing vouches for calms nobody; complaints do alarm, whoever makes them.
  const sober = bare.filter(({ vouched, weight }) => vouched || weight < 0);
  const riskLevel = riskOf(scoreOf(amplified(sober, model), model), severe, model);
  return {
    score,
    tier,
    riskLevel,
    sideScores: { buyer: sideScore(weighed, 'buyer', model), seller: sideScore(weighed, 'seller', model) },
    limits: limitsOf(tier, riskLevel, model),
    explanation: explain(weighed, score, model),
    evidence: Math.round(total * 1000),
    modelVersion: model.version,
    validUntil: total < spent && !awaits(state, now) ? null : endOfDay(now) + days(model.validDays - 1),
  };
}

/** What an account's own word is worth: as {@link assess}, without the reasons. */
export function standingAt(state: TrustState, model: Model, now: number): Standing {
  const bare = weigh(countsAt(state, model, now), model);
  if (!bare.length) return newcomer(model);
  const tier = earnedTier(bare, model);
  return { score: scoreOf(amplified(bare, model), model), vouches: tier !== 'new' && tier !== 'low' };
}

/** The tier by what is vouched for alone: new accounts cannot lift each other, nor bring down anyone. */
function earnedTier(bare: readonly Weighed[], model: Model): Tier {
  const vouched = amplified(
    bare.filter((entry) => entry.vouched),
    model,
  );
  return tierOf(scoreOf(vouched, model), totalOf(vouched), model);
}

const totalOf = (weighed: readonly Weighed[]): number => weighed.reduce((sum, { weight }) => sum + Math.abs(weight), 0);

/** A profile that is written often keeps its due time for the day, and with it its place in the index. */
const endOfDay = (now: number): number => (Math.floor(now / days(1)) + 1) * days(1);

/** Something is dated later than now: it will count when its time has come. */
const awaits = ({ recent }: TrustState, now: number): boolean => recent[0] !== undefined && recent[0].at > now;

function weigh(counts: readonly Count[], model: Model): Weighed[] {
  return counts.map((count) => {
    const { factor, weight, severe } = model.kinds[count.kind];
    return { ...count, factor, severe: severe && weight < 0, weight: count.count * weight };
  });
}

/** What is bad on one side weighs more as far as the good lies on the other. */
function amplified(weighed: readonly Weighed[], { crossSide, prior }: Model): Weighed[] {
  const good = { buyer: goodOf(weighed, 'buyer'), seller: goodOf(weighed, 'seller') };
  const all = good.buyer + good.seller + prior.good;
  const factorOf = { buyer: 1 + (crossSide * good.seller) / all, seller: 1 + (crossSide * good.buyer) / all };
  return weighed.map((entry) => (entry.weight < 0 ? { ...entry, weight: entry.weight * factorOf[entry.side] } : entry));
}

const goodOf = (weighed: readonly Weighed[], side: Side): number =>
  weighed.reduce((sum, entry) => (entry.side === side && entry.weight > 0 ? sum + entry.weight : sum), 0);

/** What one unit of good, and of bad, moves the score by, in points. */
function slopes(weighed: readonly Weighed[], { prior }: Model): { start: number; up: number; down: number } {
  const start = prior.good / (prior.good + prior.bad);
  const divisor = weighed.reduce((sum, { weight }) => sum + Math.abs(weight), prior.good + prior.bad);
  return { start: 1000 * start, up: (1000 * (1 - start)) / divisor, down: (1000 * start) / divisor };
}

const pointsOf = ({ weight }: Weighed, { up, down }: { up: number; down: number }): number => weight * (weight > 0 ? up : down);

function scoreOf(weighed: readonly Weighed[], model: Model): number {
  const slope = slopes(weighed, model);
  const mean = weighed.reduce((sum, entry) => sum + pointsOf(entry, slope), slope.start);
  return Math.min(Math.max(Math.round(mean), 0), 1000);
}

function sideScore(weighed: readonly Weighed[], side: Side, model: Model): number | null {
  const own = weighed.filter((entry) => entry.side === side);
  return own.length ? scoreOf(own, model) : null;
}

function tierOf(score: number, evidence: number, { tierFrom, leastEvidence }: Model): Tier {
  if (score < tierFrom.standard) return 'low';
  if (evidence < leastEvidence) return 'new';
  if (score >= tierFrom.preferred) return 'preferred';
  return score >= tierFrom.trusted ? 'trusted' : 'standard';
}

function riskOf(score: number, severe: number, { risk }: Model): RiskLevel {
  return risk.find(({ scoreBelow, severeFrom }) => score < scoreBelow || severe >= severeFrom)?.level ?? 'low';
}

function limitsOf(tier: Tier, riskLevel: RiskLevel, { limits, restrictions }: Model): Limits {
  const own = limits[tier];
  const restriction = restrictions[riskLevel];
  if (!restriction) return own;
  const { leastPayoutDelayDays, ...rest } = restriction;
  return { ...own, ...rest, payoutDelayDays: Math.max(own.payoutDelayDays, leastPayoutDelayDays) };
}

function explain(weighed: readonly Weighed[], score: number, model: Model): FactorPoints[] {
  const slope = slopes(weighed, model);
  const exact = new Map<string, { factor: Factor; side: Side | null; points: number }>();
  exact.set('start', { factor: 'start', side: null, points: slope.start });
  for (const entry of weighed) {
    const key = `${entry.factor}.${entry.side}`;
    const known = exact.get(key)?.points ?? 0;
    exact.set(key, { factor: entry.factor, side: entry.side, points: known + pointsOf(entry, slope) });
  }
  const entries = [...exact.values()].sort(byName);
  const whole = apportion(
    entries.map(({ points }) => points),
    score,
  );
  return entries
    .map((entry, index) => ({ ...entry, points: whole[index]! }))
    .filter(({ points }) => points !== 0)
    .sort((left, right) => Math.abs(right.points) - Math.abs(left.points) || byName(left, right));
}

type Named = Pick<FactorPoints, 'factor' | 'side'>;

function byName(left: Named, right: Named): number {
  const place = ({ factor, side }: Named): number => factors.indexOf(factor) * 4 + (side ? sides.indexOf(side) + 1 : 0);
  return place(left) - place(right);
}
