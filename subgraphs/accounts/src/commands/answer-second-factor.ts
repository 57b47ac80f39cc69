import type { Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { parse } from '@praetor/kernel/input';
import { InvalidInput, Refusal } from '@praetor/kernel/refusal';
import { z } from 'zod';
import { lockAccountRow } from '../db/account.store.ts';
import { SignInChallengeRow } from '../db/sign-in-challenge.entity.ts';
import { lockChallenge } from '../db/sign-in-challenge.store.ts';
import { attemptSecondFactor, InvalidSecondFactor, type SecondFactorProof } from './attempt-second-factor.ts';
import type { Desk } from './desk.ts';
import { failSecondFactor } from './fail-second-factor.ts';
import { digestOf, type SessionTokens } from './session-tokens.ts';
import { ProofAnswer } from './verify-passkey.ts';
import { signIn, refusalsOfSignIn, signingIn, type SignInOutcome } from './sign-in.ts';

/** No idempotency key: a challenge is answered once. */
const Input = z.object({
  challengeToken: z.string().min(1).max(200),
  code: z.string().max(40).nullish(),
  recoveryCode: z.string().max(100).nullish(),
  passkey: ProofAnswer.nullish(),
});

export class InvalidChallenge extends Refusal {
  readonly code = 'ACCOUNT_INVALID_CHALLENGE';
  constructor() {
    super('This challenge is unknown, answered or too old. Sign in again.');
  }
}

export const answerSecondFactorRefusals = [InvalidChallenge, InvalidSecondFactor, ...refusalsOfSignIn] as const;

/** Completes a sign-in whose first factor was proven. A wrong answer can be given again, as often as the guard allows. */
export async function answerSecondFactor(room: Room, desk: Desk, raw: unknown): Promise<SessionTokens> {
  const { challengeToken, ...answer } = parse(Input, raw);
  const proof = proofIn(answer);
  const digest = digestOf(challengeToken);
  const known = await room.em.fork().findOne(SignInChallengeRow, { digest });
  return signingIn(room, desk.keys, { action: 'answerSecondFactor', accountId: known?.accountId ?? null }, async (tx) => {
    if (!known) throw new InvalidChallenge();
    return answerIt(tx, room, { digest, accountId: known.accountId }, (account) => attemptSecondFactor(tx, desk, account, proof));
  });
}

export type Answers = Pick<z.output<typeof Input>, 'code' | 'recoveryCode' | 'passkey'>;

/** Exactly one of the ways to prove it. */
export function proofIn({ code, recoveryCode, passkey }: Answers): SecondFactorProof {
  const given: SecondFactorProof[] = [];
  if (code != null) given.push({ code: code.trim() });
  if (recoveryCode != null) given.push({ recoveryCode });
  if (passkey != null) given.push({ passkey });
  const [proof, another] = given;
  if (proof && !another) return proof;
  throw new InvalidInput([{ path: ['code'], message: 'Give a code, a recovery code or a passkey, one of them.' }]);
}

/** The account is locked before the challenge, as by whatever ends its sessions: a challenge does not outlive that. */
async function answerIt(
  tx: Transaction,
  room: Room,
  { digest, accountId }: Pick<SignInChallengeRow, 'digest' | 'accountId'>,
  attempt: (account: Awaited<ReturnType<typeof lockAccountRow>>) => ReturnType<typeof attemptSecondFactor>,
): Promise<SignInOutcome> {
  const account = await lockAccountRow(tx.em, accountId);
  const challenge = await lockChallenge(tx.em, digest);
  if (!challenge || challenge.expiresAt <= tx.now) throw new InvalidChallenge();
  const tried = await attempt(account);
  if (!tried.methods) return failSecondFactor(tx, room, accountId, tried);
  const { methods, client = null, providerId = null, providerSid = null } = challenge;
  tx.em.remove(challenge);
  return signIn(tx, room, account, {
    methods: [...new Set([...methods, ...tried.methods])],
    client,
    refusal: new InvalidChallenge(),
    provider: providerId && { id: providerId, sid: providerSid },
  });
}
