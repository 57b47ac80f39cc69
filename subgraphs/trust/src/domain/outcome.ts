import type { Statement } from './profile.ts';
import type { Kind } from './signal.ts';

/**
 * What says that an account turned out badly: money taken back by its bank, a dispute decided against it, a flag upheld, a
 * suspension by staff. What only makes suspicious (a flag raised, a dispute opened) says nothing yet.
 */
export const badOutcomes = ['chargebackRaised', 'disputeLost', 'warned', 'delisted', 'suspended'] as const satisfies Kind[];
/** A suspension that was taken back says nothing either. */
const takenBack: Kind = 'reinstated';

/** From which sum on, in thousandths: one whole outcome, or two where half of the blame was someone else's. */
export const badFrom = 1000;

/**
 * What a statement says of how an account turned out after an instant, in thousandths. Only what happened strictly later counts,
 * so that no score is judged by what it could know; and nothing after the end of the window.
 */
export function outcomeOf(said: Statement, after: number, until: number): number {
  if ('fact' in said || said.at <= after || said.at > until) return 0;
  if (said.kind === takenBack) return -1000;
  return (badOutcomes as readonly Kind[]).includes(said.kind) ? said.magnitude : 0;
}
