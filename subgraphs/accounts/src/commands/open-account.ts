import { accountCreated } from '@praetor/contracts/accounts';
import { perform, type Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { newId, type Id } from '@praetor/kernel/id';
import { sql } from '@praetor/postgres/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import { AccountRow } from '../db/account.entity.ts';
import { accountById, blankAccount } from '../db/account.store.ts';
import { snapshot } from '../db/snapshot.ts';
import { firstRoles } from '../domain/roles.ts';
import { createPasswordHasher } from './password-hasher.ts';

/** One at a time for one address of one tenant, whether it has an account yet or not. Until the transaction ends. */
export async function lockAddress(tx: EntityManager, tenantId: Id<'tenant'>, email: string): Promise<void> {
  await sql(tx, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [`accounts.email/${tenantId}/${email}`]);
}

export interface NewAccount {
  readonly tenantId: Id<'tenant'>;
  readonly email: string;
  readonly displayName: string | null;
  readonly passwordHash: string | null;
  /** Whether the address needs no proof any more. */
  readonly verified: boolean;
}

/** Writes and announces a new account. The address is locked, and nobody has it. */
export async function openAccount(
  tx: Transaction,
  { tenantId, email, displayName, passwordHash, verified }: NewAccount,
): Promise<AccountRow> {
  const row = tx.em.create(AccountRow, {
    ...blankAccount,
    id: newId('account'),
    tenantId,
    email,
    displayName,
    passwordHash,
    status: verified ? 'active' : 'pending',
    emailVerifiedAt: verified ? tx.now : null,
    roles: [...firstRoles],
    claimed: true,
    createdAt: tx.now,
    updatedAt: tx.now,
  });
  await tx.em.flush();
  await tx.announce(accountCreated, {
    subject: { type: 'account', id: row.id },
    data: { accountId: row.id, email, externalRef: null, roles: row.roles, claimed: true },
    change: { before: null, after: snapshot(row) },
  });
  return row;
}

/** Without pepper: the first login hashes it anew, with what the service has by then. */
const founders = createPasswordHasher();

/** A first account, of whoever runs Praetor: its address needs no proof. What is there stays as it is. */
export async function openFirstAccount(
  room: Room,
  { email, displayName, password }: { email: string; displayName: string; password: string | null },
): Promise<AccountRow> {
  const { tenantId } = room.actor;
  const passwordHash = password === null ? null : await founders.hash(password);
  return perform(room, { action: 'openFirstAccount', target: null, input: {}, reload: accountById }, async (tx) => {
    await lockAddress(tx.em, tenantId, email);
    const known = await tx.em.findOne(AccountRow, { email });
    return known ?? openAccount(tx, { tenantId, email, displayName, passwordHash, verified: true });
  });
}
