import { z } from 'zod';
import { defineEvent } from './contract.ts';

/** What two accounts can have in common. */
export const linkKinds = ['device', 'ip', 'wallet', 'payout'] as const;

/**
 * Two accounts that share one thing; `accountId` sorts before `otherAccountId`. `evidence` stands for the thing itself (a
 * keyed digest): equal for equal things of one tenant, and worth nothing without the installation's secret.
 */
const link = {
  accountId: z.string(),
  otherAccountId: z.string(),
  kind: z.enum(linkKinds),
  evidence: z.string().regex(/^[0-9a-f]{64}$/),
};

/** Both were seen with the same thing. Announced once for each pair and thing, however often they are seen again. */
export const accountsLinked = defineEvent('accounts.accountsLinked.v1', {
  ...link,
  /** When the second of the two was first seen with it. */
  since: z.iso.datetime(),
  /** How many accounts share it by then: a thing of two says more than a thing of ten. */
  sharedBy: z.int().min(2),
});
/** It no longer speaks for a link: `crowded`: too many share it (an office, a mobile network); `erased`: an account is gone. */
export const accountsUnlinked = defineEvent('accounts.accountsUnlinked.v1', { ...link, why: z.enum(['crowded', 'erased']) });
