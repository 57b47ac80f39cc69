import { alertAcknowledged } from '@praetor/contracts/notifications';
import type { Room } from '@praetor/events/room';
import { parse } from '@praetor/kernel/input';
import { Conflict, PolicyDenied } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { AlertRow } from '../db/alert.entity.ts';
import { acknowledge, WrongState } from '../domain/alert.ts';
import { accountOf } from './actor.ts';
import { changeAlert } from './change-alert.ts';
import { onAlert } from './input.ts';

const Input = z.object({ ...onAlert });

export const acknowledgeAlertRefusals = [WrongState, PolicyDenied, Conflict] as const;

/** An operator takes the alert: the others need not. */
export async function acknowledgeAlert(room: Room, raw: z.input<typeof Input>): Promise<AlertRow> {
  const input = parse(Input, raw);
  return changeAlert(room, {
    action: 'acknowledgeAlert',
    input,
    decide: (alert) => acknowledge(alert, accountOf(room.actor)),
    contract: alertAcknowledged,
    data: ({ acknowledgedById }) => ({ acknowledgedBy: acknowledgedById }),
  });
}
