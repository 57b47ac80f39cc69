import type { Room } from '@praetor/events/room';
import type { Id } from '@praetor/kernel/id';
import { keysetPage, type Page, type PageArguments } from '@praetor/postgres/page';
import { ClosingRow } from '../db/closing.entity.ts';
import { ErasureAnswerRow } from '../db/erasure-answer.entity.ts';
import { HoldRow } from '../db/hold.entity.ts';
import { holders, type ClosingStatus, type Holder } from '../domain/closing.ts';

/** Closings of the tenant, newest first. */
export const closingsPage = ({ em }: Room, page: PageArguments, status?: ClosingStatus | null): Promise<Page<ClosingRow>> =>
  keysetPage(em, ClosingRow, status ? { status } : {}, page);

/** An account's closing that was not taken back. */
export const closingOf = ({ em }: Room, accountId: Id<'account'>): Promise<ClosingRow | null> =>
  em.findOne(ClosingRow, { accountId, status: { $ne: 'cancelled' } });

/** What holds an account's data, and what did. */
export const holdsPage = ({ em }: Room, page: PageArguments, accountId: Id<'account'>): Promise<Page<HoldRow>> =>
  keysetPage(em, HoldRow, { accountId }, page);

/** One line of the report: null while the subgraph has not answered. */
export interface ErasureLine {
  readonly subgraph: Holder;
  readonly erasedAt: Date | null;
  readonly erased: Record<string, number> | null;
}

/** Who erased what and when: a line for every subgraph. */
export async function erasureReport({ em }: Room, closingId: Id<'closing'>): Promise<ErasureLine[]> {
  const answers = await em.find(ErasureAnswerRow, { closingId });
  return holders.map((subgraph) => {
    const answer = answers.find((one) => one.subgraph === subgraph);
    return { subgraph, erasedAt: answer?.answeredAt ?? null, erased: answer?.erased ?? null };
  });
}
