import { GraphQLError } from 'graphql';
import type { Authentication } from '../authentication.ts';
import type { Caller } from '../caller.ts';
import { callerKey } from './equal-subscribers.ts';

/** Notices that an open socket's or stream's caller lost access: expiry, logout, lock, revocation. */
export interface AccessWatch {
  /** Calls `onLost` once, with the UNAUTHENTICATED error; the returned function ends the watch. */
  watch(caller: Caller, onLost: (error: GraphQLError) => void): () => void;
  readonly size: number;
  close(): void;
}

type OnLost = (error: GraphQLError) => void;

/**
 * Asks again about each caller once per `everyMs`, however many connections it has open. That live state cannot be read
 * closes nothing by itself: nothing is sent meanwhile, since each event asks too, and fails closed.
 */
export function createAccessWatch(authentication: Pick<Authentication, 'viewerOf'>, everyMs: number): AccessWatch {
  const watched = new Map<string, { caller: Caller; told: Set<{ onLost: OnLost }> }>();

  const check = async (key: string): Promise<void> => {
    const entry = watched.get(key);
    if (!entry || entry.caller.credential.kind === 'none') return;
    try {
      await authentication.viewerOf(entry.caller);
    } catch (error) {
      if (!(error instanceof GraphQLError) || error.extensions['code'] !== 'UNAUTHENTICATED') return;
      if (watched.get(key) === entry) watched.delete(key);
      for (const { onLost } of entry.told) onLost(error);
    }
  };

  const timer = setInterval(() => {
    for (const key of watched.keys()) void check(key);
  }, everyMs);
  timer.unref();

  return {
    watch(caller, onLost) {
      const key = callerKey(caller);
      const entry = watched.get(key) ?? { caller, told: new Set() };
      watched.set(key, entry);
      const one = { onLost };
      entry.told.add(one);
      return () => {
        entry.told.delete(one);
        if (entry.told.size === 0 && watched.get(key) === entry) watched.delete(key);
      };
    },
    get size() {
      return [...watched.values()].reduce((sum, { told }) => sum + told.size, 0);
    },
    close() {
      clearInterval(timer);
      watched.clear();
    },
  };
}
