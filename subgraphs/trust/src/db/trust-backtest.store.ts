import { usualGate, type ModelGate } from '../domain/model-gate.ts';
import type { Id } from '@praetor/kernel/id';
import { Conflict, NotFound } from '@praetor/kernel/refusal';
import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import { ModelGateRow } from './model-gate.entity.ts';
import { TrustBacktestRow } from './trust-backtest.entity.ts';

export async function backtestById(em: EntityManager, id: string): Promise<TrustBacktestRow> {
  const row = await em.findOne(TrustBacktestRow, { id: id as Id<'trustBacktest'> }, { refresh: true });
  if (!row) throw new NotFound('backtest');
  return row;
}

/** Locked until the transaction ends. */
export async function lockBacktest(
  em: EntityManager,
  id: Id<'trustBacktest'>,
  expectedVersion?: number | null,
): Promise<TrustBacktestRow> {
  const row = await em.findOne(TrustBacktestRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  if (!row) throw new NotFound('backtest');
  if (expectedVersion != null && expectedVersion !== row.version) throw new Conflict(expectedVersion, row.version);
  return row;
}

export const runningBacktest = (em: EntityManager): Promise<TrustBacktestRow | null> =>
  em.findOne(TrustBacktestRow, { state: 'running' });

/** The latest that is finished of exactly this model beside exactly that one, over times that nobody chose. */
export async function latestBacktest(
  em: EntityManager,
  of: { modelId: Id<'trustModel'>; draftHash: string; liveHash: string; windowDays: number },
): Promise<TrustBacktestRow | null> {
  const [row] = await em.find(TrustBacktestRow, { ...of, state: 'finished' }, { orderBy: { id: 'desc' }, limit: 1 });
  return row ?? null;
}

/** What this tenant demands of a model. */
export async function gateOf(em: EntityManager): Promise<ModelGate & { version: number }> {
  const [row] = await em.find(ModelGateRow, {}, { refresh: true });
  return row ?? { ...usualGate, version: 0 };
}
