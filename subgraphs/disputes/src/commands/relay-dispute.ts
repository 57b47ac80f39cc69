import {
  disputeAnswered as answeredHere,
  disputeContested as contestedHere,
  disputeForwarded as forwardedHere,
} from '@praetor/contracts/disputes';
import type { DataOf } from '@praetor/contracts/contract';
import type { Envelope } from '@praetor/contracts/envelope';
import { disputeAnswered, disputeContested, disputeForwarded, type disputeRaised } from '@praetor/contracts/marketplace';
import type { Transaction } from '@praetor/events/perform';
import type { Id } from '@praetor/kernel/id';
import { money } from '@praetor/kernel/money';
import { lockIfPresent } from '../db/dispute.store.ts';
import { answer, contest, forward } from '../domain/dispute.ts';
import { apply } from './change-dispute.ts';
import { createDispute } from './open-dispute.ts';

/** The marketplace brings a dispute; one it brought before is left as it is. */
export async function raiseDispute(tx: Transaction, event: Envelope, tenantId: Id<'tenant'>): Promise<void> {
  const data = event.data as DataOf<typeof disputeRaised>;
  if (await lockIfPresent(tx.em, { externalRef: data.disputeRef })) return;
  await createDispute(tx, tenantId, {
    claimantId: partyOf(event, data.claimantRef),
    respondentId: partyOf(event, data.respondentRef),
    orderRef: data.orderRef,
    externalRef: data.disputeRef,
    category: data.category,
    description: data.description,
    claim: data.claim && money(BigInt(data.claim.amountMinor), data.claim.currency),
  });
}

/** The marketplace speaks for whoever acted there; a step that no longer fits (decided meanwhile) is a poison event to look at. */
export async function relayDispute(tx: Transaction, event: Envelope): Promise<void> {
  const { disputeRef } = event.data as { disputeRef: string };
  const row = await lockIfPresent(tx.em, { externalRef: disputeRef });
  if (!row) throw new Error(`No dispute ${disputeRef} was raised.`);
  switch (event.type) {
    case disputeForwarded.type:
      return apply(tx, row, {
        decide: (dispute) => forward(dispute, tx.now),
        contract: forwardedHere,
        data: ({ answerBy }) => ({ answerBy: answerBy.toISOString() }),
      });
    case disputeAnswered.type: {
      const { remedy, timely, answer: words } = event.data as DataOf<typeof disputeAnswered>;
      return apply(tx, row, {
        decide: (dispute) => answer(dispute, row.respondentId, words ?? remedy, tx.now, !timely),
        write: (to, step) => ((to.remedy = step.remedy), (to.answeredLate = step.late)),
        contract: answeredHere,
        data: ({ remedy: offered, late }) => ({ remedy: offered, late }),
      });
    }
    case disputeContested.type: {
      const { grounds } = event.data as DataOf<typeof disputeContested>;
      return apply(tx, row, {
        decide: (dispute) => contest(dispute, row.claimantId, grounds ?? 'Contested at the marketplace.', tx.now),
        write: (to, step) => (to.grounds = step.grounds),
        contract: contestedHere,
        data: (step) => ({ grounds: step.grounds }),
      });
    }
  }
}

function partyOf(event: Envelope, ref: string): Id<'account'> {
  const account = event.praetorparties?.[ref];
  if (!account) throw new Error(`Event ${event.id} does not say which account ${ref} is.`);
  return account as Id<'account'>;
}
