import { z } from 'zod';
import { defineEvent } from './contract.ts';

const closing = { accountId: z.string(), closingId: z.string() };

/**
 * The account ended: sessions and credentials are worth nothing from now on. It can come back until `erasureAt`. `expiry`:
 * nobody proved its address, which is free again.
 */
export const accountClosed = defineEvent('accounts.closed.v1', {
  ...closing,
  by: z.enum(['owner', 'staff', 'expiry']),
  erasureAt: z.iso.datetime(),
});
/** The closing was taken back within its grace. */
export const accountReopened = defineEvent('accounts.reopened.v1', closing);
/** The grace is over, and something keeps the data from being erased: an open dispute, an order of staff. */
export const erasureHeld = defineEvent('accounts.erasureHeld.v1', { ...closing, holds: z.array(z.string()) });
/** Every subgraph erases what it holds of the account, and announces `<subgraph>.subjectErased.v1`. */
export const erasureRequested = defineEvent('accounts.erasureRequested.v1', { ...closing, dueAt: z.iso.datetime() });
/** A subgraph has not answered in time. */
export const erasureOverdue = defineEvent('accounts.erasureOverdue.v1', { ...closing, missing: z.array(z.string()) });
/** All answered: nothing that tells who the account was is left. */
export const accountErased = defineEvent('accounts.erased.v1', closing);

/** Why data may not be erased yet: a dispute that the account is a party to, or an order of staff. */
const hold = { accountId: z.string(), holdId: z.string(), source: z.enum(['dispute', 'staff']), reference: z.string() };
export const holdPlaced = defineEvent('accounts.holdPlaced.v1', { ...hold, reason: z.string() }, { personal: ['reason'] });
export const holdReleased = defineEvent('accounts.holdReleased.v1', hold);
