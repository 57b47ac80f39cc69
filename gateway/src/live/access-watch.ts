import {
  accountLocked,
  accountSuspended,
  apiKeyRevoked,
  impersonationEnded,
  roleAssigned,
  roleRevoked,
  sessionRevoked,
} from '@praetor/contracts/accounts';
import { accountClosed } from '@praetor/contracts/closing';
import type { Envelope } from '@praetor/contracts/envelope';
import type { Actor } from '@praetor/identity/actor';
import { GraphQLError } from 'graphql';
import type { Authentication } from '../authentication.ts';
import type { Caller } from '../caller.ts';
import { callerKey } from './equal-subscribers.ts';

/** Notices that an open socket's or stream's caller lost access: expiry, logout, lock, revocation. */
export interface AccessWatch {
  /** Calls `onLost` once, with the UNAUTHENTICATED error; the returned function ends the watch. `actor`: who the caller is. */
  watch(caller: Caller, actor: Actor, onLost: (error: GraphQLError) => void): () => void;
  /** What happened may have taken access from someone: they are asked about at once. */
  heed(event: Pick<Envelope, 'type' | 'data'>): void;
  readonly size: number;
  close(): void;
}

type OnLost = (error: GraphQLError) => void;

interface Watched {
  readonly caller: Caller;
  /** Who stand or fall with it: the account or key, and staff acting as it. */
  readonly concerned: readonly string[];
  readonly told: Set<{ onLost: OnLost }>;
}

/** Announced when somebody's authority may have ended, with whose in `accountId` or `apiKeyId`. */
const telling: ReadonlySet<string> = new Set(
  [
    sessionRevoked,
    accountLocked,
    accountSuspended,
    accountClosed,
    roleRevoked,
    // One who joins the staff is not acted for any more.
    roleAssigned,
    impersonationEnded,
    apiKeyRevoked,
  ].map(({ type }) => type),
);

/**
 * Asks again about each caller once per `everyMs`, however many connections it has open, and at once when something is announced
 * of them. That live state cannot be read closes nothing by itself: nothing is sent meanwhile, since each event asks too, and
 * fails closed.
 */
export function createAccessWatch(authentication: Pick<Authentication, 'viewerOf'>, everyMs: number): AccessWatch {
  const watched = new Map<string, Watched>();
  const byConcerned = new Map<string, Set<string>>();

  const forget = (key: string, entry: Watched): void => {
    if (watched.get(key) !== entry) return;
    watched.delete(key);
    for (const id of entry.concerned) {
      const keys = byConcerned.get(id);
      keys?.delete(key);
      if (keys?.size === 0) byConcerned.delete(id);
    }
  };

  const check = async (key: string, how?: { anew: boolean }): Promise<void> => {
    const entry = watched.get(key);
    if (!entry || entry.caller.credential.kind === 'none') return;
    try {
      await authentication.viewerOf(entry.caller, how);
    } catch (error) {
      if (!(error instanceof GraphQLError) || error.extensions['code'] !== 'UNAUTHENTICATED') return;
      forget(key, entry);
      for (const { onLost } of entry.told) onLost(error);
    }
  };

  const timer = setInterval(() => {
    for (const key of watched.keys()) void check(key);
  }, everyMs);
  timer.unref();

  const begin = (key: string, caller: Caller, { id, impersonatorId }: Actor): Watched => {
    const concerned = [id, impersonatorId].filter((one) => one !== null);
    const entry: Watched = { caller, concerned, told: new Set() };
    watched.set(key, entry);
    for (const one of concerned) byConcerned.set(one, (byConcerned.get(one) ?? new Set()).add(key));
    return entry;
  };

  return {
    watch(caller, actor, onLost) {
      const key = callerKey(caller);
      const entry = watched.get(key) ?? begin(key, caller, actor);
      const one = { onLost };
      entry.told.add(one);
      return () => {
        entry.told.delete(one);
        if (entry.told.size === 0) forget(key, entry);
      };
    },
    heed({ type, data }) {
      if (!telling.has(type)) return;
      const { accountId, apiKeyId } = data as { accountId?: string; apiKeyId?: string };
      // What was read before the announcement may be what it was before.
      for (const key of byConcerned.get(accountId ?? apiKeyId ?? '') ?? []) void check(key, { anew: true });
    },
    get size() {
      return [...watched.values()].reduce((sum, { told }) => sum + told.size, 0);
    },
    close() {
      clearInterval(timer);
      watched.clear();
      byConcerned.clear();
    },
  };
}
