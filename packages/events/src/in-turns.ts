import { setImmediate as othersTurn } from 'node:timers/promises';

/** How long one turn may be: what somebody waits for in the same process waits no longer for it. */
const turnMilliseconds = 4;

/** `work` for each item, in order, as `map` would; in between everyone else in this process has their turn. */
export async function inTurns<Item, Result>(items: readonly Item[], work: (item: Item) => Result): Promise<Result[]> {
  const results: Result[] = [];
  let began = performance.now();
  for (const item of items) {
    if (performance.now() - began > turnMilliseconds) {
      await othersTurn();
      began = performance.now();
    }
    results.push(work(item));
  }
  return results;
}
