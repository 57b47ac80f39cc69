import { sessionReauthenticated } from '@praetor/contracts/accounts';
import { perform, type Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import type { Id } from '@praetor/kernel/id';
import { parse } from '@praetor/kernel/input';
import { InvalidInput, NotFound, Refusal } from '@praetor/kernel/refusal';
import { z } from 'zod';
import { accountById, lockAccountRow } from '../db/account.store.ts';
import type { SessionRow } from '../db/session.entity.ts';
import { sessionById } from '../db/session.store.ts';
import type { AuthenticationMethod } from '../domain/assurance.ts';
import { accountOf } from './actor.ts';
import { proofIn } from './answer-second-factor.ts';
import { forgetFailures, InvalidCredentials, ownPassword, type Attempt } from './attempt-password.ts';
import { attemptSecondFactor, InvalidSecondFactor, type SecondFactorProof } from './attempt-second-factor.ts';
import { overtakeFactorReset } from './close-factor-reset.ts';
import type { Desk } from './desk.ts';
import { failSecondFactor } from './fail-second-factor.ts';
import { raiseSession } from './factor-enrolled.ts';
import { TryLater } from './password-hasher.ts';
import { secondFactorsOf } from './second-factor.ts';
import { ProofAnswer } from './verify-passkey.ts';
import { failSignIn } from './sign-in.ts';

/** No idempotency key: each proof is one of its own. */
const Input = z.object({
  password: z.string().min(1).max(1024).nullish(),
  code: z.string().max(40).nullish(),
  recoveryCode: z.string().max(100).nullish(),
  passkey: ProofAnswer.nullish(),
});

export class SecondFactorNeeded extends Refusal {
  readonly code = 'ACCOUNT_SECOND_FACTOR_NEEDED';
  constructor() {
    super('This account has a second factor, so its password alone proves too little: give a code.');
  }
}

export const reauthenticateRefusals = [TryLater, InvalidCredentials, InvalidSecondFactor, SecondFactorNeeded] as const;

type Outcome = { id: string; refusal: Refusal } | SessionRow;
type Proof = { readonly password: Attempt } | SecondFactorProof;

/**
 * Proves again who acts, within the session (RFC 9470): by the second factor where there is one, otherwise by the password.
 * The session's token is believed more from its next request on. An impersonator has nothing of the account's to prove.
 */
export async function reauthenticate(room: Room, desk: Desk, raw: unknown): Promise<SessionRow> {
  const { password, ...codes } = parse(Input, raw);
  const { sessionId, impersonatorId } = room.actor;
  const accountId = accountOf(room.actor);
  if (!sessionId || impersonatorId) throw new NotFound('session of your own');
  if (password != null && Object.values(codes).some((one) => one != null))
    throw new InvalidInput([
      { path: ['password'], message: 'Give a password, a code, a recovery code or a passkey, one of them.' },
    ]);
  const proof: Proof =
    password == null
      ? proofIn(codes)
      : { password: await ownPassword(room, desk, accountId, password, (tx) => accountById(tx, accountId)) };
  const target = { type: 'session', id: sessionId };
  const outcome = await perform<Outcome>(room, { action: 'reauthenticate', target, input: {}, reload: sessionById }, (tx) =>
    prove(tx, room, desk, { accountId, sessionId, proof }),
  );
  if ('refusal' in outcome) throw outcome.refusal;
  return outcome;
}

async function prove(
  tx: Transaction,
  room: Room,
  desk: Desk,
  { accountId, sessionId, proof }: { accountId: Id<'account'>; sessionId: Id<'session'>; proof: Proof },
): Promise<Outcome> {
  const account = await lockAccountRow(tx.em, accountId);
  if (!('password' in proof)) {
    const tried = await attemptSecondFactor(tx, desk, account, proof);
    if (!tried.methods) return (await failSecondFactor(tx, room, accountId, tried)) as Outcome;
    await overtakeFactorReset(tx, accountId);
    return raised(tx, room, sessionId, tried.methods);
  }
  const { right, throttled, account: looked } = proof.password;
  if (!right || looked?.passwordHash !== account.passwordHash)
    return (await failSignIn(tx, room, accountId, throttled ? 'throttled' : 'credentials', new InvalidCredentials())) as Outcome;
  await forgetFailures(tx.em, room, proof.password);
  if ((await secondFactorsOf(tx.em, accountId)).length) throw new SecondFactorNeeded();
  return raised(tx, room, sessionId, ['pwd']);
}

async function raised(
  tx: Transaction,
  room: Room,
  sessionId: Id<'session'>,
  methods: readonly AuthenticationMethod[],
): Promise<SessionRow> {
  await raiseSession(tx, room, methods);
  const session = await sessionById(tx.em, sessionId);
  if (session.revokedAt) throw new NotFound('session');
  const { accountId, assurance } = session;
  await tx.announce(sessionReauthenticated, {
    subject: { type: 'session', id: sessionId },
    partitionKey: `account/${accountId}`,
    data: { accountId, sessionId, methods: [...methods], assurance },
  });
  return session;
}
