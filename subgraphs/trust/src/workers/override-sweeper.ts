import type { Job } from '@praetor/subgraph/jobs';
import type { Parts } from '@praetor/subgraph/service';
import { expireOverrides } from '../commands/expire-overrides.ts';

/** Lets what staff decided end when they said it should. */
export const overrideSweeper = ({ orm, clock }: Pick<Parts, 'orm' | 'clock'>): Job => ({
  name: 'trust.expireOverrides',
  schedule: '*/15 * * * * *',
  runOnce: () => expireOverrides(orm, clock),
});
