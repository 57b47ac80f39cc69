import { days } from '@praetor/kernel/clock';
import { explain, type FactorPoints } from './explain.ts';
import { levelOf, type Override, type VerificationLevel } from './fact.ts';
import { limitsOf } from './limits.ts';
import type { Limits, Model, RiskLevel, Tier } from './model.ts';
import type { Side } from './signal.ts';
import { newcomer, type Standing } from './testimony.ts';
import type { TrustState } from './trust-state.ts';
import { amplified, circumstancesOf, conductOf, scoreOf, severeOf, totalOf, type Weighed } from './weigh.ts';

/** What a profile is worth at one moment, and why. */
export interface Assessment {
  /** 0 to 1000: by the model, whatever staff decided. */
  readonly score: number;
  readonly tier: Tier;
  readonly riskLevel: RiskLevel;
  /** What tier and risk would be without the override that holds; null without one. */
  readonly overridden: { readonly by: Override; readonly tier: Tier; readonly riskLevel: RiskLevel } | null;
  /** It may do nothing at all: suspended, or closed. */
  readonly barred: boolean;
  /** What else conditions may ask about. */
  readonly known: { readonly verification: VerificationLevel; readonly accountAgeDays: number };
  /** The same by itself for each role; null where the account has done nothing. */
  readonly sideScores: Readonly<Record<Side, number | null>>;
  readonly limits: Limits;
  /** Whole points that sum up to the score, the strongest first. */
  readonly explanation: readonly FactorPoints[];
  /** Decayed weight of all conduct, for and against, in thousandths. */
  readonly evidence: number;
  /** Severe evidence, in thousandths of weight. */
  readonly severe: number;
  readonly modelVersion: string;
  /** Until when it holds if nothing happens; null when time alone changes nothing any more. */
  readonly validUntil: number | null;
}

/** Less decayed weight than this moves no score by a point. */
const spent = 0.001;

/** The assessment: a pure function of state, model and time. */
export function assess(state: TrustState, model: Model, now: number): Assessment {
  const conduct = conductOf(state, model, now);
  const bare = [...circumstancesOf(state, model, now), ...conduct];
  const weighed = amplified(bare, model);
  const total = totalOf(amplified(conduct, model));
  const severe = severeOf(weighed);
  const score = scoreOf(weighed, model);
  const earned = { tier: earnedTier(bare, model), riskLevel: soberRisk(bare, severe, model) };
  const held = heldBy(state.facts?.override, earned, severe, now);
  return {
    score,
    ...held,
    barred: Object.values(state.facts?.barred ?? {}).some(({ is }) => is),
    known: knownOf(state, now),
    sideScores: { buyer: sideScore(weighed, 'buyer', model), seller: sideScore(weighed, 'seller', model) },
    limits: limitsOf(held.tier, held.riskLevel, model),
    explanation: explain(weighed, score, model),
    evidence: Math.round(total * 1000),
    severe: Math.round(severe * 1000),
    modelVersion: model.version,
    validUntil: total < spent && !awaits(state, now) ? null : endOfDay(now) + days(model.validDays - 1),
  };
}

function knownOf({ facts = {} }: TrustState, now: number): Assessment['known'] {
  const { since = now } = facts;
  return { verification: levelOf(facts), accountAgeDays: Math.max(Math.floor((now - since) / days(1)), 0) };
}

/** Tier and risk after what staff decided, while it holds. More severe evidence than they knew of is judged by the model. */
function heldBy(
  by: Override | undefined,
  earned: { tier: Tier; riskLevel: RiskLevel },
  severe: number,
  now: number,
): Pick<Assessment, 'tier' | 'riskLevel' | 'overridden'> {
  if (!by || by.until <= now) return { ...earned, overridden: null };
  const known = Math.round(severe * 1000) <= by.severe;
  return { tier: by.tier, riskLevel: (known && by.riskLevel) || earned.riskLevel, overridden: { by, ...earned } };
}

/** What an account's own word is worth: as {@link assess}, without the reasons, and whatever staff decided of it. */
export function standingAt(state: TrustState, model: Model, now: number): Standing {
  const conduct = conductOf(state, model, now);
  const bare = [...circumstancesOf(state, model, now), ...conduct];
  const since = state.facts?.since;
  const known = since === undefined ? {} : { since };
  if (!bare.length) return { ...newcomer(model), ...known };
  const tier = earnedTier(bare, model);
  const suspicion = Math.round(severeOf(amplified(conduct, model).filter(({ vouched }) => vouched)) * 1000);
  return {
    score: scoreOf(amplified(bare, model), model),
    vouches: tier !== 'new' && tier !== 'low',
    ...known,
    ...(suspicion > 0 && { suspicion, asOf: now }),
  };
}

/** The tier by what is vouched for alone: new accounts cannot lift each other, nor bring down anyone. */
function earnedTier(bare: readonly Weighed[], model: Model): Tier {
  const vouched = amplified(
    bare.filter((entry) => entry.vouched),
    model,
  );
  return tierOf(scoreOf(vouched, model), goodIn(vouched), model);
}

/** Praise that no one of standing vouches for calms nobody; complaints do alarm, whoever makes them. */
function soberRisk(bare: readonly Weighed[], severe: number, model: Model): RiskLevel {
  const sober = bare.filter(({ vouched, weight }) => vouched || weight < 0);
  const score = scoreOf(amplified(sober, model), model);
  return model.risk.find(({ scoreBelow, severeFrom }) => score < scoreBelow || severe >= severeFrom)?.level ?? 'low';
}

/** A profile that is written often keeps its due time for the day, and with it its place in the index. */
const endOfDay = (now: number): number => (Math.floor(now / days(1)) + 1) * days(1);

/** Something is dated later than now: it will count when its time has come. */
const awaits = ({ recent }: TrustState, now: number): boolean => recent[0] !== undefined && recent[0].at > now;

function sideScore(weighed: readonly Weighed[], side: Side, model: Model): number | null {
  const own = weighed.filter((entry) => entry.side === side);
  return own.length ? scoreOf(own, model) : null;
}

/** What speaks against someone makes them known, and no better. */
const goodIn = (weighed: readonly Weighed[]): number => weighed.reduce((sum, { weight }) => sum + Math.max(weight, 0), 0);

function tierOf(score: number, good: number, { tierFrom, leastEvidence }: Model): Tier {
  if (score < tierFrom.standard) return 'low';
  if (good < leastEvidence) return 'new';
  if (score >= tierFrom.preferred) return 'preferred';
  return score >= tierFrom.trusted ? 'trusted' : 'standard';
}
