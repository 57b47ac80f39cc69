import { z } from 'zod';
import { defineEvent } from './contract.ts';

const values = z.record(z.string(), z.json());

/** Somebody changed how they show themselves, or what they prefer. Only what changed is in `before` and `after`. */
export const profileUpdated = defineEvent(
  'accounts.profileUpdated.v1',
  {
    accountId: z.string(),
    part: z.enum(['buyer', 'seller', 'preferences', 'privacy']),
    changed: z.array(z.string()),
    before: values,
    after: values,
  },
  { personal: ['before', 'after'] },
);
