import type { Id } from '@praetor/kernel/id';
import { Conflict, NotFound } from '@praetor/kernel/refusal';
import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import { builtInModel, currentModel } from '../domain/models.ts';
import type { Model } from '../domain/model.ts';
import { LiveModelRow } from './live-model.entity.ts';
import { TrustModelRow } from './trust-model.entity.ts';

/** Published models, read once in a process: they never change, and their names are unique among all tenants. */
const shelf = new Map<string, Model>();
const most = 500;

/** The models of these versions, all published. One statement for those that were not read before, none for the usual. */
export async function modelsOf(em: EntityManager, versions: Iterable<string>): Promise<ReadonlyMap<string, Model>> {
  const found = new Map<string, Model>();
  const missing: string[] = [];
  for (const version of new Set(versions)) {
    const model = builtInModel(version) ?? shelf.get(version);
    if (model) found.set(version, model);
    else missing.push(version);
  }
  const rows = missing.length ? await em.find(TrustModelRow, { modelVersion: { $in: missing }, state: 'published' }) : [];
  if (shelf.size + rows.length > most) shelf.clear();
  for (const { modelVersion, content } of rows) {
    shelf.set(modelVersion, content);
    found.set(modelVersion, content);
  }
  const lost = missing.find((version) => !found.has(version));
  if (lost !== undefined) throw new Error(`There is no trust model ${lost}.`);
  return found;
}

export async function modelOf(em: EntityManager, version: string): Promise<Model> {
  return (await modelsOf(em, [version])).get(version)!;
}

/** By which model this tenant's accounts are scored now. */
export async function liveModelOf(em: EntityManager): Promise<Model> {
  // The tenant's filter leaves at most one row.
  const [row] = await em.find(LiveModelRow, {}, { refresh: true });
  return modelOf(em, row?.modelVersion ?? currentModel.version);
}

export async function trustModelById(em: EntityManager, id: string): Promise<TrustModelRow> {
  const row = await em.findOne(TrustModelRow, { id: id as Id<'trustModel'> });
  if (!row) throw new NotFound('model');
  return row;
}

/** The row, locked until the transaction ends. */
export async function lockTrustModel(
  em: EntityManager,
  id: Id<'trustModel'>,
  expectedVersion?: number | null,
): Promise<TrustModelRow> {
  const row = await em.findOne(TrustModelRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  if (!row) throw new NotFound('model');
  if (expectedVersion != null && expectedVersion !== row.version) throw new Conflict(expectedVersion, row.version);
  return row;
}
