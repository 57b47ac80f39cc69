/** What a check found: what it established, or the reason in words. Checks return it and never throw on bad input. */
export type Verdict<T extends object = object> = ({ readonly ok: true } & T) | Rejected;

/** A check that failed, with a sentence a person can act on. */
export interface Rejected {
  readonly ok: false;
  readonly reason: string;
}

export function rejected(reason: string): Rejected {
  return { ok: false, reason };
}
