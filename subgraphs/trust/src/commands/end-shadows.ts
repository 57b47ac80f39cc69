import { trustShadowEnded } from '@praetor/contracts/trust-backtests';
import type { Transaction } from '@praetor/events/perform';
import type { Id } from '@praetor/kernel/id';
import { lockRunningShadow } from '../db/trust-shadow.store.ts';
import type { TrustShadowRow } from '../db/trust-shadow.entity.ts';
import type { ShadowEnd } from '../domain/shadow.ts';

export const shadowData = ({ id, modelId, draftHash }: TrustShadowRow) => ({ shadowId: id, modelId, draftHash });
export const shadowSubject = ({ modelId }: TrustShadowRow) => ({ type: 'trustModel', id: modelId });

/** Ends the shadow that runs: of this model, or of any: beside another live model it would compare apples and pears. */
export async function endShadows(tx: Transaction, modelId: Id<'trustModel'> | null, why: ShadowEnd): Promise<void> {
  const row = await lockRunningShadow(tx.em, modelId);
  if (row) await endShadow(tx, row, why);
}

export async function endShadow(tx: Transaction, row: TrustShadowRow, why: ShadowEnd): Promise<void> {
  Object.assign(row, { state: 'ended', endedAt: tx.now, endedWhy: why });
  await tx.em.flush();
  await tx.announce(trustShadowEnded, { subject: shadowSubject(row), data: { ...shadowData(row), why } });
}
