import { perform } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { idempotencyKey, parse } from '@praetor/kernel/input';
import { NotFound } from '@praetor/kernel/refusal';
import { z } from 'zod';
import { lockAccountRow } from '../db/account.store.ts';
import type { Seal } from '../db/seal.ts';
import { TotpRow } from '../db/totp.entity.ts';
import { accountOf } from './actor.ts';
import { InvalidSecondFactor } from './attempt-second-factor.ts';
import { factorEnrolledHere } from './factor-enrolled.ts';
import { withoutCodes, type RecoveryCodes } from './recovery-codes.ts';
import { stepOfCode } from './totp-code.ts';

const Input = z.object({ code: z.string().max(40), idempotencyKey });

export const confirmTotpRefusals = [InvalidSecondFactor] as const;

/** A first code proves that the app has the secret. From now on signing in asks for one. */
export function confirmTotp(room: Room, seal: Seal, raw: z.input<typeof Input>): Promise<RecoveryCodes> {
  // Codes are short-lived, but idempotency keeps a digest of what it is given for days: they stay out of it.
  const { code, ...input } = parse(Input, raw);
  const accountId = accountOf(room.actor);
  const target = { type: 'account', id: accountId };
  return perform<RecoveryCodes>(room, { action: 'confirmTotp', input, target, reload: withoutCodes }, async (tx) => {
    const account = await lockAccountRow(tx.em, accountId);
    const totp = await tx.em.findOne(TotpRow, { accountId, confirmedAt: null });
    if (!totp) throw new NotFound('authenticator app to confirm');
    const step = stepOfCode(seal.open(totp.sealed, totp.id), code.trim(), tx.now);
    // Whoever guesses here guesses a secret that was just shown to them.
    if (step === null) throw new InvalidSecondFactor();
    totp.confirmedAt = tx.now;
    totp.lastStep = step;
    await tx.em.flush();
    const proven = { kind: 'totp', credentialId: totp.id, methods: ['otp', 'mfa'] } as const;
    return { id: accountId, account, codes: await factorEnrolledHere(tx, room, account, proven) };
  });
}
