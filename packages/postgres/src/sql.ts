import type { EntityManager } from '@mikro-orm/postgresql';
import { CompiledQuery } from 'kysely';

/**
 * Rows of one statement in the manager's transaction. Parameters (`$1`, …) are bound, not written into the text as
 * `em.execute` does: a batch of events is a parameter of some hundred kilobytes.
 */
export async function sql<Row>(tx: EntityManager, text: string, parameters: readonly unknown[] = []): Promise<Row[]> {
  const { rows } = await tx.getKysely().executeQuery(CompiledQuery.raw(text, [...parameters]));
  return rows as Row[];
}

/** How many rows one statement changed. */
export async function changed(tx: EntityManager, text: string, parameters: readonly unknown[] = []): Promise<number> {
  const { numAffectedRows } = await tx.getKysely().executeQuery(CompiledQuery.raw(text, [...parameters]));
  return Number(numAffectedRows ?? 0n);
}
