import { totpEnrolmentBegun } from '@praetor/contracts/accounts';
import { perform, type Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { newId, type Id } from '@praetor/kernel/id';
import { idempotencyKey, parse } from '@praetor/kernel/input';
import { Refusal } from '@praetor/kernel/refusal';
import { z } from 'zod';
import { lockAccountRow } from '../db/account.store.ts';
import type { Seal } from '../db/seal.ts';
import { TenantRow } from '../db/tenant.entity.ts';
import { TotpRow } from '../db/totp.entity.ts';
import { accountOf } from './actor.ts';
import { newTotpSecret, totpUri } from './totp-code.ts';

const Input = z.object({ idempotencyKey });

export class TotpEnrolled extends Refusal {
  readonly code = 'ACCOUNT_TOTP_ENROLLED';
  constructor() {
    super('The account has an authenticator app already. Remove it first.');
  }
}

export const enrolTotpRefusals = [TotpEnrolled] as const;

/** The secret is shown once: a repeated request with the same idempotency key answers without it. */
export interface TotpEnrolment {
  readonly id: Id<'credential'>;
  readonly secret: string | null;
  readonly uri: string | null;
}

/** Makes the secret of an authenticator app. It counts once a code proves that the app has it. */
export function enrolTotp(room: Room, seal: Seal, raw: z.input<typeof Input>): Promise<TotpEnrolment> {
  const input = parse(Input, raw);
  const accountId = accountOf(room.actor);
  const target = { type: 'account', id: accountId };
  const reload = async (_: unknown, id: string): Promise<TotpEnrolment> => ({
    id: id as Id<'credential'>,
    secret: null,
    uri: null,
  });
  return perform<TotpEnrolment>(room, { action: 'enrolTotp', input, target, reload }, (tx) => begin(tx, seal, accountId));
}

async function begin(tx: Transaction, seal: Seal, accountId: Id<'account'>): Promise<TotpEnrolment> {
  const { tenantId, email, displayName } = await lockAccountRow(tx.em, accountId);
  const present = await tx.em.findOne(TotpRow, { accountId });
  if (present?.confirmedAt) throw new TotpEnrolled();
  const { name: issuer } = await tx.em.findOneOrFail(TenantRow, { id: tenantId });
  const [id, secret] = [newId('credential'), newTotpSecret()];
  const fresh = { id, sealed: seal.close(secret, id), createdAt: tx.now, confirmedAt: null, lastStep: null };
  if (present) tx.em.assign(present, fresh);
  else tx.em.create(TotpRow, { tenantId, accountId, ...fresh });
  await tx.em.flush();
  await tx.announce(totpEnrolmentBegun, { subject: { type: 'account', id: accountId }, data: { accountId, credentialId: id } });
  return { id, secret, uri: totpUri(secret, { issuer, label: email ?? displayName ?? accountId }) };
}
