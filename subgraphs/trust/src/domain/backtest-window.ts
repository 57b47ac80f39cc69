import { days } from '@praetor/kernel/clock';
import { InvalidInput } from '@praetor/kernel/refusal';

/** From when to when there is history, in the marketplace's time. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** The instant at which accounts are scored, and until when it is looked at what became of them. */
export interface Window {
  readonly scoredAt: number;
  readonly until: number;
}

/**
 * The window that counts for publishing: as many days as the tenant demands up to now; of younger history the later half, so that
 * there is something to score by, and something to be judged by.
 */
export const usualWindow = ({ from, until }: Span, windowDays: number): Window => ({
  scoredAt: Math.floor(Math.max(until - days(windowDays), (from + until) / 2)),
  until,
});

/** One that somebody chose, to look closer; within history, and not turned around. Throws {@link InvalidInput}. */
export function chosenWindow(span: Span, usual: Window, chosen: { scoredAt?: Date | null; until?: Date | null }): Window {
  const until = chosen.until?.getTime() ?? usual.until;
  const scoredAt = chosen.scoredAt?.getTime() ?? Math.min(usual.scoredAt, until - days(1));
  if (until > span.until) throw wrong('until', `History ends at ${new Date(span.until).toISOString()}.`);
  if (scoredAt < span.from) throw wrong('scoredAt', `History begins at ${new Date(span.from).toISOString()}.`);
  if (scoredAt >= until) throw wrong('scoredAt', 'Score before the end: something has to become of the accounts.');
  return { scoredAt, until };
}

const wrong = (path: string, message: string) => new InvalidInput([{ path: [path], message }]);
