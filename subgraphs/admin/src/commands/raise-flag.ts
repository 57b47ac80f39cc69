import { EntityRef } from '@praetor/contracts/contract';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { parseId, type Id } from '@praetor/kernel/id';
import { idempotencyKey, parse, text } from '@praetor/kernel/input';
import { Refusal } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { FlagRow } from '../db/flag.entity.ts';
import { flagById } from '../db/flag.store.ts';
import { KnownAccountRow } from '../db/known-account.entity.ts';
import { severities } from '../domain/severity.ts';
import { reporterOf } from './actor.ts';
import { raise } from './raise.ts';

const Input = z.object({
  entity: EntityRef.extend({ id: text(200) }),
  accountId: z.string().nullish(),
  category: text(100),
  reason: text(2000),
  severity: z.enum(severities).nullish(),
  idempotencyKey,
});

export class UnknownAccount extends Refusal {
  readonly code = 'FLAG_UNKNOWN_ACCOUNT';
  constructor() {
    super('There is no such account. Check its id; leave it out when you do not know who answers for the entity.');
  }
}

export const raiseFlagRefusals = [UnknownAccount] as const;

/** Says that a thing needs a look. An account answers for itself; for anything else the caller may say who does. */
export async function raiseFlag(room: Room, raw: z.input<typeof Input>): Promise<FlagRow> {
  const input = parse(Input, raw);
  const { entity, category, reason, severity } = input;
  const accountId = concerned(input);
  return perform(room, { action: 'raiseFlag', target: entity, input, reason, reload: flagById }, async (tx) => {
    if (accountId && !(await tx.em.count(KnownAccountRow, { accountId }))) throw new UnknownAccount();
    const by = reporterOf(room.actor);
    const severityAt = () => severity ?? 'medium';
    return raise(tx, room.actor.tenantId, { entity, accountId, category, reason, by, severityAt });
  });
}

function concerned({ entity, accountId }: z.output<typeof Input>): Id<'account'> | null {
  if (entity.type === 'account') return parseId('account', entity.id, 'entity.id');
  return accountId ? parseId('account', accountId, 'accountId') : null;
}
