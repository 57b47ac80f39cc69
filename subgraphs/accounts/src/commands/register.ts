import { accountCreated } from '@praetor/contracts/accounts';
import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { sql } from '@praetor/postgres/sql';
import { newId } from '@praetor/kernel/id';
import { idempotencyKey, parse, text } from '@praetor/kernel/input';
import { NotFound, Refusal } from '@praetor/kernel/refusal';
import { z } from 'zod';
import { AccountRow } from '../db/account.entity.ts';
import { accountById, blankAccount } from '../db/account.store.ts';
import { snapshot } from '../db/snapshot.ts';
import { TenantRow } from '../db/tenant.entity.ts';
import { normalisedEmail } from '../domain/email.ts';
import { assertStrong, WeakPassword } from '../domain/password.ts';
import { firstRoles } from '../domain/roles.ts';
import { hashPassword } from './hash-password.ts';
import { passwordInput } from './input.ts';

const Input = z.object({
  email: z.string().transform(normalisedEmail).pipe(z.email('Give an e-mail address.').max(254)),
  password: passwordInput,
  displayName: text(100).nullish(),
  idempotencyKey,
});

export class EmailTaken extends Refusal {
  readonly code = 'ACCOUNT_EMAIL_TAKEN';
  constructor() {
    super('This e-mail address has an account already. Log in with it.');
  }
}

export const registerRefusals = [WeakPassword, EmailTaken] as const;

/** A person opens an account in the tenant they speak to. */
export async function register(room: Room, raw: z.input<typeof Input>): Promise<AccountRow> {
  // The password stays out of what idempotency digests: that would be a fast hash of it.
  const { password, ...input } = parse(Input, raw);
  const { tenantId } = room.actor;
  if (!(await room.em.fork().findOne(TenantRow, { id: tenantId }))) throw new NotFound('tenant');
  assertStrong(password, input.email);
  const passwordHash = await hashPassword(password);
  return perform(room, { action: 'register', target: null, input, reload: accountById }, async (tx) => {
    await sql(tx.em, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [`accounts.email/${tenantId}/${input.email}`]);
    if (await tx.em.findOne(AccountRow, { email: input.email })) throw new EmailTaken();
    const row = tx.em.create(AccountRow, {
      ...blankAccount,
      id: newId('account'),
      tenantId,
      email: input.email,
      displayName: input.displayName ?? null,
      passwordHash,
      roles: [...firstRoles],
      claimed: true,
      createdAt: tx.now,
      updatedAt: tx.now,
    });
    await tx.em.flush();
    await tx.announce(accountCreated, {
      subject: { type: 'account', id: row.id },
      data: { accountId: row.id, email: input.email, externalRef: null, roles: row.roles, claimed: true },
      change: { before: null, after: snapshot(row) },
    });
    return row;
  });
}
