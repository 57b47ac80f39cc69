import { Refusal } from './refusal.ts';

/** Whole minor units (ISO 4217 exponent) and an ISO 4217 code. Never a float. */
export interface Money {
  readonly minor: bigint;
  readonly currency: string;
}

export class CurrencyMismatch extends Refusal {
  readonly code = 'CURRENCY_MISMATCH';
  constructor(left: string, right: string) {
    super(`Cannot combine ${left} with ${right}. Convert to one currency first.`);
  }
}

export function money(minor: bigint, currency: string): Money {
  return { minor, currency };
}

/** The amount of two nullable columns: null unless both are there. */
export function moneyOf(minor: bigint | null | undefined, currency: string | null | undefined): Money | null {
  return minor == null || currency == null ? null : money(minor, currency);
}

/** Negative, zero or positive, as `left` is less than, equal to or greater than `right`. */
export function compare(left: Money, right: Money): number {
  const difference = left.minor - same(left, right).minor;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function same(left: Money, right: Money): Money {
  if (left.currency !== right.currency) throw new CurrencyMismatch(left.currency, right.currency);
  return right;
}
