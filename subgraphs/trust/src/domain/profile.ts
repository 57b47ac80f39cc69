import { assess, type Assessment } from './assess.ts';
import type { Model } from './model.ts';
import { apply, blank, type TrustState } from './trust-state.ts';
import type { Signal } from './signal.ts';

/** An account's evidence, and what it was worth when it was last assessed. */
export interface Profile {
  readonly state: TrustState;
  /** In milliseconds of the epoch. */
  readonly evaluatedAt: number;
  readonly assessment: Assessment;
  /** The score that others were told of last. */
  readonly announcedScore: number;
}

/** What everyone begins with, before anything is known. */
export function newProfile(model: Model): Profile {
  const assessment = assess(blank, model, 0);
  return { state: blank, evaluatedAt: 0, assessment, announcedScore: assessment.score };
}

/**
 * The profile after these signals, assessed as of the latest of them, never later than `now` and never earlier than before:
 * so the outcome does not depend on when, or in which portions, the signals came.
 */
export function witness(profile: Profile, signals: readonly Signal[], model: Model, now: number): Profile {
  const state = signals.reduce((sum, signal) => apply(sum, signal, model), profile.state);
  const latest = signals.reduce((time, { at }) => Math.max(time, Math.min(at, now)), profile.evaluatedAt);
  return evaluate({ ...profile, state }, model, latest);
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
