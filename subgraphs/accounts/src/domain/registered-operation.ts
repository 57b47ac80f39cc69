import { Refusal } from '@praetor/kernel/refusal';

export const operationKinds = ['query', 'mutation', 'subscription'] as const;

/** A hash stands for one text for good: what was sent under it yesterday must not mean something else today. */
export class OperationHashTaken extends Refusal {
  readonly code = 'OPERATION_HASH_TAKEN';
  readonly hashes: string[];
  constructor(hashes: string[]) {
    super(`These stand for other texts already: ${hashes.slice(0, 5).join(', ')}. Give changed operations new ids.`);
    this.hashes = hashes;
  }
}

/** A partner still runs it. */
export class OperationInUse extends Refusal {
  readonly code = 'OPERATION_IN_USE';
  readonly lastUsedAt: Date;
  constructor(lastUsedAt: Date) {
    super(`It ran within ${quietDays} days, last at ${lastUsedAt.toISOString()}. Deprecate it and wait, or set force.`);
    this.lastUsedAt = lastUsedAt;
  }
}

const quietDays = 7;

/** Throws {@link OperationInUse} when taking it away would break somebody who did not agree. */
export function assertRemovable(lastUsedAt: Date | null, now: Date, force: boolean): void {
  if (force || !lastUsedAt) return;
  if (now.getTime() - lastUsedAt.getTime() < quietDays * 24 * 60 * 60_000) throw new OperationInUse(lastUsedAt);
}

/** What to do with each operation of a manifest, given what is there by its hash. Throws {@link OperationHashTaken}. */
export function registration<
  Known extends { hash: string; body: string; removedAt?: Date | null | undefined },
  New extends { hash: string; body: string },
>(known: readonly Known[], given: readonly New[]): { added: New[]; restored: Known[] } {
  const byHash = new Map(known.map((one) => [one.hash, one]));
  const taken = given.filter(({ hash, body }) => (byHash.get(hash)?.body ?? body) !== body);
  if (taken.length > 0) throw new OperationHashTaken(taken.map(({ hash }) => hash));
  return {
    added: given.filter(({ hash }) => !byHash.has(hash)),
    restored: given.flatMap(({ hash }) => byHash.get(hash) ?? []).filter(({ removedAt }) => removedAt),
  };
}
