import type { Room } from '@praetor/events/room';
import { keysetPage, type Page, type PageArguments } from '@praetor/postgres/page';
import { FactorResetRow } from '../db/factor-reset.entity.ts';
import { stateAt, type FactorResetState } from '../domain/factor-reset.ts';

/** Resets of second factors, newest first. */
export const factorResetsPage = (
  { em }: Room,
  page: PageArguments,
  state?: FactorResetState | null,
): Promise<Page<FactorResetRow>> => keysetPage(em, FactorResetRow, state == null ? {} : { state }, page);

/** Nobody decides after the time, whether or not that is written down. */
export const factorResetState = (row: FactorResetRow, { clock }: Room): FactorResetState => stateAt(row, clock());
