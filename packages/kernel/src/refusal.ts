/**
 * An expected outcome that is not the wished one. The schema shows refusals as data (`UserError`);
 * everything else that is thrown is a bug or an access error. `code` is public and never changes.
 */
export abstract class Refusal extends Error {
  abstract readonly code: string;
}

/** The thing does not exist, or the caller may not know that it does: both answer alike. */
export class NotFound extends Refusal {
  readonly code = 'NOT_FOUND';
  readonly resource: string;
  constructor(resource: string) {
    super(`There is no such ${resource}, or you may not see it.`);
    this.resource = resource;
  }
}

/** One thing wrong with an input: where, and what to do about it. */
export interface InputIssue {
  path: (string | number)[];
  message: string;
}

export class InvalidInput extends Refusal {
  readonly code = 'INVALID_INPUT';
  readonly issues: InputIssue[];
  constructor(issues: InputIssue[]) {
    super(`Correct the input: ${issues.map((i) => `${i.path.join('.')}: ${i.message}`).join(' ')}`);
    this.issues = issues;
  }
}

/** The thing changed since the caller read it. Read `currentVersion` again, then retry. */
export class Conflict extends Refusal {
  readonly code = 'CONFLICT';
  readonly expectedVersion: number;
  readonly currentVersion: number;
  constructor(expectedVersion: number, currentVersion: number) {
    super(`Expected version ${expectedVersion}, but it is at version ${currentVersion}. Read it again, then retry.`);
    this.expectedVersion = expectedVersion;
    this.currentVersion = currentVersion;
  }
}

/** The same idempotency key was used before with another input. */
export class IdempotencyMismatch extends Refusal {
  readonly code = 'IDEMPOTENCY_MISMATCH';
  constructor() {
    super('This idempotency key was used with another input. Use a new key for a new request.');
  }
}

/** A policy said no to this person doing this to that thing now. Carries the deciding policies' ids. */
export class PolicyDenied extends Refusal {
  readonly code = 'POLICY_DENIED';
  readonly policies: string[];
  constructor(action: string, policies: string[]) {
    super(
      policies.length
        ? `Policy ${policies.join(', ')} forbids ${action}. Ask someone with more authority.`
        : `No policy allows you ${action}. Ask someone with more authority.`,
    );
    this.policies = policies;
  }
}

export type RefusalClass = abstract new (...args: never[]) => Refusal;
