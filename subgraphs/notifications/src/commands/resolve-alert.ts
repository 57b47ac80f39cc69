import { alertResolved } from '@praetor/contracts/notifications';
import type { Room } from '@praetor/events/room';
import { parse } from '@praetor/kernel/input';
import { Conflict, PolicyDenied } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { AlertRow } from '../db/alert.entity.ts';
import { resolve, WrongState } from '../domain/alert.ts';
import { accountOf } from './actor.ts';
import { changeAlert } from './change-alert.ts';
import { onAlert } from './input.ts';

const Input = z.object({ ...onAlert });

export const resolveAlertRefusals = [WrongState, PolicyDenied, Conflict] as const;

/** An operator says that it is over. */
export async function resolveAlert(room: Room, raw: z.input<typeof Input>): Promise<AlertRow> {
  const input = parse(Input, raw);
  return changeAlert(room, {
    action: 'resolveAlert',
    input,
    decide: (alert) => resolve(alert, accountOf(room.actor)),
    contract: alertResolved,
    data: ({ resolvedById }) => ({ resolvedBy: resolvedById }),
  });
}
