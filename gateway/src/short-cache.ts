import type { Clock } from '@praetor/kernel/clock';

/** Shares a look-up among all who ask for the same within `lifetimeMs` of its beginning, while it runs or after; `anew`: begins one. */
export interface ShortCache<Value> {
  get(key: string, load: () => Promise<Value>, how?: { readonly anew: boolean }): Promise<Value>;
}

/**
 * Age counts from when the look-up began, not from its answer: what a caller is told was true no longer ago than
 * `lifetimeMs` before it asked. A failure is shared only while the look-up runs.
 */
export function shortCache<Value>(lifetimeMs: number, clock: Clock): ShortCache<Value> {
  const entries = new Map<string, { begun: number; value: Promise<Value> }>();

  const forget = (now: number): void => {
    // The first young one ends the walk.
    for (const [key, { begun }] of entries) {
      if (now - begun < lifetimeMs) return;
      entries.delete(key);
    }
  };

  return {
    get(key, load, how) {
      const now = clock().getTime();
      forget(now);
      const known = entries.get(key);
      if (known && !how?.anew) return known.value;
      const value = load();
      const entry = { begun: now, value };
      // Entries stand in order of beginning.
      entries.delete(key);
      entries.set(key, entry);
      value.catch(() => entries.get(key) === entry && entries.delete(key));
      return value;
    },
  };
}
