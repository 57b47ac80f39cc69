import type { Room } from '@praetor/events/room';
import { uuidOf, type Id } from '@praetor/kernel/id';
import { NotFound, Refusal } from '@praetor/kernel/refusal';
import { parse, text } from '@praetor/kernel/input';
import { z } from 'zod';
import { accountById } from '../db/account.store.ts';
import { PasskeyRow } from '../db/passkey.entity.ts';
import { SignInChallengeRow } from '../db/sign-in-challenge.entity.ts';
import type { AccountsSettings } from '../domain/settings.ts';
import { accountOf } from './actor.ts';
import { newChallenge } from './challenges.ts';
import type { Desk } from './desk.ts';
import { webauthn } from './webauthn.ts';
import { digestOf } from './session-tokens.ts';

/** ES256, EdDSA, RS256 (IANA COSE): what authenticators have, strongest first. */
export const passkeyAlgorithms = [-8, -7, -257];

/** As the browser's `PublicKeyCredential.parse…OptionsFromJSON` takes it (WebAuthn Level 3). */
export interface PasskeyOptions {
  readonly options: object;
}

export const startPasskeyRegistrationRefusals = [] as const;
export const startPasskeyProofRefusals = [] as const;

const StartRegistration = z.object({ displayName: text(100).nullish() });
const StartProof = z.object({ challengeToken: z.string().min(1).max(200).nullish() });

/** Where passkeys belong to; an installation that named no origin has none. */
export function relyingPartyOf({ settings }: Desk): NonNullable<AccountsSettings['passkeys']> {
  if (!settings.passkeys) throw new NotFound('way to use passkeys here');
  return settings.passkeys;
}

/** What the browser needs to make a passkey of the caller's account. */
export async function startPasskeyRegistration(
  room: Room,
  desk: Desk,
  raw: z.input<typeof StartRegistration>,
): Promise<PasskeyOptions> {
  const { displayName } = parse(StartRegistration, raw);
  const { id: rpID, name: rpName } = relyingPartyOf(desk);
  const account = await accountById(room.em, accountOf(room.actor));
  const { id: accountId, tenantId } = account;
  const known = await room.em.find(PasskeyRow, { accountId });
  const challenge = newChallenge(desk.digests, { tenantId, what: 'register', accountId }, room.clock());
  const userName = account.email ?? account.displayName ?? accountId;
  const { generateRegistrationOptions } = await webauthn();
  const options = await generateRegistrationOptions({
    rpID,
    rpName,
    userName,
    userDisplayName: displayName ?? account.displayName ?? userName,
    userID: userHandleOf(accountId),
    challenge: Buffer.from(challenge, 'base64url'),
    attestationType: 'none',
    excludeCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'preferred' },
    supportedAlgorithmIDs: passkeyAlgorithms,
  });
  return { options };
}

/**
 * What the browser needs to prove a passkey: of whoever has one on the device (to sign in), of the account whose second factor
 * is awaited, or of the caller's own.
 */
export async function startPasskeyProof(room: Room, desk: Desk, raw: z.input<typeof StartProof>): Promise<PasskeyOptions> {
  const { challengeToken } = parse(StartProof, raw);
  const { id: rpID } = relyingPartyOf(desk);
  const { tenantId } = room.actor;
  const accountId = await proverOf(room, challengeToken ?? null);
  const known = accountId ? await room.em.find(PasskeyRow, { accountId }) : [];
  const challenge = newChallenge(desk.digests, { tenantId, what: 'prove', accountId }, room.clock());
  const { generateAuthenticationOptions } = await webauthn();
  const options = await generateAuthenticationOptions({
    rpID,
    challenge: Buffer.from(challenge, 'base64url'),
    allowCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    userVerification: accountId ? 'preferred' : 'required',
  });
  return { options };
}

async function proverOf(room: Room, challengeToken: string | null): Promise<Id<'account'> | null> {
  if (challengeToken) {
    const challenge = await room.em.findOne(SignInChallengeRow, { digest: digestOf(challengeToken) });
    if (!challenge || challenge.expiresAt <= room.clock()) throw new NotFound('challenge');
    return challenge.accountId;
  }
  return room.actor.kind === 'account' ? accountOf(room.actor) : null;
}

/** WebAuthn section 5.4.3: an opaque id, nothing personal. */
export const userHandleOf = (accountId: Id<'account'>): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.from(uuidOf(accountId).replaceAll('-', ''), 'hex'));

/** The proof of a passkey does not hold. The same words whatever is wrong with it. */
export class InvalidPasskey extends Refusal {
  readonly code = 'ACCOUNT_INVALID_PASSKEY';
  constructor() {
    super('This passkey proves nothing here: it is unknown, was removed, or answers another request. Begin again.');
  }
}
