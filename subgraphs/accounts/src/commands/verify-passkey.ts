import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Transaction } from '@praetor/events/perform';
import type { Id } from '@praetor/kernel/id';
import { z } from 'zod';
import type { PasskeyRow } from '../db/passkey.entity.ts';
import type { AuthenticationMethod } from '../domain/assurance.ts';
import { spendChallenge } from './challenges.ts';
import type { Desk } from './desk.ts';
import { passkeyAlgorithms, relyingPartyOf, userHandleOf } from './passkey-options.ts';
import { webauthn } from './webauthn.ts';

const base64url = (most: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]*$/)
    .max(most);
const credential = { id: base64url(1400), rawId: base64url(1400), type: z.literal('public-key') };
const others = { clientExtensionResults: z.looseObject({}).default({}), authenticatorAttachment: z.string().optional() };

/** What `PublicKeyCredential.toJSON()` gives (WebAuthn Level 3 section 5.1). */
export const RegistrationAnswer = z.looseObject({
  ...credential,
  ...others,
  response: z.looseObject({
    clientDataJSON: base64url(4000),
    attestationObject: base64url(20_000),
    transports: z.array(z.string().max(40)).max(10).optional(),
  }),
});
export const ProofAnswer = z.looseObject({
  ...credential,
  ...others,
  response: z.looseObject({
    clientDataJSON: base64url(4000),
    authenticatorData: base64url(4000),
    signature: base64url(2000),
    userHandle: base64url(100).nullish(),
  }),
});

/** What an authenticator made; null when the answer does not hold. */
export async function verifiedRegistration(
  tx: Transaction,
  desk: Desk,
  { tenantId, id: accountId }: { tenantId: Id<'tenant'>; id: Id<'account'> },
  answer: z.output<typeof RegistrationAnswer>,
) {
  const { id: expectedRPID, origins } = relyingPartyOf(desk);
  const { verifyRegistrationResponse } = await webauthn();
  const seen: string[] = [];
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: answer as unknown as RegistrationResponseJSON,
      expectedChallenge: (challenge) => seen.push(challenge) > 0,
      expectedOrigin: [...origins],
      expectedRPID,
      requireUserVerification: false,
      supportedAlgorithmIDs: passkeyAlgorithms,
    });
    if (!verified || !registrationInfo) return null;
    const purpose = { tenantId, what: 'register', accountId } as const;
    return (await spendChallenge(tx, desk.digests, purpose, seen[0] ?? '')) ? registrationInfo : null;
  } catch (error) {
    return nothing(error);
  }
}

interface Asked {
  readonly tenantId: Id<'tenant'>;
  /** Whose passkey it has to be; null: of whoever it is, and then it stands alone and needs user verification. */
  readonly accountId: Id<'account'> | null;
}

/**
 * Checks the proof of a passkey and remembers its use; gives how it was proven (RFC 8176), or null. The caller holds the
 * account's row, so that of two uses of one counter one is first.
 */
export async function proven(
  tx: Transaction,
  desk: Desk,
  { tenantId, accountId }: Asked,
  passkey: PasskeyRow,
  answer: z.output<typeof ProofAnswer>,
): Promise<AuthenticationMethod[] | null> {
  const { id: expectedRPID, origins } = relyingPartyOf(desk);
  const handle = answer.response.userHandle;
  if (accountId && accountId !== passkey.accountId) return null;
  if (handle ? handle !== Buffer.from(userHandleOf(passkey.accountId)).toString('base64url') : !accountId) return null;
  const { verifyAuthenticationResponse } = await webauthn();
  const seen: string[] = [];
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: answer as unknown as AuthenticationResponseJSON,
      expectedChallenge: (challenge) => seen.push(challenge) > 0,
      expectedOrigin: [...origins],
      expectedRPID,
      requireUserVerification: accountId === null,
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
        counter: passkey.counter,
      },
    });
    if (!verified) return null;
    if (!(await spendChallenge(tx, desk.digests, { tenantId, what: 'prove', accountId }, seen[0] ?? ''))) return null;
    // What may be copied cannot become what may not: then it is another authenticator (WebAuthn section 7.2 step 18).
    if ((authenticationInfo.credentialDeviceType === 'multiDevice') !== passkey.backupEligible) return null;
    passkey.counter = authenticationInfo.newCounter;
    passkey.backedUp = authenticationInfo.credentialBackedUp;
    passkey.lastUsedAt = tx.now;
    await tx.em.flush();
    return [passkey.backupEligible ? 'swk' : 'hwk', 'user', 'mfa'];
  } catch (error) {
    return nothing(error);
  }
}

/** The library throws what is wrong with an answer as plain errors; the database's are no answer's fault. */
function nothing(error: unknown): null {
  if (error instanceof Error && 'query' in error) throw error;
  return null;
}
