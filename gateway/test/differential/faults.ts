/**
 * What a field answers: an error, null, nothing, what its type does not allow, the number that an ID may be, nought, or a number where
 * there is an object or list.
 */
export type Fault = 'none' | 'error' | 'null' | 'missing' | 'wrong' | 'number' | 'zero' | 'shapeless';

/** What goes wrong in a subgraph, decided by what is asked alone, so that it goes wrong for whoever asks. */
export interface Faults {
  /** It refuses connections. */
  readonly isDown: boolean;
  /** It takes every request, and never answers. */
  readonly isSlow: boolean;
  field(type: string, n: number, field: string): Fault;
  entityIsNull(type: string, n: number): boolean;
}

export const noFaults: Faults = { isDown: false, isSlow: false, field: () => 'none', entityIsNull: () => false };

/** A number that is the same for equal parts, in every subgraph and run. */
export function hashOf(...parts: unknown[]): number {
  let hash = 2_166_136_261;
  for (const character of JSON.stringify(parts)) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619);
  return (hash ^ (hash >>> 15)) >>> 0;
}

const rate = (salt: number, every: number, ...parts: unknown[]): boolean => hashOf(salt, parts) % every === 0;

/** Fields that fail, and say so. */
export const failing = (salt: number) => (): Faults => ({
  ...noFaults,
  field: (...field) => (rate(salt, 12, field) ? 'error' : 'none'),
});

/** Subgraphs that are down, or never answer, while others do. */
export const absent =
  (salt: number) =>
  (subgraph: string): Faults => ({
    ...noFaults,
    isDown: rate(salt, 4, subgraph, 'down'),
    isSlow: rate(salt, 4, subgraph, 'slow'),
  });

/** All that can be wrong with leaves, entities and whole subgraphs. */
export const broken =
  (salt: number) =>
  (subgraph: string): Faults => ({
    isDown: rate(salt, 12, subgraph, 'down'),
    isSlow: rate(salt, 12, subgraph, 'slow'),
    entityIsNull: (type, n) => rate(salt, 9, type, n),
    field(...field): Fault {
      const kinds: readonly Fault[] = ['error', 'null', 'missing', 'wrong', 'number'];
      return rate(salt, 8, field) ? (kinds[hashOf(salt, field, 'kind') % 5] ?? 'none') : 'none';
    },
  });
