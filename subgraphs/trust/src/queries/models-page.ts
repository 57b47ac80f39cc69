import type { Room } from '@praetor/events/room';
import { isId } from '@praetor/kernel/id';
import { keysetPage, type Page, type PageArguments } from '@praetor/postgres/page';
import { LiveModelRow } from '../db/live-model.entity.ts';
import { TrustModelRow } from '../db/trust-model.entity.ts';
import type { ModelState } from '../domain/model-version.ts';
import { currentModel } from '../domain/models.ts';

/** Versions of the tenant's model, newest first. Whether the caller may list them was declared on the field. */
export const modelsPage = (
  { em }: Room,
  page: PageArguments,
  { state }: { state?: ModelState | null | undefined },
): Promise<Page<TrustModelRow>> => keysetPage(em, TrustModelRow, state ? { state } : {}, page);

/** One version; null when there is none of this id. */
export const modelWithId = async ({ em }: Room, id: string): Promise<TrustModelRow | null> =>
  isId('trustModel', id) ? em.findOne(TrustModelRow, { id }) : null;

/** By which version the tenant's accounts are scored now. */
export async function liveVersion({ em }: Room): Promise<string> {
  const [row] = await em.find(LiveModelRow, {});
  return row?.modelVersion ?? currentModel.version;
}
