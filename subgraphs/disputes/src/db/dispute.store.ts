import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import type { Id } from '@praetor/kernel/id';
import { moneyOf } from '@praetor/kernel/money';
import { Conflict, NotFound } from '@praetor/kernel/refusal';
import type { Decision, Dispute } from '../domain/dispute.ts';
import { sees, type Sight } from '../domain/parties.ts';
import { DisputeRow } from './dispute.entity.ts';

/** The row, locked until the transaction ends. Absent and invisible are the same refusal. */
export async function lockDispute(
  tx: EntityManager,
  sight: Sight,
  id: Id<'dispute'>,
  expectedVersion?: number | null,
): Promise<DisputeRow> {
  const row = await tx.findOne(DisputeRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!row || !sees(sight, row)) throw new NotFound('dispute');
  if (expectedVersion != null && expectedVersion !== row.version) throw new Conflict(expectedVersion, row.version);
  return row;
}

/** As {@link lockDispute}, for Praetor's own work: those that are there, locked in one query and one order. */
export function lockDisputes(tx: EntityManager, ids: readonly Id<'dispute'>[]): Promise<DisputeRow[]> {
  return tx.find(DisputeRow, { id: { $in: [...ids] } }, { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } });
}

/** The disputes that the marketplace knows by these names, locked in one query and one order. */
export async function lockByExternalRefs(tx: EntityManager, refs: readonly string[]): Promise<Map<string, DisputeRow>> {
  const rows = await tx.find(
    DisputeRow,
    { externalRef: { $in: [...new Set(refs)] } },
    { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } },
  );
  return new Map(rows.map((row) => [row.externalRef ?? '', row]));
}

export async function disputeById(em: EntityManager, id: string): Promise<DisputeRow> {
  const row = await em.findOne(DisputeRow, { id: id as Id<'dispute'> });
  if (!row) throw new NotFound('dispute');
  return row;
}

/** The union the domain thinks in. */
export function toDomain(row: DisputeRow): Dispute {
  const claim = { claimantId: row.claimantId, respondentId: row.respondentId, claim: moneyOf(row.claimMinor, row.claimCurrency) };
  switch (row.status) {
    case 'open':
      return { ...claim, status: 'open', answerBy: kept(row.dueAt) };
    case 'answered':
      return { ...claim, status: 'answered', contestBy: kept(row.dueAt) };
    case 'awaitingReview':
      return { ...claim, status: 'awaitingReview', appealOf: decisionOf(row) };
    case 'underReview':
      return {
        ...claim,
        status: 'underReview',
        reviewerId: kept(row.reviewerId),
        decideBy: kept(row.dueAt),
        appealOf: decisionOf(row),
      };
    case 'decided':
      return { ...claim, status: 'decided', decision: kept(decisionOf(row)), appealed: row.appealed };
    case 'closed':
      return { ...claim, status: 'closed', why: kept(row.closedWhy), decision: decisionOf(row) };
    case 'withdrawn':
      return { ...claim, status: 'withdrawn' };
  }
}

/** Writes the dispute's new state into its row. The decision under appeal stays visible until the next one replaces it. */
export function fromDomain(row: DisputeRow, dispute: Dispute, now: Date): void {
  row.status = dispute.status;
  row.dueAt = dueAt(dispute, now);
  row.reviewerId = dispute.status === 'underReview' ? dispute.reviewerId : null;
  row.closedWhy = dispute.status === 'closed' ? dispute.why : null;
  row.updatedAt = now;
  if (dispute.status === 'decided') writeDecision(row, dispute.decision);
  if (dispute.status === 'awaitingReview' && dispute.appealOf) row.appealed = true;
}

function writeDecision(row: DisputeRow, decision: Decision): void {
  row.decidedById = decision.reviewerId;
  row.outcome = decision.outcome;
  row.refundMinor = decision.refund?.minor ?? null;
  row.refundCurrency = decision.refund?.currency ?? null;
  row.rationale = decision.rationale;
  row.appealBy = decision.appealBy;
}

/** When the sweeper has to look at it next. A decision on an appeal has no window: it is due at once. */
function dueAt(dispute: Dispute, now: Date): Date | null {
  switch (dispute.status) {
    case 'open':
      return dispute.answerBy;
    case 'answered':
      return dispute.contestBy;
    case 'underReview':
      return dispute.decideBy;
    case 'decided':
      return dispute.appealed ? now : dispute.decision.appealBy;
    case 'awaitingReview':
    case 'closed':
    case 'withdrawn':
      return null;
  }
}

function decisionOf(row: DisputeRow): Decision | null {
  if (!row.outcome) return null;
  return {
    outcome: row.outcome,
    refund: moneyOf(row.refundMinor, row.refundCurrency),
    rationale: row.rationale ?? '',
    reviewerId: kept(row.decidedById),
    appealBy: kept(row.appealBy),
  };
}

/** What the row must hold in this status; the table's own rules make the throw unreachable. */
function kept<T>(value: T | null | undefined): T {
  if (value == null) throw new Error('A dispute row lacks what its status needs.');
  return value;
}
