import type { ProposalState } from '@praetor/kernel/four-eyes';
import type { Room } from '@praetor/events/room';
import { keysetPage, type Page, type PageArguments } from '@praetor/postgres/page';
import { RoleRequestRow } from '../db/role-request.entity.ts';

/** Requests for staff roles, newest first. */
export const roleRequestsPage = (
  { em }: Room,
  page: PageArguments,
  state?: ProposalState | null,
): Promise<Page<RoleRequestRow>> => keysetPage(em, RoleRequestRow, state == null ? {} : { state }, page);
