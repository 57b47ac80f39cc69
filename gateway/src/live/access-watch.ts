import { GraphQLError } from 'graphql';
import type { Authentication } from '../authentication.ts';
import type { Caller } from '../caller.ts';

/** Notices that an open socket's or stream's caller lost access: expiry, logout, lock, revocation. */
export interface AccessWatch {
  /** Calls `onLost` once, with the UNAUTHENTICATED error; the returned function ends the watch. */
  watch(caller: Caller, onLost: (error: GraphQLError) => void): () => void;
  readonly size: number;
  close(): void;
}

/**
 * Asks again for everybody once per `everyMs`; equal sessions are looked up once. That live state cannot be read closes
 * nothing by itself: nothing is sent meanwhile, since each event asks too, and fails closed.
 */
export function createAccessWatch(authentication: Pick<Authentication, 'viewerOf'>, everyMs: number): AccessWatch {
  const watched = new Map<symbol, { caller: Caller; onLost: (error: GraphQLError) => void }>();

  const check = async (key: symbol): Promise<void> => {
    const entry = watched.get(key);
    if (!entry || entry.caller.credential.kind === 'none') return;
    try {
      await authentication.viewerOf(entry.caller);
    } catch (error) {
      if (!(error instanceof GraphQLError) || error.extensions['code'] !== 'UNAUTHENTICATED') return;
      if (watched.delete(key)) entry.onLost(error);
    }
  };

  const timer = setInterval(() => {
    for (const key of watched.keys()) void check(key);
  }, everyMs);
  timer.unref();

  return {
    watch(caller, onLost) {
      const key = Symbol('watched');
      watched.set(key, { caller, onLost });
      return () => void watched.delete(key);
    },
    get size() {
      return watched.size;
    },
    close() {
      clearInterval(timer);
      watched.clear();
    },
  };
}
