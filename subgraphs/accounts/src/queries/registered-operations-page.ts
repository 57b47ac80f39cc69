import type { Room } from '@praetor/events/room';
import { parseId } from '@praetor/kernel/id';
import { keysetPage, type Page, type PageArguments } from '@praetor/postgres/page';
import { RegisteredOperationRow } from '../db/registered-operation.entity.ts';

/** Registered operations of one key or of the tenant, the removed ones too, newest first. */
export const registeredOperationsPage = (
  { em }: Room,
  page: PageArguments,
  apiKeyId?: string | null,
): Promise<Page<RegisteredOperationRow>> =>
  keysetPage(em, RegisteredOperationRow, apiKeyId == null ? {} : { apiKeyId: parseId('apiKey', apiKeyId, 'apiKeyId') }, page);
