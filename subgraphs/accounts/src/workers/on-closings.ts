import { disputeClosed, disputeOpened, disputeWithdrawn } from '@praetor/contracts/disputes';
import { subjectErased } from '@praetor/contracts/erased';
import type { EventHandler } from '@praetor/events/handler';
import { onErasure } from '@praetor/subgraph/erasure';
import { collectErasures } from '../commands/collect-erasures.ts';
import { holdForDisputes, releaseForDisputes } from '../commands/disputes-hold.ts';
import { eraseSubject } from '../commands/erase-subject.ts';

/** What becomes of closed accounts: disputes hold them back, everybody erases, accounts counts the answers. */
export const onClosings: EventHandler[] = [
  { types: [disputeOpened.type], handle: holdForDisputes },
  { types: [disputeClosed.type, disputeWithdrawn.type], handle: releaseForDisputes },
  ...onErasure('accounts', eraseSubject),
  { types: Object.values(subjectErased).map(({ type }) => type), handle: collectErasures },
];
