import type { Model } from './model.ts';
import type { Kind, Side } from './signal.ts';

/** What an account's word is worth. */
export interface Standing {
  /** Its score, 0 to 1000. */
  readonly score: number;
  /** It has earned a tier itself: what it says and does with others can earn them one. */
  readonly vouches: boolean;
  /** Severe evidence of its own, in thousandths of weight; links pass it on. None: 0. */
  readonly suspicion?: number;
  /** As of when. */
  readonly asOf?: number;
  /** Since when the account is known. */
  readonly since?: number;
}

/** One account's opinion of another, with what it is worth. */
export interface Voice {
  readonly from: string;
  readonly kind: Kind;
  readonly side: Side;
  readonly at: number;
  readonly magnitude: number;
  readonly eventId: string;
  readonly standing: Pick<Standing, 'score' | 'vouches'>;
}

/** How many accounts' opinions are weighed anew as these rise or fall. Bounds the state, and what an event costs. */
export const keptVoices = 16;

/** Someone of whom nothing is known. */
export const newcomer = ({ prior }: Model): Standing => ({
  score: Math.round((1000 * prior.good) / (prior.good + prior.bad)),
  vouches: false,
});

/**
 * The voices after one more: each account has one, its latest, so that repeating oneself adds nothing. All are weighed anew by
 * what their accounts are worth now (a step of the iteration of EigenTrust and REV2, one for each event). The one that was
 * heard longest ago makes room, settled at its worth.
 */
export function heard(
  voices: readonly Voice[],
  opinion: Omit<Voice, 'standing'>,
  standingOf: (accountId: string) => Standing,
): { voices: Voice[]; settled: Voice | null } {
  const others = voices.filter(({ from }) => from !== opinion.from);
  const all = [...others, opinion].map((voice) => {
    const { score, vouches } = standingOf(voice.from);
    return { ...voice, standing: { score, vouches } };
  });
  const settled = all.length > keptVoices ? all[0]! : null;
  return { voices: settled ? all.slice(1) : all, settled };
}

/**
 * What an opinion amounts to, in thousandths. Its strength by the square root, for everyone has a scale of their own: that
 * one spoke says more than how loudly. Discounted (Jøsang & Ismail 2002, section 4) by the chance that its holder is honest,
 * and once more by the chance of judging rightly, for both of which the score is all there is to go by.
 */
export function opinionWorth({ magnitude, standing: { score } }: Voice): number {
  return Math.round((Math.sqrt(magnitude * 1000) * score * score) / 1_000_000);
}
