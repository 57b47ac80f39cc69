export const severities = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** The graver of two. */
export function graver(left: Severity, right: Severity): Severity {
  return severities.indexOf(left) >= severities.indexOf(right) ? left : right;
}

/** What the marketplace reports of an account and Praetor flags by itself. */
export type Offence = 'couponAbuse' | 'chargeback';

/** From how many on, in one unresolved flag, an offence is how grave. A single chargeback may be the bank's whim. */
const steps: Record<Offence, readonly [from: number, severity: Severity][]> = {
  couponAbuse: [
    [5, 'high'],
    [1, 'medium'],
  ],
  chargeback: [
    [5, 'critical'],
    [3, 'high'],
    [2, 'medium'],
    [1, 'low'],
  ],
};

/** How grave an offence is the `count`th time. */
export function severityOf(offence: Offence, count: number): Severity {
  return steps[offence].find(([from]) => count >= from)?.[1] ?? 'low';
}
