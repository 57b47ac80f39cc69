import { Refusal } from '@praetor/kernel/refusal';
import type { Proposal } from '@praetor/kernel/four-eyes';

/** How a version of the model stands: it may change, waits for a second person, is kept for good, or was given up. */
export const modelStates = ['draft', 'submitted', 'published', 'discarded'] as const;
export type ModelState = (typeof modelStates)[number];

/** How long a second person has to agree; it is a draft again then. */
export const publishWithinDays = 7;

/** It was submitted, and does not change meanwhile; or published or discarded, and never changes. */
export class ModelNotDraft extends Refusal {
  readonly code = 'TRUST_MODEL_NOT_DRAFT';
  constructor(state: ModelState) {
    super(
      state === 'submitted'
        ? 'This model waits for a second person. Withdraw it to change it.'
        : `This model was ${state} and never changes. Draft another one from it.`,
    );
  }
}

/** Only what was published once can be returned to. */
export class ModelNotPublished extends Refusal {
  readonly code = 'TRUST_MODEL_NOT_PUBLISHED';
  constructor(state: ModelState) {
    super(`This model is ${state === 'draft' ? 'a draft' : state}, and was never live.`);
  }
}

/** It is the live one already. */
export class ModelIsLive extends Refusal {
  readonly code = 'TRUST_MODEL_IS_LIVE';
  constructor() {
    super('This model is the live one already.');
  }
}

interface Submitted {
  readonly state: ModelState;
  readonly submittedById?: string | null | undefined;
  readonly createdById?: string | null | undefined;
  readonly decideBy?: Date | null | undefined;
}

/** As the rule of four eyes sees it. Whoever drafted it does not publish it, whoever submitted it. */
export function proposalOf({ state, submittedById, createdById, decideBy }: Submitted): Proposal {
  return {
    state: state === 'submitted' ? 'pending' : state === 'published' ? 'approved' : 'withdrawn',
    requestedById: submittedById ?? '',
    concernedIds: createdById ? [createdById] : [],
    expiresAt: decideBy ?? new Date(0),
  };
}
