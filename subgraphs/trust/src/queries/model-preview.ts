import type { Room } from '@praetor/events/room';
import { isId, type Id } from '@praetor/kernel/id';
import { TrustModelRow } from '../db/trust-model.entity.ts';
import { liveModelOf } from '../db/trust-model.store.ts';
import { TrustProfileRow } from '../db/trust-profile.entity.ts';
import type { Assessment } from '../domain/assess.ts';
import { assessedBoth, type Sides } from '../domain/backtest.ts';
import { blank } from '../domain/trust-state.ts';

/** What a version of the model would make of one account, beside the live one. */
export interface ModelPreview extends Sides<Assessment> {
  readonly accountId: Id<'account'>;
  readonly modelId: Id<'trustModel'>;
  readonly evaluatedAt: Date;
}

/** Both read what is known of the account now, as on the day of publication. Null without such a model. */
export async function modelPreview(room: Room, modelId: string, accountId: string): Promise<ModelPreview | null> {
  if (!isId('trustModel', modelId) || !isId('account', accountId)) return null;
  const row = await room.em.findOne(TrustModelRow, { id: modelId });
  if (!row) return null;
  const profile = await room.em.findOne(TrustProfileRow, { accountId });
  const evaluatedAt = profile?.evaluatedAt ?? room.clock();
  const models = { live: await liveModelOf(room.em), draft: row.content };
  return { ...assessedBoth(profile?.state ?? blank, models, evaluatedAt.getTime()), accountId, modelId, evaluatedAt };
}
