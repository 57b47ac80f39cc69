import type { Clock } from '@praetor/kernel/clock';

/** Shares a look-up among all who ask for the same within `lifetimeMs` of its beginning, while it runs or after; `anew`: begins one. */
export interface ShortCache<Value> {
  get(key: string, load: () => Promise<Value>, how?: { readonly anew: boolean }): Promise<Value>;
}

interface Entry<Value> {
  readonly begun: number;
  readonly value: Promise<Value>;
  /** The look-up that is to take its place is under way. */
  renewed: boolean;
}

/**
 * Age counts from when the look-up began, not from its answer: what a caller is told was true no longer ago than
 * `lifetimeMs` before it asked. A failure is shared only while the look-up runs. With `ahead`, whoever asks in the last quarter of
 * a lifetime has it looked up anew without waiting for it: what is asked for all the time makes nobody wait.
 */
export function shortCache<Value>(lifetimeMs: number, clock: Clock, { ahead = false } = {}): ShortCache<Value> {
  const entries = new Map<string, Entry<Value>>();

  const forget = (now: number): void => {
    // Entries stand about in order of beginning: the first young one ends the walk, and a look tells the age of what it finds.
    for (const [key, { begun }] of entries) {
      if (now - begun < lifetimeMs) return;
      entries.delete(key);
    }
  };
  const keep = (key: string, entry: Entry<Value>): void => {
    entries.delete(key);
    entries.set(key, entry);
  };
  const renew = (key: string, known: Entry<Value>, begun: number, load: () => Promise<Value>): void => {
    known.renewed = true;
    const value = load();
    // One that was begun since is not replaced. Who asks after its lifetime learns of a failure by a look-up of their own.
    value.then(
      () => (entries.get(key) ?? known) === known && keep(key, { begun, value, renewed: false }),
      () => (known.renewed = false),
    );
  };

  return {
    get(key, load, how) {
      const now = clock().getTime();
      forget(now);
      const known = entries.get(key);
      if (known && !how?.anew && now - known.begun < lifetimeMs) {
        if (ahead && !known.renewed && now - known.begun >= 0.75 * lifetimeMs) renew(key, known, now, load);
        return known.value;
      }
      const value = load();
      const entry = { begun: now, value, renewed: false };
      keep(key, entry);
      value.catch(() => entries.get(key) === entry && entries.delete(key));
      return value;
    },
  };
}
