import { days } from '@praetor/kernel/clock';

/**
 * Forward decay (Cormode, Shkapenyuk, Srivastava, Xu: "Forward Decay", ICDE 2009): an item of time t weighs g(t) = 2^(t/H)
 * once and for good, and a sum is divided by g(now) when it is read. So an event costs the same whatever came before.
 *
 * The sum is kept by epochs of one half-life, each in whole units of 2^-16: adding whole numbers has no rounding, so events
 * give the same evidence to the bit in whatever order they come. The newest {@link keptEpochs} epochs are kept, which also
 * does not depend on order: an epoch among the newest of all was among the newest of those seen before.
 */
export type Evidence = readonly (readonly [epoch: number, sum: number])[];

export const halfLives = { short: days(14), medium: days(90), long: days(365), lasting: days(3650) } as const;
export type HalfLife = keyof typeof halfLives;

/** Bounds the evidence of one kind. Sixteen half-lives of silence leave 1/65536 of it. */
export const keptEpochs = 16;

const unit = 2 ** 16;
/** Where a sum stops growing. A sum of two stays exact in a double. */
const most = 2 ** 52;

/** 2^(1/2), 2^(1/4), … as IEEE 754 demands of a square root: the same bits on every machine and in every language. */
const roots: readonly number[] = repeatedRoots(2, 20);

function repeatedRoots(of: number, times: number): number[] {
  const root = Math.sqrt(of);
  return times === 0 ? [] : [root, ...repeatedRoots(root, times - 1)];
}

/** Where a time lies: in which epoch of a half-life, and 2 to the part of it that has passed. */
export interface Place {
  readonly epoch: number;
  readonly growth: number;
}

/** Where in its epoch a time lies, and 2 to that power: from 1 up to, never reaching, 2. */
export function placeOf(at: number, halfLife: number): Place {
  const epoch = Math.floor(at / halfLife);
  const bits = Math.floor(((at - epoch * halfLife) / halfLife) * 2 ** roots.length);
  let growth = 1;
  for (const [index, root] of roots.entries()) if (bits & (1 << (roots.length - 1 - index))) growth *= root;
  return { epoch, growth };
}

/** The evidence with one more thing in it, of a magnitude in thousandths; or with several alike. */
export function addEvidence(evidence: Evidence, halfLife: number, at: number, magnitude: number, count = 1): Evidence {
  const { epoch, growth } = placeOf(at, halfLife);
  const added = Math.min(Math.round((growth * magnitude * unit) / 1000) * count, most);
  const index = evidence.findIndex(([known]) => known >= epoch);
  const before = index < 0 ? evidence : evidence.slice(0, index);
  const found = index >= 0 && evidence[index]![0] === epoch;
  const sum = Math.min((found ? evidence[index]![1] : 0) + added, most);
  const after = index < 0 ? [] : evidence.slice(found ? index + 1 : index);
  return [...before, [epoch, sum] as const, ...after].slice(-keptEpochs);
}

/**
 * How many whole things the evidence amounts to at a time. What lies in a later epoch has not happened yet. Only `+ × ÷`
 * on doubles, in a fixed order: the same bits everywhere.
 */
export const evidenceAt = (evidence: Evidence, halfLife: number, now: number): number =>
  evidenceIn(evidence, placeOf(now, halfLife));

/** The same where the place of `now` is known: it is one for all evidence of a half-life. */
export function evidenceIn(evidence: Evidence, { epoch, growth }: Place): number {
  let total = 0;
  let reached = evidence[0]?.[0] ?? epoch;
  for (const [of, sum] of evidence) {
    if (of > epoch) break;
    total = halved(total, of - reached) + sum;
    reached = of;
  }
  return halved(total, epoch - reached) / (growth * unit);
}

/** Halving a double is exact, unlike `Math.pow`, which each engine may round its own way. */
function halved(value: number, times: number): number {
  let left = value;
  for (let time = 0; time < times && left > 0; time += 1) left /= 2;
  return left;
}

/** Which of two weights is the greater once both have faded to the same time: above zero when `left` is. Exact. */
export function compareFaded(
  left: { readonly at: number; readonly weight: number },
  right: { readonly at: number; readonly weight: number },
  halfLife: number,
): number {
  const [one, other] = [placeOf(left.at, halfLife), placeOf(right.at, halfLife)];
  const last = Math.max(one.epoch, other.epoch);
  return halved(left.weight * one.growth, last - one.epoch) - halved(right.weight * other.growth, last - other.epoch);
}
