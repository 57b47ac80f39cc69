import { z } from 'zod';
import { defineEvent } from './contract.ts';

/** Staff looked for accounts: by what, how, and how many were shown. Whom they looked for is personal. */
export const accountsSearched = defineEvent(
  'accounts.accountsSearched.v1',
  {
    by: z.enum(['email', 'phone', 'id', 'device', 'ip', 'wallet']),
    prefix: z.boolean(),
    term: z.string(),
    found: z.int().nonnegative(),
  },
  { personal: ['term'] },
);
