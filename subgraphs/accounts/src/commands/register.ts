import type { Room } from '@praetor/events/room';
import { idempotencyKey, parse, text } from '@praetor/kernel/input';
import { z } from 'zod';
import type { ProofRow } from '../db/proof.entity.ts';
import { WeakPassword } from '../domain/password.ts';
import type { Desk } from './desk.ts';
import { emailInput, passwordInput } from './input.ts';
import { assertStrong } from './judge-password.ts';
import { contextIn } from './password-context.ts';
import { TryLater } from './password-hasher.ts';
import { requestProof } from './request-proof.ts';

const Input = z.object({ email: emailInput, password: passwordInput, displayName: text(100).nullish(), idempotencyKey });

/** What a registration becomes once its address is proven. It waits with the request, not with the account: an account that a stranger began with another password is nobody's. */
export const Registration = z.object({ passwordHash: z.string(), displayName: z.string().nullable() });

export const registerRefusals = [WeakPassword, TryLater] as const;

/**
 * A person wants an account in the tenant they speak to. The answer, and the work until it, are the same whether the address has
 * one already: whoever reads the address is told the rest there.
 */
export async function register(room: Room, desk: Desk, raw: z.input<typeof Input>): Promise<ProofRow> {
  // The password stays out of what idempotency digests: that would be a fast hash of it.
  const { password, ...input } = parse(Input, raw);
  const { email: address, displayName = null } = input;
  await assertStrong(password, await contextIn(room.em.fork(), room.actor.tenantId, { email: address, displayName }));
  const outcome: z.infer<typeof Registration> = { passwordHash: await desk.passwords.hash(password), displayName };
  return requestProof(room, desk, { action: 'register', input, purpose: 'register', address, accountId: null, outcome });
}
