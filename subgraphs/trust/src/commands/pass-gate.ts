import type { Transaction } from '@praetor/events/perform';
import { after, days } from '@praetor/kernel/clock';
import { uuidOf } from '@praetor/kernel/id';
import { sql } from '@praetor/postgres/sql';
import { gateOf, latestBacktest } from '../db/trust-backtest.store.ts';
import type { TrustModelRow } from '../db/trust-model.entity.ts';
import { liveModelOf } from '../db/trust-model.store.ts';
import { breachesOf, ModelFailsBacktest, ModelNotBacktested, type GateBreach } from '../domain/model-gate.ts';
import { hashOf } from './digest.ts';

/** By what a model was let through, as the event of its publication says. */
export interface Passed {
  /** Null where there was no history to try it on. */
  readonly backtestId: string | null;
  readonly breaches: GateBreach[];
}

/**
 * Lets a model be published that was tried on recent history beside the live one, both exactly as they are now, and does what the tenant
 * demands; or that someone publishes although it does not. Where nothing was heard yet there is nothing to try it on.
 */
export async function passGate({ em, now }: Transaction, row: TrustModelRow, despite: boolean): Promise<Passed> {
  const history = await sql(em, 'select 1 from trust.heard_statement where tenant_id = $1 limit 1', [uuidOf(row.tenantId)]);
  if (!history.length) return { backtestId: null, breaches: [] };
  const { windowDays, maxAgeDays, ...gate } = await gateOf(em);
  const [draftHash, liveHash] = [row.contentHash, hashOf(await liveModelOf(em))];
  const found = await latestBacktest(em, { modelId: row.id, draftHash, liveHash, windowDays });
  if (!found?.report || found.startedAt < after(now, -days(maxAgeDays))) throw new ModelNotBacktested(maxAgeDays);
  const breaches = breachesOf(found.report, { windowDays, maxAgeDays, ...gate });
  if (breaches.length && !despite) throw new ModelFailsBacktest(breaches);
  return { backtestId: found.id, breaches };
}
