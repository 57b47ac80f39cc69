import { randomBytes } from 'node:crypto';
import { apiKeyRevoked } from '@praetor/contracts/accounts';
import { accountClosed } from '@praetor/contracts/closing';
import { perform, type Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { sql } from '@praetor/postgres/sql';
import { after, days } from '@praetor/kernel/clock';
import { idOf, newId, parseId, uuidOf, type Id } from '@praetor/kernel/id';
import { idempotencyKey, parse, text } from '@praetor/kernel/input';
import { Conflict, PolicyDenied } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { AccountRow } from '../db/account.entity.ts';
import { fromDomain, lockAccountRow, toDomain } from '../db/account.store.ts';
import { ClosingRow } from '../db/closing.entity.ts';
import { closingById } from '../db/closing.store.ts';
import { deleteExports } from '../db/data-export.store.ts';
import { snapshot } from '../db/snapshot.ts';
import { openOrganizations } from '../db/organization-wall.ts';
import { AccountWrongState, close, evolve } from '../domain/account.ts';
import { erasureTime, type ClosedBy } from '../domain/closing.ts';
import { OrganizationLastOwner } from '../domain/organization.ts';
import { accountOf } from './actor.ts';
import { resourceOf } from './change-account.ts';
import type { Desk } from './desk.ts';
import { onAccount } from './input.ts';
import { revokeSessions } from './revoke-sessions.ts';
import { digestOf } from './session-tokens.ts';
import { unlinkWallets } from './unlink-wallet.ts';

const Mine = z.object({ reason: text(1000).nullish(), idempotencyKey });
const Theirs = z.object({ ...onAccount, reason: text(1000) });

export const closeMyAccountRefusals = [AccountWrongState, OrganizationLastOwner] as const;
export const closeAccountRefusals = [AccountWrongState, PolicyDenied, Conflict] as const;

/** The token is shown once: a repeated request with the same idempotency key answers without it. */
export interface ClosedAccount {
  readonly id: Id<'closing'>;
  readonly closing: ClosingRow;
  /** Takes the closing back; its owner cannot sign in any more. */
  readonly cancelToken: string | null;
}

const reload = async (em: Parameters<typeof closingById>[0], id: string): Promise<ClosedAccount> => {
  const closing = await closingById(em, id);
  return { id: closing.id, closing, cancelToken: null };
};

/** The owner ends their account. The door asks them to prove anew who they are. */
export async function closeMyAccount(
  room: Room,
  { post }: Pick<Desk, 'post'>,
  raw: z.input<typeof Mine>,
): Promise<ClosedAccount> {
  const input = parse(Mine, raw);
  const id = accountOf(room.actor);
  const attempt = { action: 'closeMyAccount', input, reason: input.reason, target: { type: 'account', id }, reload };
  return perform(room, attempt, async (tx) => {
    const row = await lockAccountRow(tx.em, id);
    await assertLeavesNobodyBehind(tx, id);
    const closed = await endAccount(tx, row, 'owner', input.reason ?? null);
    if (row.email && closed.cancelToken) {
      const to = { tenantId: row.tenantId, accountId: id, channel: 'email' as const, to: row.email };
      const letter = { letter: 'accountClosed' as const, secret: closed.cancelToken };
      await post.post(tx.em, { ...to, ...letter, now: tx.now, expiresAt: after(tx.now, days(2)) });
    }
    return closed;
  });
}

/** An organization with other members keeps an owner: whoever is its last one hands it over first, or closes it. */
async function assertLeavesNobodyBehind(tx: Transaction, accountId: Id<'account'>): Promise<void> {
  await openOrganizations(tx.em, '*');
  const orphaned = await sql(
    tx.em,
    `select 1 from accounts.membership as mine join accounts.organization on organization.id = mine.organization_id
     where mine.account_id = $1 and mine.role = 'OWNER' and organization.status = 'active'
       and exists (select from accounts.membership as other where other.organization_id = mine.organization_id and other.account_id <> $1)
       and not exists (select from accounts.membership as other where other.organization_id = mine.organization_id
                       and other.account_id <> $1 and other.role = 'OWNER')`,
    [uuidOf(accountId)],
  );
  if (orphaned.length) throw new OrganizationLastOwner();
}

/** Staff ends an account: its owner asked them to, or it must not go on. */
export async function closeAccount(room: Room, raw: z.input<typeof Theirs>): Promise<ClosedAccount> {
  const input = parse(Theirs, raw);
  const { reason } = input;
  const id = parseId('account', input.accountId, 'accountId');
  return perform(room, { action: 'closeAccount', input, reason, target: { type: 'account', id }, reload }, async (tx) => {
    const row = await lockAccountRow(tx.em, id, input.expectedVersion);
    tx.authorize({ action: 'CloseAccount', resource: resourceOf(row) });
    return endAccount(tx, row, 'staff', reason);
  });
}

/** What ends is worth nothing from this commit on: sessions, keys, wallets. The rest waits for the grace to end. */
export async function endAccount(tx: Transaction, row: AccountRow, by: ClosedBy, reason: string | null): Promise<ClosedAccount> {
  const account = toDomain(row);
  const event = close(account);
  const before = snapshot(row);
  const cancelToken = by === 'owner' ? `ct_${randomBytes(32).toString('base64url')}` : null;
  const closing = tx.em.create(ClosingRow, {
    id: newId('closing'),
    tenantId: row.tenantId,
    accountId: row.id,
    status: 'grace',
    by,
    reason,
    statusBefore: row.status,
    whyBefore: row.why ?? null,
    lockedUntilBefore: row.lockedUntil ?? null,
    cancelDigest: cancelToken && digestOf(cancelToken),
    closedAt: tx.now,
    // Nobody misses an account that nobody proved to be theirs.
    erasureAt: by === 'expiry' ? tx.now : erasureTime(tx.now),
    dueAt: null,
    overdueAt: null,
    finishedAt: null,
  });
  fromDomain(row, evolve(account, event), tx.now);
  await tx.em.flush();
  await tx.announce(accountClosed, {
    subject: { type: 'account', id: row.id },
    data: { accountId: row.id, closingId: closing.id, by, erasureAt: closing.erasureAt.toISOString() },
    change: { before, after: snapshot(row) },
  });
  await deleteExports(tx.em, row.id);
  await revokeSessions(tx, row.id, 'closed');
  await revokeKeysOf(tx, row.id);
  await unlinkWallets(tx, row.id, 'closed');
  return { id: closing.id, closing, cancelToken };
}

/** Keys are the tenant's; those that this person answers for may be in their hands alone. */
async function revokeKeysOf(tx: Transaction, accountId: Id<'account'>): Promise<void> {
  const revoked = await sql<{ id: string; name: string }>(
    tx.em,
    `update accounts.api_key set revoked_at = $2, previous_digest = null, previous_until = null, version = version + 1
     where vouched_by_id = $1 and revoked_at is null returning id, name`,
    [uuidOf(accountId), tx.now],
  );
  for (const { id, name } of revoked) {
    const apiKeyId = idOf('apiKey', id);
    await tx.announce(apiKeyRevoked, {
      subject: { type: 'apiKey', id: apiKeyId },
      data: { apiKeyId, name },
      change: { before: { revokedAt: null }, after: { revokedAt: tx.now } },
    });
  }
}
