import { randomBytes } from 'node:crypto';
import { secondFactorAsked } from '@praetor/contracts/accounts';
import type { Transaction } from '@praetor/events/perform';
import { after, minutes } from '@praetor/kernel/clock';
import type { Id } from '@praetor/kernel/id';
import { Refusal } from '@praetor/kernel/refusal';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { AccountRow } from '../db/account.entity.ts';
import { PasskeyRow } from '../db/passkey.entity.ts';
import { RecoveryCodeRow } from '../db/recovery-code.entity.ts';
import { SignInChallengeRow } from '../db/sign-in-challenge.entity.ts';
import { TotpRow } from '../db/totp.entity.ts';
import type { AuthenticationMethod } from '../domain/assurance.ts';
import { digestOf } from './session-tokens.ts';

/** How long the second factor is awaited. */
const lifetimeMinutes = 5;

/** What an account can prove a second factor with. */
export const secondFactors = ['totp', 'passkey', 'recoveryCode'] as const;
export type SecondFactor = (typeof secondFactors)[number];

/** The first factor was right. The token exists here and at the client, nowhere else. */
export class SecondFactorRequired extends Refusal {
  readonly code = 'ACCOUNT_SECOND_FACTOR_REQUIRED';
  readonly challengeToken: string;
  readonly methods: readonly SecondFactor[];
  readonly expiresAt: Date;
  constructor({
    challengeToken,
    methods,
    expiresAt,
  }: {
    challengeToken: string;
    methods: readonly SecondFactor[];
    expiresAt: Date;
  }) {
    super('This account has a second factor: run answerSecondFactor with the challenge token and one of the methods.');
    this.challengeToken = challengeToken;
    this.methods = methods;
    this.expiresAt = expiresAt;
  }
}

/** A session at an OpenID provider, which it may end from there (OpenID Connect Back-Channel Logout). */
export interface ProviderSession {
  readonly id: Id<'identityProvider'>;
  readonly sid: string | null;
}

/** The second factors that the account has; none: its first factor stands alone. */
export async function secondFactorsOf(tx: EntityManager, accountId: Id<'account'>): Promise<SecondFactor[]> {
  const own: SecondFactor[] = [];
  if (await tx.count(TotpRow, { accountId, confirmedAt: { $ne: null } })) own.push('totp');
  if (await tx.count(PasskeyRow, { accountId })) own.push('passkey');
  if (!own.length) return [];
  if (await tx.count(RecoveryCodeRow, { accountId, usedAt: null })) own.push('recoveryCode');
  return own;
}

/** Asks for the second factor, which one of `methods` gives, in place of opening a session. */
export async function askSecondFactor(
  tx: Transaction,
  { id: accountId, tenantId }: AccountRow,
  proven: { methods: readonly AuthenticationMethod[]; client: string | null; provider?: ProviderSession | null },
  methods: readonly SecondFactor[],
): Promise<SecondFactorRequired> {
  const challengeToken = `sfc_${randomBytes(32).toString('base64url')}`;
  const expiresAt = after(tx.now, minutes(lifetimeMinutes));
  tx.em.create(SignInChallengeRow, {
    tenantId,
    digest: digestOf(challengeToken),
    accountId,
    methods: [...proven.methods],
    client: proven.client,
    providerId: proven.provider?.id ?? null,
    providerSid: proven.provider?.sid ?? null,
    expiresAt,
  });
  await tx.em.flush();
  await tx.announce(secondFactorAsked, {
    subject: { type: 'account', id: accountId },
    data: { accountId, methods: [...methods] },
  });
  return new SecondFactorRequired({ challengeToken, methods, expiresAt });
}
