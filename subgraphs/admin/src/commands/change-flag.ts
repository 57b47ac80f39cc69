import type { EntityRef, EventContract } from '@praetor/contracts/contract';
import { perform, type Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { parseId, type Id } from '@praetor/kernel/id';
import type { z } from 'zod';
import type { FlagRow } from '../db/flag.entity.ts';
import { flagById, fromDomain, lockFlag, toDomain } from '../db/flag.store.ts';
import { snapshot } from '../db/snapshot.ts';
import { evolve, type Flag, type FlagEvent } from '../domain/flag.ts';
import { sightOf } from './actor.ts';

/** What every command on an existing flag takes. */
export interface FlagInput {
  flagId: string;
  expectedVersion?: number | null | undefined;
  idempotencyKey?: string | null | undefined;
}

export interface FlagChange<Contract extends EventContract, Event extends FlagEvent> {
  action: string;
  input: FlagInput;
  reason?: string | null | undefined;
  /** The domain's decision; may ask a policy through `tx`, or look something up, first. */
  decide: (flag: Flag, tx: Transaction, row: FlagRow) => Event | Promise<Event>;
  /** Columns that the union does not carry (free text). */
  write?: (row: FlagRow) => void;
  contract: Contract;
  /** Event data beside what every event of a flag has. */
  data: (event: Event) => Omit<z.input<Contract['data']>, 'flagId' | 'entity' | 'accountId'>;
}

/** The one shape of every command on a flag: lock, decide, write, announce. */
export function changeFlag<Contract extends EventContract, Event extends FlagEvent>(
  room: Room,
  { action, input, reason, decide, write, contract, data }: FlagChange<Contract, Event>,
): Promise<FlagRow> {
  const id = parseId('flag', input.flagId, 'flagId');
  const target = { type: 'flag', id };
  return perform(room, { action, input, reason, target, reload: flagById }, async (tx) => {
    const row = await lockFlag(tx.em, sightOf(room), id, input.expectedVersion);
    const before = snapshot(row);
    const flag = toDomain(row);
    const event = await decide(flag, tx, row);
    fromDomain(row, evolve(flag, event), tx.now);
    write?.(row);
    await tx.em.flush();
    await tx.announce(contract, {
      subject: target,
      data: { ...factsOf(row), ...data(event) } as z.input<Contract['data']>,
      change: { before, after: snapshot(row) },
    });
    return row;
  });
}

/** What every event of a flag says. */
export function factsOf(row: FlagRow): { flagId: Id<'flag'>; entity: EntityRef; accountId: Id<'account'> | null } {
  return { flagId: row.id, entity: { type: row.entityType, id: row.entityId }, accountId: row.accountId ?? null };
}
