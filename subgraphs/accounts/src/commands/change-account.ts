import type { PolicyRequest } from '@praetor/authorization/cedar';
import type { EventContract } from '@praetor/contracts/contract';
import { perform, type Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { parseId } from '@praetor/kernel/id';
import type { z } from 'zod';
import type { AccountRow } from '../db/account.entity.ts';
import { accountById, fromDomain, lockAccountRow, toDomain } from '../db/account.store.ts';
import { snapshot } from '../db/snapshot.ts';
import { evolve, type Account, type AccountEvent } from '../domain/account.ts';

/** What every command on an existing account takes. */
export interface AccountInput {
  accountId: string;
  expectedVersion?: number | null | undefined;
  idempotencyKey?: string | null | undefined;
}

interface Step<Contract extends EventContract, Event extends AccountEvent> {
  /** The domain's decision. */
  decide: (account: Account, tx: Transaction) => Event;
  contract: Contract;
  /** Event data beside the account's id. */
  data: (event: Event) => Omit<z.input<Contract['data']>, 'accountId'>;
  /** What follows from it in the same transaction. */
  also?: (tx: Transaction, row: AccountRow) => Promise<void>;
}

export interface AccountChange<Contract extends EventContract, Event extends AccountEvent> extends Step<Contract, Event> {
  action: string;
  input: AccountInput;
  reason?: string | null | undefined;
  /** The policy that has to allow it. */
  policy: Pick<PolicyRequest, 'action' | 'context'>;
  /** What else has to hold, asked under the row's lock before anything is decided. */
  first?: (tx: Transaction, row: AccountRow) => Promise<void>;
}

/** The one shape of every command by staff on an account: lock, ask the policy, decide, write, announce. */
export function changeAccount<Contract extends EventContract, Event extends AccountEvent>(
  room: Room,
  change: AccountChange<Contract, Event>,
): Promise<AccountRow> {
  const { action, input, reason, policy } = change;
  const id = parseId('account', input.accountId, 'accountId');
  return perform(room, { action, input, reason, target: { type: 'account', id }, reload: accountById }, async (tx) => {
    const row = await lockAccountRow(tx.em, id, input.expectedVersion);
    tx.authorize({ ...policy, resource: resourceOf(row) });
    await change.first?.(tx, row);
    await apply(tx, row, change);
    return row;
  });
}

/** One step on a locked row, for commands, consumers and jobs alike. */
export async function apply<Contract extends EventContract, Event extends AccountEvent>(
  tx: Transaction,
  row: AccountRow,
  { decide, contract, data, also }: Step<Contract, Event>,
): Promise<void> {
  const before = snapshot(row);
  const account = toDomain(row);
  const event = decide(account, tx);
  fromDomain(row, evolve(account, event), tx.now);
  await tx.em.flush();
  await tx.announce(contract, {
    subject: { type: 'account', id: row.id },
    data: { accountId: row.id, ...data(event) } as z.input<Contract['data']>,
    change: { before, after: snapshot(row) },
  });
  await also?.(tx, row);
}

/** The account as policies see it. */
export function resourceOf({ id, tenantId, roles }: AccountRow): PolicyRequest['resource'] {
  return { type: 'Account', id, attributes: { id, tenant: tenantId, roles } };
}
