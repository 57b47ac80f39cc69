import { Refusal } from '@praetor/kernel/refusal';

export const shadowStates = ['running', 'ended'] as const;
export type ShadowState = (typeof shadowStates)[number];

/** Why it runs no more: someone stopped it, another model went live, or its draft was given up. */
export const shadowEnds = ['stopped', 'published', 'rolledBack', 'discarded'] as const;
export type ShadowEnd = (typeof shadowEnds)[number];

/** One at a time: each costs as much again as the live one. */
export class ShadowRunning extends Refusal {
  readonly code = 'TRUST_SHADOW_RUNNING';
  constructor() {
    super('Another model runs in the shadow of the live one. Stop it first.');
  }
}

/** It ended. */
export class ShadowNotRunning extends Refusal {
  readonly code = 'TRUST_SHADOW_NOT_RUNNING';
  constructor() {
    super('This shadow ended already.');
  }
}
