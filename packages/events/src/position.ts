/**
 * The position that has passed both: of a Postgres transport the higher number, of a Redis transport the later id of each
 * partition. Whoever follows from it gets exactly what followers from either would both still get.
 */
export function later(left: string, right: string): string {
  const others = right.split(',');
  return left
    .split(',')
    .map((part, at) => (isBefore(part, others[at] ?? part) ? others[at] : part))
    .join(',');
}

/** Whether both can be of one transport: a cursor may outlive a change from one to another. */
export const sameKind = (left: string, right: string): boolean => shapeOf(left) === shapeOf(right);

const shapeOf = (position: string): string => position.replaceAll(/\d+/g, '0');

/** Number by number, as `milliseconds-sequence` is read. */
function isBefore(left: string, right: string): boolean {
  const [[first, second], [otherFirst, otherSecond]] = [numbersOf(left), numbersOf(right)];
  return first === otherFirst ? second < otherSecond : first < otherFirst;
}

function numbersOf(part: string): readonly [bigint, bigint] {
  const [first = '0', second = '0'] = part.split('-');
  return [BigInt(first), BigInt(second)];
}
