import { days } from '@praetor/kernel/clock';
import { Refusal } from '@praetor/kernel/refusal';
import type { Assessment } from './assess.ts';
import { riskLevels, type RiskLevel, type Tier } from './model.ts';

/** How an override stands. `pending` and `active` are the living ones. */
export const overrideStates = ['pending', 'active', 'declined', 'ended'] as const;
export type OverrideState = (typeof overrideStates)[number];

/** Why it never held, or holds no more. */
export const overrideEnds = ['rejected', 'withdrawn', 'expired', 'revoked', 'replaced'] as const;
export type OverrideEnd = (typeof overrideEnds)[number];

/** How long one may hold at most, how long a second person has to agree, and from how many days on one is needed. */
export const longestDays = 365;
export const decideWithinDays = 3;
const alonePlainDays = 30;

/** What staff want instead of what the model says. */
export interface Wanted {
  readonly tier: Tier;
  readonly riskLevel: RiskLevel | null;
  readonly until: Date;
}

/** From the least trusted to the most. */
const ladder: readonly Tier[] = ['low', 'new', 'standard', 'trusted', 'preferred'];

/**
 * Whether it takes two people: giving more than a usual account has, making light of a risk, or for long. Taking away takes one:
 * harm does not wait.
 */
export function needsApproval({ tier, riskLevel, overridden }: Assessment, wanted: Wanted, now: Date): boolean {
  const earned = overridden ?? { tier, riskLevel };
  const raises = ladder.indexOf(wanted.tier) > ladder.indexOf(earned.tier);
  const calms = wanted.riskLevel !== null && riskLevels.indexOf(wanted.riskLevel) < riskLevels.indexOf(earned.riskLevel);
  const high = ladder.indexOf(wanted.tier) >= ladder.indexOf('trusted');
  const long = wanted.until.getTime() - now.getTime() > days(alonePlainDays);
  return (raises && (high || long)) || calms;
}

/** Nothing to take back: it does not hold. */
export class OverrideNotActive extends Refusal {
  readonly code = 'TRUST_OVERRIDE_NOT_ACTIVE';
  constructor(state: OverrideState) {
    super(`This override is ${state}, so there is nothing to revoke.`);
  }
}

/** One at a time waits for a second person. */
export class OverridePending extends Refusal {
  readonly code = 'TRUST_OVERRIDE_PENDING';
  constructor() {
    super('Another override of this account waits for a second person. Have it decided or withdrawn first.');
  }
}
