import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { newId, parseId } from '@praetor/kernel/id';
import { idempotencyKey, parse, text } from '@praetor/kernel/input';
import { PolicyDenied } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { AlertRow } from '../db/alert.entity.ts';
import { alertById } from '../db/alert.store.ts';
import { severities } from '../domain/alert.ts';
import { raise } from './raise.ts';
import { resourceOf } from './resource.ts';

const Input = z.object({
  severity: z.enum(severities),
  title: text(200),
  detail: text(4000).nullish(),
  dedupKey: text(150).nullish(),
  accountId: z.string().nullish(),
  disputeId: z.string().nullish(),
  idempotencyKey,
});

export const raiseAlertRefusals = [PolicyDenied] as const;

/** An operator alerts the others. Keys of operators are apart from those of detectors. */
export async function raiseAlert(room: Room, raw: z.input<typeof Input>): Promise<AlertRow> {
  const input = parse(Input, raw);
  const { severity, title, detail = null, dedupKey } = input;
  const accountId = input.accountId ? parseId('account', input.accountId, 'accountId') : null;
  const disputeId = input.disputeId ? parseId('dispute', input.disputeId, 'disputeId') : null;
  return perform(room, { action: 'raiseAlert', target: null, input, reload: alertById }, async (tx) => {
    const id = newId('alert');
    tx.authorize({ action: 'ManageAlert', resource: resourceOf(id, room.actor.tenantId) });
    const key = `operator:${dedupKey ?? id}`;
    return raise(tx, room.actor.tenantId, {
      severity,
      source: 'operator',
      title,
      detail,
      dedupKey: key,
      accountId,
      disputeId,
    });
  });
}
