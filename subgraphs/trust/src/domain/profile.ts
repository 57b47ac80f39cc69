import { assess, standingAt, type Assessment } from './assess.ts';
import { refreshedTo } from './link.ts';
import type { Model } from './model.ts';
import type { Signal } from './signal.ts';
import { newcomer } from './testimony.ts';
import type { Fact } from './fact.ts';
import { apply, blank, learn, type StandingOf, type TrustState } from './trust-state.ts';

/** What an event says of one account: something it did, or something that is so. */
export type Statement = Signal | Fact;

/** An account's evidence, and what it was worth when it was last assessed. */
export interface Profile {
  readonly state: TrustState;
  /** In milliseconds of the epoch. */
  readonly evaluatedAt: number;
  readonly assessment: Assessment;
  /** The score that others were told of last. */
  readonly announcedScore: number;
}

/** What of a profile events change: all the rest follows from it. */
export type Conduct = Pick<Profile, 'state' | 'evaluatedAt'>;

/** What everyone begins with, before anything is known. */
export function newProfile(model: Model): Profile {
  const assessment = assess(blank, model, 0);
  return { state: blank, evaluatedAt: 0, assessment, announcedScore: assessment.score };
}

/**
 * The profile after these signals, assessed as of the latest of them, never later than `now` and never earlier than before:
 * so the outcome does not depend on when, or in which portions, the signals came.
 */
export function witness(profile: Profile, signals: readonly Statement[], model: Model, now: number): Profile {
  const heard = signals.reduce((sum, signal) => hear(sum, signal, model, now), profile);
  return evaluate(heard, model, heard.evaluatedAt);
}

/**
 * The profiles after these signals, one after the other: what another account's word is worth is read as of just before. When what is
 * held against an account changes, those it keeps links to take it over at once, at most as many as it keeps. `profiles` holds all that the
 * signals speak of, all whose voices those have heard, and all that those are linked to; who is missing is a newcomer.
 */
export function witnessAll(
  profiles: ReadonlyMap<string, Profile>,
  signals: readonly Statement[],
  model: Model,
  now: number,
): Map<string, Profile> {
  const after = hearAll(profiles, signals, { model, now, fresh: () => newProfile(model) });
  for (const [id, profile] of after) after.set(id, evaluate(profile, model, profile.evaluatedAt));
  return after;
}

/** The same without assessments: for whoever asks for those at a time of their own. */
export function hearAll<Kept extends Conduct>(
  profiles: ReadonlyMap<string, Kept>,
  signals: readonly Statement[],
  { model, now, fresh }: { model: Model; now: number; fresh: () => Kept },
): Map<string, Kept> {
  const after = new Map<string, Kept>();
  const unknown = newcomer(model);
  const find = (id: string) => after.get(id) ?? profiles.get(id);
  for (const signal of signals) {
    const before = find(signal.accountId) ?? fresh();
    if (saysNothingTo(before.state, signal)) continue;
    const turned = hear(before, signal, model, now, (id) => find(id)?.state.standing ?? unknown);
    after.set(signal.accountId, turned);
    if (before.state.standing?.suspicion === turned.state.standing?.suspicion) continue;
    for (const to of new Set(turned.state.links?.map((link) => link.to))) {
      const other = find(to);
      const warned = other && takenOver(other, signal.accountId, turned, model);
      if (warned) after.set(to, warned);
    }
  }
  return after;
}

/** The end of a link that is not there: it must not bring back whoever was erased. */
const saysNothingTo = ({ links = [] }: TrustState, said: Statement): boolean =>
  'fact' in said &&
  said.fact === 'unlinked' &&
  !links.some(({ to, via, thing }) => to === said.to && via === said.via && thing === said.thing);

/** The profile of someone who shares something with an account that turned out to be something else; null for who has no link to it. */
function takenOver<Kept extends Conduct>(profile: Kept, id: string, by: Conduct, model: Model): Kept | null {
  const { links = [], facts, standing } = profile.state;
  if (!by.state.standing || !links.some(({ to }) => to === id)) return null;
  const evaluatedAt = Math.max(profile.evaluatedAt, by.evaluatedAt);
  const state = { ...profile.state, links: refreshedTo(links, facts?.since, model, { id, standing: by.state.standing }) };
  return { ...profile, evaluatedAt, state: standing ? { ...state, standing: standingAt(state, model, evaluatedAt) } : state };
}

/** The profile once something is known of it, assessed anew. */
export function learnOf(profile: Profile, fact: Fact, model: Model, now: number): Profile {
  const after = hear(profile, fact, model, now);
  return evaluate(after, model, after.evaluatedAt);
}

/** One statement, without the assessment. */
function hear<Kept extends Conduct>(profile: Kept, said: Statement, model: Model, now: number, standingOf?: StandingOf): Kept {
  const evaluatedAt = momentAfter(profile, said, now);
  const state = 'fact' in said ? learn(profile.state, said, model, standingOf) : apply(profile.state, said, model, standingOf);
  return { ...profile, evaluatedAt, state: { ...state, standing: standingAt(state, model, evaluatedAt) } };
}

/**
 * Conduct moves an assessment on, and what is known beside it does not: that is dated by our own time, which is years ahead of
 * a history that is played back. It dates an assessment only while there is no conduct.
 */
function momentAfter({ state, evaluatedAt }: Conduct, said: Statement, now: number): number {
  const acted = state.recent.length > 0;
  if ('fact' in said && acted) return evaluatedAt;
  const at = Math.min(said.at, now);
  return acted || 'fact' in said ? Math.max(evaluatedAt, at) : at;
}

/** The profile assessed anew as of a time, or as of when it was assessed last, if that is later. */
export function evaluate(profile: Profile, model: Model, at: number): Profile {
  const evaluatedAt = Math.max(profile.evaluatedAt, at);
  return { ...profile, evaluatedAt, assessment: assess(profile.state, model, evaluatedAt) };
}

/**
 * A score that moves less than this since it was last announced is not announced: each purchase moves it a little, and
 * every announcement is audited for good. Nobody's rights change between: those follow from tier and risk.
 */
export const worthTelling = 50;

/** What others have to be told of a change. */
export interface News {
  readonly scoreChanged: boolean;
  readonly tierChanged: boolean;
  readonly reviewRequested: boolean;
}

export function newsOf(before: Profile, after: Profile): News {
  const [was, is] = [before.assessment, after.assessment];
  const tierChanged = was.tier !== is.tier;
  const moved = Math.abs(is.score - before.announcedScore) >= worthTelling;
  return {
    scoreChanged: tierChanged || was.riskLevel !== is.riskLevel || moved,
    tierChanged,
    reviewRequested: is.limits.manualReview && !was.limits.manualReview,
  };
}

/** The profile once its news is out. */
export function told(profile: Profile, news: News): Profile {
  return news.scoreChanged ? { ...profile, announcedScore: profile.assessment.score } : profile;
}
