/**
 * Whole numbers near the exact ones that sum to `total`: the largest-remainder method (Hamilton), ties to the first.
 * `total` is the rounded sum of `exact`, give or take the error of adding doubles.
 */
export function apportion(exact: readonly number[], total: number): number[] {
  const floors = exact.map(Math.floor);
  const missing = total - floors.reduce((sum, floor) => sum + floor, 0);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - floors[index]! }))
    .sort((left, right) => right.remainder - left.remainder || left.index - right.index);
  for (let given = 0; given < missing; given += 1) floors[byRemainder[given % byRemainder.length]!.index]! += 1;
  // An exact value a hair above a whole number it should equal: take back where least remains.
  for (let taken = 0; taken < -missing; taken += 1) floors[byRemainder.at(-1 - (taken % byRemainder.length))!.index]! -= 1;
  return floors;
}
