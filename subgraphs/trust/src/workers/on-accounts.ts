import { accountCreated } from '@praetor/contracts/accounts';
import type { EventHandler } from '@praetor/events/handler';
import { learnReferences } from '../commands/learn-references.ts';

/** Hears by which names the marketplace knows accounts. */
export const onAccounts: EventHandler[] = [{ types: [accountCreated.type], handle: learnReferences }];
