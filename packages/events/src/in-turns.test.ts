import { expect, test } from 'vitest';
import { inTurns } from './in-turns.ts';

/** Keeps the processor for so long. */
function busy(milliseconds: number): void {
  for (const began = performance.now(); performance.now() - began < milliseconds;);
}

test('long work lets others have their turn, keeps its order, and ends with its first error', async () => {
  let turns = 0;
  const others = setInterval(() => (turns += 1), 1);
  const done = await inTurns([1, 2, 3, 4, 5, 6], (item) => (busy(5), item * 2));
  clearInterval(others);
  expect(done).toEqual([2, 4, 6, 8, 10, 12]);
  expect(turns).toBeGreaterThan(2);
  const begun: number[] = [];
  const failing = inTurns([1, 2, 3], (item) => {
    begun.push(item);
    if (item === 2) throw new Error('two');
  });
  await expect(failing).rejects.toThrow('two');
  expect(begun).toEqual([1, 2]);
  expect(await inTurns([], busy)).toEqual([]);
});
