import type { Room } from '@praetor/events/room';
import { isId } from '@praetor/kernel/id';
import { AccountRow } from '../db/account.entity.ts';
import type { LinkedIdentityRow } from '../db/linked-identity.entity.ts';
import { identitiesOf } from '../db/linked-identity.store.ts';
import { PasskeyRow } from '../db/passkey.entity.ts';
import { RecoveryCodeRow } from '../db/recovery-code.entity.ts';
import { TotpRow } from '../db/totp.entity.ts';

/** What an account can sign in with. */
export interface SignInMethods {
  readonly password: boolean;
  /** Since when it has an authenticator app. */
  readonly totp: Date | null;
  readonly passkeys: PasskeyRow[];
  /** What it is linked with at OpenID providers. */
  readonly identities: LinkedIdentityRow[];
  readonly recoveryCodesLeft: number;
}

/** The caller's own; null for who has no account. */
export async function signInMethods({ em, actor: { id } }: Room): Promise<SignInMethods | null> {
  if (!isId('account', id)) return null;
  const account = await em.findOne(AccountRow, { id });
  if (!account) return null;
  const totp = await em.findOne(TotpRow, { accountId: id, confirmedAt: { $ne: null } });
  const recoveryCodesLeft = await em.count(RecoveryCodeRow, { accountId: id, usedAt: null });
  const passkeys = await em.find(PasskeyRow, { accountId: id }, { orderBy: { id: 'asc' }, limit: 100 });
  const identities = await identitiesOf(em, id);
  return { passkeys, identities, password: account.passwordHash !== null, totp: totp?.confirmedAt ?? null, recoveryCodesLeft };
}
