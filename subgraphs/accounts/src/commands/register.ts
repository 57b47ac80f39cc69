import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { idempotencyKey, parse, text } from '@praetor/kernel/input';
import { NotFound, Refusal } from '@praetor/kernel/refusal';
import { z } from 'zod';
import { AccountRow } from '../db/account.entity.ts';
import { accountById } from '../db/account.store.ts';
import { TenantRow } from '../db/tenant.entity.ts';
import { normalisedEmail } from '../domain/email.ts';
import { WeakPassword } from '../domain/password.ts';
import type { Desk } from './desk.ts';
import { passwordInput } from './input.ts';
import { assertStrong } from './judge-password.ts';
import { serviceNames } from './password-context.ts';
import { lockAddress, openAccount } from './open-account.ts';
import { TryLater } from './password-hasher.ts';

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

export const registerRefusals = [WeakPassword, EmailTaken, TryLater] as const;

/** A person opens an account in the tenant they speak to. */
export async function register(room: Room, desk: Desk, raw: z.input<typeof Input>): Promise<AccountRow> {
  // The password stays out of what idempotency digests: that would be a fast hash of it.
  const { password, ...input } = parse(Input, raw);
  const { tenantId } = room.actor;
  const tenant = await room.em.fork().findOne(TenantRow, { id: tenantId });
  if (!tenant) throw new NotFound('tenant');
  const { email, displayName = null } = input;
  await assertStrong(password, { email, displayName, service: serviceNames(tenant) });
  const passwordHash = await desk.passwords.hash(password);
  return perform(room, { action: 'register', target: null, input, reload: accountById }, async (tx) => {
    await lockAddress(tx.em, tenantId, email);
    if (await tx.em.findOne(AccountRow, { email })) throw new EmailTaken();
    return openAccount(tx, { tenantId, email, displayName, passwordHash });
  });
}
