import {
  disputeAnswered as answeredHere,
  disputeContested as contestedHere,
  disputeForwarded as forwardedHere,
} from '@praetor/contracts/disputes';
import type { DataOf } from '@praetor/contracts/contract';
import type { Envelope } from '@praetor/contracts/envelope';
import { disputeAnswered, disputeContested, disputeForwarded, type disputeRaised } from '@praetor/contracts/marketplace';
import { effectsOf, type Transaction } from '@praetor/events/perform';
import type { Id } from '@praetor/kernel/id';
import { money } from '@praetor/kernel/money';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { DisputeRow } from '../db/dispute.entity.ts';
import { lockByExternalRefs } from '../db/dispute.store.ts';
import { answer, contest, forward } from '../domain/dispute.ts';
import { apply } from './change-dispute.ts';
import { createDispute } from './open-dispute.ts';

const consumer = 'disputes.marketplace';
/** Time to act runs from when Praetor heard: an event that comes late, or is history replayed, costs nobody their say. */
export interface Arrival {
  readonly tenantId: Id<'tenant'>;
  readonly arrivedAt: Date;
}

const refOf = (event: Envelope): string => (event.data as { disputeRef: string }).disputeRef;

/** The marketplace brings disputes; one it brought before is left as it is. */
export async function raiseDisputes(
  em: EntityManager,
  events: readonly Envelope[],
  { tenantId, arrivedAt }: Arrival,
): Promise<void> {
  const known = new Set((await lockByExternalRefs(em, events.map(refOf))).keys());
  await effectsOf(em, consumer, events, async (tx, event) => {
    if (!known.has(refOf(event))) await raise(tx, event, { tenantId, arrivedAt });
    known.add(refOf(event));
  });
}

async function raise(tx: Transaction, event: Envelope, { tenantId, arrivedAt }: Arrival): Promise<void> {
  const data = event.data as DataOf<typeof disputeRaised>;
  const claim = {
    claimantId: partyOf(event, data.claimantRef),
    respondentId: partyOf(event, data.respondentRef),
    orderRef: data.orderRef,
    externalRef: data.disputeRef,
    category: data.category,
    description: data.description,
    claim: data.claim && money(BigInt(data.claim.amountMinor), data.claim.currency),
  };
  await createDispute(tx, tenantId, claim, arrivedAt);
}

/** The marketplace relays what was done there, and speaks for whoever did it. */
export async function relayDisputes(em: EntityManager, events: readonly Envelope[], { arrivedAt }: Arrival): Promise<void> {
  const rows = await lockByExternalRefs(em, events.map(refOf));
  await effectsOf(em, consumer, events, (tx, event) => {
    const row = rows.get(refOf(event));
    if (!row) throw new Error(`No dispute ${refOf(event)} was raised.`);
    return relay(tx, row, event, arrivedAt);
  });
}

/** A step that no longer fits (decided meanwhile) throws: the event is set aside for people to look at. */
async function relay(tx: Transaction, row: DisputeRow, event: Envelope, arrivedAt: Date): Promise<void> {
  switch (event.type) {
    case disputeForwarded.type:
      return apply(tx, row, {
        decide: (dispute) => forward(dispute, arrivedAt),
        contract: forwardedHere,
        data: ({ answerBy }) => ({ answerBy: answerBy.toISOString() }),
      });
    case disputeAnswered.type: {
      const { remedy, timely, answer: words } = event.data as DataOf<typeof disputeAnswered>;
      return apply(tx, row, {
        decide: (dispute) => answer(dispute, row.respondentId, words ?? remedy, arrivedAt, !timely),
        write: (to, step) => ((to.remedy = step.remedy), (to.answeredLate = step.late)),
        contract: answeredHere,
        data: ({ remedy: offered, late }) => ({ remedy: offered, late }),
      });
    }
    case disputeContested.type: {
      const { grounds } = event.data as DataOf<typeof disputeContested>;
      return apply(tx, row, {
        decide: (dispute) => contest(dispute, row.claimantId, grounds ?? 'Contested at the marketplace.', arrivedAt),
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
