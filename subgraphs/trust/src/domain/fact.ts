/** How well the marketplace, or we, know who someone is. `basic`: reachable. `identified`: by documents. */
export const verificationLevels = ['none', 'basic', 'identified', 'verifiedBusiness'] as const;
export type VerificationLevel = (typeof verificationLevels)[number];

/** Who verified: our own checks of documents, of an address of mail, or the marketplace. The best of them counts. */
export const verifiers = ['kyc', 'contact', 'marketplace'] as const;
export type Verifier = (typeof verifiers)[number];

/** What two accounts can have in common. */
export const linkKinds = ['device', 'ip', 'wallet', 'payout'] as const;
export type LinkKind = (typeof linkKinds)[number];

/** Why an account may do nothing. `locked`: by staff; not for a while because somebody guesses at its password. */
export type Bar = 'locked' | 'suspended' | 'closed';

/** What an event says of an account that is not conduct: it holds until something else is said. */
export type Fact = { readonly accountId: string; readonly at: number; readonly eventId: string } & (
  | { readonly fact: 'verified'; readonly by: Verifier; readonly level: VerificationLevel }
  | {
      readonly fact: 'barred';
      readonly because: Bar;
      readonly is: boolean;
      /** In milliseconds of the epoch, by our own time; absent until it is said to be over. */
      readonly until?: number;
    }
  | {
      readonly fact: 'linked';
      readonly to: string;
      readonly via: LinkKind;
      /** Stands for the thing itself. */
      readonly thing: string;
      /** How many accounts share it. */
      readonly sharedBy: number;
    }
  | { readonly fact: 'unlinked'; readonly to: string; readonly via: LinkKind; readonly thing: string }
  | { readonly fact: 'overridden'; readonly override: Override }
  | { readonly fact: 'overrideEnded'; readonly overrideId: string }
);

/** What staff decided against the model, for a while. */
export interface Override {
  readonly id: string;
  readonly tier: 'new' | 'low' | 'standard' | 'trusted' | 'preferred';
  /** Null leaves risk to the model. */
  readonly riskLevel: 'low' | 'medium' | 'high' | 'critical' | null;
  /** Severe evidence when it was decided, in thousandths: more of it since, and risk is the model's again. */
  readonly severe: number;
  /** In milliseconds of the epoch, by our own time. */
  readonly until: number;
}

/** What is said of an account, for good or until something else is said. What of them was said last counts, in any order. */
export interface Facts {
  /** Since when it is known: the earliest time of anything it did. */
  readonly since?: number;
  readonly verified?: Readonly<Partial<Record<Verifier, { readonly at: number; readonly level: VerificationLevel }>>>;
  readonly barred?: Readonly<Partial<Record<Bar, { readonly at: number; readonly is: boolean; readonly until?: number }>>>;
  readonly override?: Override;
}

const rank = (level: VerificationLevel): number => verificationLevels.indexOf(level);

/** The best level that anyone vouches for. */
export const levelOf = ({ verified = {} }: Facts): VerificationLevel =>
  verificationLevels[Math.max(0, ...Object.values(verified).map(({ level }) => rank(level)))]!;

/** The facts after one more. Links are kept apart: `link.ts`. */
export function learned(facts: Facts, fact: Fact): Facts {
  switch (fact.fact) {
    case 'verified': {
      const last = facts.verified?.[fact.by];
      const later = !last || fact.at > last.at || (fact.at === last.at && rank(fact.level) > rank(last.level));
      return later ? { ...facts, verified: { ...facts.verified, [fact.by]: { at: fact.at, level: fact.level } } } : facts;
    }
    case 'barred': {
      const last = facts.barred?.[fact.because];
      const { at, is, until } = fact;
      const longer = is && (!last?.is || (until ?? Infinity) > (last.until ?? Infinity));
      const later = !last || at > last.at || (at === last.at && longer);
      const said = { at, is, ...(until !== undefined && { until }) };
      return later ? { ...facts, barred: { ...facts.barred, [fact.because]: said } } : facts;
    }
    case 'overridden':
      return { ...facts, override: fact.override };
    case 'overrideEnded': {
      const { override, ...rest } = facts;
      return override?.id === fact.overrideId ? rest : facts;
    }
    case 'linked':
    case 'unlinked':
      return facts;
  }
}
