/**
 * Remembers one-time ids until they cannot be valid any more, in two generations: an id lives in the current one
 * and survives one turn, so it is kept for between one and two lifetimes, and forgetting costs nothing per id.
 */
export interface ReplayGuard {
  /** False when this id was admitted before, or when no more ids can be remembered: then nothing is admitted. */
  admit(id: string, now: Date): boolean;
}

export function createReplayGuard(options: { lifetimeSeconds: number; capacity: number }): ReplayGuard {
  const lifetime = options.lifetimeSeconds * 1000;
  let current = new Set<string>();
  let previous = new Set<string>();
  let turnedAt = Number.NEGATIVE_INFINITY;

  const turn = (time: number): void => {
    if (time - turnedAt < lifetime) return;
    previous = time - turnedAt < 2 * lifetime ? current : new Set();
    current = new Set();
    turnedAt = time;
  };

  return {
    admit(id, now) {
      turn(now.getTime());
      if (current.has(id) || previous.has(id)) return false;
      if (current.size + previous.size >= options.capacity) return false;
      current.add(id);
      return true;
    },
  };
}
