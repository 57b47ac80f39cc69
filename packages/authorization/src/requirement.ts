/** Alternatives of conjunctions, as in `@requiresScopes(scopes: [["a", "b"], ["c"]])`: a and b, or c. */
export type Alternatives = readonly (readonly string[])[];

/** What a caller must have before a field or type is shown. `null`: nothing is said about it. */
export interface Requirement {
  readonly authenticated: boolean;
  readonly scopes: Alternatives | null;
  readonly policies: Alternatives | null;
}

/** The policy that everybody fulfils, even without signing in: says aloud that a root field is open. */
export const publicPolicy = 'public';

/**
 * The policy of whoever is signed in; on a mutation it says aloud that staff may use it while acting as someone else. Without
 * it a mutation is out of reach for them, whatever else it requires.
 */
export const impersonablePolicy = 'impersonable';

/** Whether staff acting as someone else may use the mutation that requires this. */
export const isImpersonable = ({ policies }: Requirement): boolean =>
  policies !== null && policies.length > 0 && policies.every((conjunction) => conjunction.includes(impersonablePolicy));

/** The requirement that holds when both do; this is how federation composes declarations of several subgraphs. */
export function both(left: Requirement | null, right: Requirement | null): Requirement | null {
  if (!left || !right) return left ?? right;
  return {
    authenticated: left.authenticated || right.authenticated,
    scopes: bothAlternatives(left.scopes, right.scopes),
    policies: bothAlternatives(left.policies, right.policies),
  };
}

export function allOf(requirements: Iterable<Requirement | null>): Requirement | null {
  let result: Requirement | null = null;
  for (const requirement of requirements) result = both(result, requirement);
  return result;
}

/**
 * Sorted, without repetitions, and without alternatives that another one makes superfluous. Without negation this form
 * is unique, so equal requirements have equal forms.
 */
export function normalized(alternatives: Alternatives): Alternatives {
  const sorted = alternatives.map((conjunction) => [...new Set(conjunction)].sort());
  const minimal = sorted.filter((one, at) => !sorted.some((other, otherAt) => makesSuperfluous(other, otherAt, one, at)));
  return minimal.sort((left, right) => (left.join() < right.join() ? -1 : 1));
}

/** A requirement in words, the same for equal requirements: `account:read and trust:read, or audit:read`. */
export function requirementText({ authenticated, scopes, policies }: Requirement): string {
  const parts: string[] = [];
  if (authenticated) parts.push('a signed-in caller');
  if (scopes) parts.push(`permission ${alternativesText(scopes)}`);
  if (policies) parts.push(`policy ${alternativesText(policies)}`);
  return parts.join('; ');
}

function bothAlternatives(left: Alternatives | null, right: Alternatives | null): Alternatives | null {
  if (!left || !right) return left ?? right;
  return normalized(left.flatMap((one) => right.map((other) => [...one, ...other])));
}

function makesSuperfluous(other: string[], otherAt: number, one: string[], at: number): boolean {
  if (at === otherAt || !other.every((name) => one.includes(name))) return false;
  return other.length < one.length || otherAt < at;
}

function alternativesText(alternatives: Alternatives): string {
  return alternatives.map((conjunction) => conjunction.join(' and ') || 'none').join(', or ') || 'that nobody has';
}
