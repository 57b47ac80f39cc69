import { flagResolved } from '@praetor/contracts/admin';
import type { Room } from '@praetor/events/room';
import { parse, text } from '@praetor/kernel/input';
import { Conflict, PolicyDenied } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { FlagRow } from '../db/flag.entity.ts';
import { ConflictOfInterest, HeldByAnother, ResolutionMismatch, resolutions, resolve, WrongState } from '../domain/flag.ts';
import { accountOf } from './actor.ts';
import { changeFlag } from './change-flag.ts';
import { onFlag } from './input.ts';
import { resourceOf } from './resource.ts';

const Input = z.object({ ...onFlag, resolution: z.enum(resolutions), reason: text(2000) });

export const resolveFlagRefusals = [
  WrongState,
  ConflictOfInterest,
  HeldByAnother,
  ResolutionMismatch,
  PolicyDenied,
  Conflict,
] as const;

/** Decides a flag. Who may end it how is policy; what follows (a suspension, a warning) follows from the event. */
export async function resolveFlag(room: Room, raw: z.input<typeof Input>): Promise<FlagRow> {
  const input = parse(Input, raw);
  const { resolution, reason } = input;
  return changeFlag(room, {
    action: 'resolveFlag',
    input,
    reason,
    decide: (flag, tx, row) => {
      tx.authorize({ action: 'ResolveFlag', resource: resourceOf(row), context: { resolution } });
      return resolve(flag, accountOf(room.actor), resolution);
    },
    write: (row) => (row.resolvedReason = reason),
    contract: flagResolved,
    data: () => ({ resolution, reason }),
  });
}
