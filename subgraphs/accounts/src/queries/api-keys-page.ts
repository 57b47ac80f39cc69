import type { Room } from '@praetor/events/room';
import { keysetPage, type Page, type PageArguments } from '@praetor/postgres/page';
import { ApiKeyRow } from '../db/api-key.entity.ts';

/** API keys of the tenant, the revoked ones too, newest first. */
export const apiKeysPage = ({ em }: Room, page: PageArguments): Promise<Page<ApiKeyRow>> => keysetPage(em, ApiKeyRow, {}, page);
