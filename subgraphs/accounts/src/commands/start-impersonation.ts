import { impersonationStarted } from '@praetor/contracts/accounts';
import { perform, type Transaction } from '@praetor/events/perform';
import type { Room } from '@praetor/events/room';
import { newId, parseId, type Id } from '@praetor/kernel/id';
import { parse, text } from '@praetor/kernel/input';
import { Conflict, NotFound, PolicyDenied } from '@praetor/kernel/refusal';
import { z } from 'zod';
import type { AccountRow } from '../db/account.entity.ts';
import { lockAccountRow } from '../db/account.store.ts';
import { ImpersonationRow } from '../db/impersonation.entity.ts';
import { impersonationById } from '../db/impersonation.store.ts';
import type { Keyring } from '../db/keyring.ts';
import { SessionRow } from '../db/session.entity.ts';
import { AccountWrongState } from '../domain/account.ts';
import { impersonationEnd } from '../domain/impersonation.ts';
import { accountOf } from './actor.ts';
import { resourceOf } from './change-account.ts';
import { onAccount } from './input.ts';
import { sessionToken } from './session-tokens.ts';

const Input = z.object({ ...onAccount, reason: text(1000), minutes: z.int().nullish() });
type Parsed = z.output<typeof Input>;

export const startImpersonationRefusals = [AccountWrongState, PolicyDenied, Conflict] as const;

/** The token is shown once: a repeated request with the same idempotency key answers without it. */
export interface StartedImpersonation {
  readonly id: Id<'impersonation'>;
  readonly impersonation: ImpersonationRow;
  readonly accessToken: string | null;
}

/**
 * Staff acts as someone else, for a reason and a while. It gives an access token and nothing to refresh it with; the account
 * is told by what this announces. In every event of that session both are named.
 */
export async function startImpersonation(room: Room, keys: Keyring, raw: z.input<typeof Input>): Promise<StartedImpersonation> {
  const input = parse(Input, raw);
  const id = parseId('account', input.accountId, 'accountId');
  const expiresAt = impersonationEnd(input.minutes ?? null, room.clock());
  const reload = async (em: Room['em'], of: string): Promise<StartedImpersonation> => {
    const impersonation = await impersonationById(em, of);
    return { id: impersonation.id, impersonation, accessToken: null };
  };
  const attempt = { action: 'startImpersonation', input, reason: input.reason, target: { type: 'account', id }, reload };
  return perform(room, attempt, async (tx) => {
    const account = await lockAccountRow(tx.em, id, input.expectedVersion);
    tx.authorize({ action: 'ImpersonateAccount', resource: resourceOf(account) });
    if (account.status !== 'active') throw new AccountWrongState(account.status, 'act as');
    const { session, impersonation } = await begin(tx, room, account, input, expiresAt);
    const accessToken = await sessionToken(keys, { account, session }, tx.now, expiresAt);
    return { id: impersonation.id, impersonation, accessToken };
  });
}

async function begin(tx: Transaction, { actor }: Room, account: AccountRow, { reason }: Parsed, expiresAt: Date) {
  const { id: accountId, tenantId } = account;
  const { sessionId: impersonatorSessionId, deviceId } = actor;
  if (!impersonatorSessionId || !deviceId) throw new NotFound('session');
  const impersonatorId = accountOf(actor);
  const now = tx.now;
  const session = tx.em.create(SessionRow, {
    id: newId('session'),
    tenantId,
    accountId,
    // Staff's own: where it is done from is what counts.
    deviceId,
    impersonatorId,
    // Nobody proved to be the account.
    assurance: 1,
    methods: [],
    providerId: null,
    providerSid: null,
    authenticatedAt: now,
    ip: actor.ip?.slice(0, 45) ?? null,
    rotation: 0,
    createdAt: now,
    refreshedAt: now,
    expiresAt,
    revokedAt: null,
    revokedWhy: null,
  });
  const impersonation = tx.em.create(ImpersonationRow, {
    id: newId('impersonation'),
    tenantId,
    accountId,
    impersonatorId,
    impersonatorSessionId,
    sessionId: session.id,
    reason,
    startedAt: now,
    expiresAt,
    endedAt: null,
    endedWhy: null,
  });
  await tx.em.flush();
  const { id: impersonationId, sessionId } = impersonation;
  await tx.announce(impersonationStarted, {
    subject: { type: 'account', id: accountId },
    data: { accountId, impersonationId, impersonatorId, sessionId, why: reason, until: expiresAt.toISOString() },
    change: { before: null, after: { impersonatorId, expiresAt } },
  });
  return { session, impersonation };
}
