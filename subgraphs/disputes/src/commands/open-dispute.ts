import { disputeOpened } from '@praetor/contracts/disputes';
import { perform, type Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { newId, parseId, type Id } from '@praetor/kernel/id';
import { idempotencyKey, moneyInput, parse, text } from '@praetor/kernel/input';
import type { Money } from '@praetor/kernel/money';
import { Refusal } from '@praetor/kernel/refusal';
import { z } from 'zod';
import { DisputeRow } from '../db/dispute.entity.ts';
import { disputeById, fromDomain } from '../db/dispute.store.ts';
import { PartyRow } from '../db/party.entity.ts';
import { snapshot } from '../db/snapshot.ts';
import { open } from '../domain/dispute.ts';
import { NotAParty, SelfDispute } from '../domain/parties.ts';
import { accountOf } from './actor.ts';
import { partiesOf } from './change-dispute.ts';

const Input = z.object({
  respondentId: z.string(),
  orderRef: text(200).nullish(),
  category: text(200),
  description: text(10_000),
  claim: moneyInput.nullish(),
  idempotencyKey,
});

export class UnknownRespondent extends Refusal {
  readonly code = 'DISPUTE_UNKNOWN_RESPONDENT';
  constructor() {
    super('There is no such account to dispute with. Check the respondent.');
  }
}

export class MayNotOpen extends Refusal {
  readonly code = 'DISPUTE_MAY_NOT_OPEN';
  constructor() {
    super('This account is suspended and may not open disputes. Contact support.');
  }
}

export const openDisputeRefusals = [SelfDispute, UnknownRespondent, MayNotOpen, NotAParty] as const;

/** The caller says that something went wrong between them and the respondent. */
export async function openDispute(room: Room, raw: z.input<typeof Input>): Promise<DisputeRow> {
  const input = parse(Input, raw);
  const respondentId = parseId('account', input.respondentId, 'respondentId');
  return perform(room, { action: 'openDispute', target: null, input, reload: disputeById }, async (tx) => {
    const claimantId = accountOf(room.actor);
    const known = await tx.em.find(PartyRow, { accountId: { $in: [claimantId, respondentId] } });
    if (!known.some((p) => p.accountId === respondentId)) throw new UnknownRespondent();
    if (known.some((p) => p.accountId === claimantId && !p.mayOpen)) throw new MayNotOpen();
    const { orderRef = null, category, description, claim = null } = input;
    return createDispute(tx, room.actor.tenantId, {
      claimantId,
      respondentId,
      orderRef,
      externalRef: null,
      category,
      description,
      claim,
    });
  });
}

export interface NewDispute {
  claimantId: Id<'account'>;
  respondentId: Id<'account'>;
  orderRef: string | null;
  externalRef: string | null;
  category: string;
  description: string;
  claim: Money | null;
}

/** Writes and announces a new dispute; also for those that the marketplace brings. */
export async function createDispute(
  tx: Transaction,
  tenantId: Id<'tenant'>,
  claim: NewDispute,
  heardAt = tx.now,
): Promise<DisputeRow> {
  const dispute = open(claim, heardAt);
  const row = tx.em.create(DisputeRow, {
    ...blank,
    id: newId('dispute'),
    tenantId,
    orderRef: claim.orderRef,
    externalRef: claim.externalRef,
    category: claim.category,
    description: claim.description,
    claimantId: claim.claimantId,
    respondentId: claim.respondentId,
    claimMinor: claim.claim?.minor ?? null,
    claimCurrency: claim.claim?.currency ?? null,
    openedAt: tx.now,
    updatedAt: tx.now,
  });
  fromDomain(row, dispute, heardAt);
  await tx.announce(disputeOpened, {
    subject: { type: 'dispute', id: row.id },
    data: {
      ...partiesOf(row),
      orderRef: claim.orderRef,
      category: claim.category,
      claim: claim.claim && { amountMinor: Number(claim.claim.minor), currency: claim.claim.currency },
      answerBy: row.dueAt!.toISOString(),
    },
    change: { before: null, after: snapshot(row) },
  });
  return row;
}

const blank = {
  status: 'open',
  dueAt: null,
  remedy: null,
  answeredLate: null,
  reviewerId: null,
  decidedById: null,
  outcome: null,
  refundMinor: null,
  refundCurrency: null,
  rationale: null,
  appealBy: null,
  appealed: false,
  grounds: null,
  closedWhy: null,
} as const;
