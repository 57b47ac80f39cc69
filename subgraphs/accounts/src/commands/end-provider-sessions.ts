import { providerLoggedOut } from '@praetor/contracts/identity-providers';
import { effectsAt, type Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { systemActor } from '@praetor/identity/actor';
import { after, minutes } from '@praetor/kernel/clock';
import { idOf, isId, type Id, uuidOf } from '@praetor/kernel/id';
import { parse } from '@praetor/kernel/input';
import { changed, sql } from '@praetor/postgres/sql';
import { asWorker, forTenant, inTenant } from '@praetor/postgres/tenancy';
import { z } from 'zod';
import { lockAccountRow } from '../db/account.store.ts';
import type { IdentityProviderRow } from '../db/identity-provider.entity.ts';
import { providerById } from '../db/identity-provider.store.ts';
import { identityOf } from '../db/linked-identity.store.ts';
import { ProviderSignInFailed, ProviderUnavailable } from '../domain/identity-provider.ts';
import type { Desk } from './desk.ts';
import type { LogoutToken } from './logout-token.ts';
import { ticketMinutes } from './provider-ticket.ts';
import { announceRevoked } from './revoke-sessions.ts';
import { spend, wasSpent } from './spend.ts';

const Input = z.object({ providerId: z.string(), logoutToken: z.string().min(1).max(8000) });

/** What a provider is answered; it is told no more. @public */
export const endProviderSessionsRefusals = [] as const;

export const logoutOutcomes = ['done', 'refused', 'unavailable'] as const;
export type LogoutOutcome = (typeof logoutOutcomes)[number];

/**
 * Ends what a provider signed in, once it says that its own session ended (OpenID Connect Back-Channel Logout 1.0). From its
 * commit on, as with every other end of a session; sign-ins under way end, too. A provider that is off may still end sessions.
 */
export async function endProviderSessions(room: Room, desk: Desk, raw: z.input<typeof Input>): Promise<LogoutOutcome> {
  const { providerId, logoutToken } = parse(Input, raw);
  const provider = await providerAnywhere(room, providerId);
  if (!provider) return 'refused';
  const token = await desk.providers.logout(provider, logoutToken).catch((error: unknown) => {
    if (error instanceof ProviderSignInFailed) return 'refused' as const;
    if (error instanceof ProviderUnavailable) return 'unavailable' as const;
    throw error;
  });
  if (typeof token === 'string') return token;
  const { tenantId, id } = provider;
  const there: Room = { ...room, actor: systemActor('accounts.providerLogout', tenantId) };
  // Once: the same token brought again would end sessions that began since.
  if (!(await spend(there, `logout/${id}/${token.jti}`, token.expiresAt))) return 'refused';
  if (token.sid !== null) await spend(there, loggedOut(id, token.sid), after(room.clock(), minutes(ticketMinutes)));
  const now = room.clock();
  await inTenant(room.orm, tenantId, (em) =>
    effectsAt(em, 'accounts.providerLogout', { tenantId, now }, (tx) => endAll(tx, provider, token)),
  );
  return 'done';
}

/** Whether the provider has just ended this session of its own: a sign-in that was under way is not to outrun that. */
export async function endedThere(
  tx: Transaction,
  provider: Pick<IdentityProviderRow, 'id' | 'tenantId'>,
  sid: string | null,
): Promise<boolean> {
  if (sid === null) return false;
  await lockSid(tx, provider, sid);
  return wasSpent(tx.em, loggedOut(provider.id, sid));
}

const loggedOut = (id: Id<'identityProvider'>, sid: string): string => `loggedOut/${id}/${sid}`;

/** Whoever signs in from a session there, and whoever ends that, take turns. Until the transaction ends. */
async function lockSid(
  tx: Transaction,
  { id, tenantId }: Pick<IdentityProviderRow, 'id' | 'tenantId'>,
  sid: string,
): Promise<void> {
  const key = `accounts.providerSid/${tenantId}/${id}/${sid}`;
  await sql(tx.em, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [key]);
}

/** The tenant is the provider's: whoever calls names none. */
async function providerAnywhere({ orm }: Room, id: string): Promise<IdentityProviderRow | null> {
  if (!isId('identityProvider', id)) return null;
  const [found] = await asWorker(orm, (tx) =>
    sql<{ tenant_id: string }>(tx, 'select tenant_id from accounts.identity_provider where id = $1', [uuidOf(id)]),
  );
  return found ? providerById(forTenant(orm, idOf('tenant', found.tenant_id)), id) : null;
}

async function endAll(tx: Transaction, provider: IdentityProviderRow, token: LogoutToken): Promise<void> {
  const { id: providerId, issuer } = provider;
  const { subject, sid } = token;
  if (sid !== null) await lockSid(tx, provider, sid);
  const linked = subject === null ? null : await identityOf(tx.em, { issuer, subject });
  for (const accountId of await accountsMeant(tx, provider, sid, linked?.accountId ?? null)) {
    // Locked as by whatever signs in: a second factor that is being answered waits, and finds nothing.
    await lockAccountRow(tx.em, accountId);
    const which = [uuidOf(accountId), uuidOf(providerId), sid];
    await changed(tx.em, `delete from accounts.sign_in_challenge where ${meant}`, which);
    const ended = await sql<{ id: string }>(
      tx.em,
      `update accounts.session set revoked_at = $4, revoked_why = 'providerLogout'
       where ${meant} and revoked_at is null and expires_at > $4 returning id`,
      [...which, tx.now],
    );
    for (const { id } of ended) await announceRevoked(tx, accountId, idOf('session', id), 'providerLogout');
    const subjectOf = { type: 'account', id: accountId };
    await tx.announce(providerLoggedOut, { subject: subjectOf, data: { accountId, providerId, sessions: ended.length } });
  }
}

/** A session that was signed in without the provider naming its own is any of theirs. */
const meant = 'account_id = $1 and provider_id = $2 and ($3::text is null or provider_sid is null or provider_sid = $3)';

async function accountsMeant(
  tx: Transaction,
  { id }: IdentityProviderRow,
  sid: string | null,
  linked: Id<'account'> | null,
): Promise<Id<'account'>[]> {
  const rows = await sql<{ account_id: string }>(
    tx.em,
    `select account_id from accounts.session where provider_id = $1 and provider_sid = $2 and revoked_at is null
     union select account_id from accounts.sign_in_challenge where provider_id = $1 and provider_sid = $2 order by account_id`,
    [uuidOf(id), sid],
  );
  const found = rows.map(({ account_id }) => idOf('account', account_id));
  return [...new Set(linked === null ? found : [...found, linked])].toSorted();
}
