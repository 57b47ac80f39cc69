import fc from 'fast-check';
import { type DocumentNode, parse, validate } from 'graphql';
import type { Both } from './both.ts';
import { type Kind, generateOperation } from './operations.ts';

const runs = Number(process.env['DIFFERENTIAL_RUNS'] ?? 6);
const seed = Number(process.env['DIFFERENTIAL_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
/** Of a failure that fast-check printed: only that one again. */
const path = process.env['DIFFERENTIAL_PATH'];

/** How to have the same operations again, or more of them. */
export const howToRepeat = `DIFFERENTIAL_SEED=${seed} DIFFERENTIAL_RUNS=${runs}`;

/** Each way of answering the conditions that an operation has. */
function variants(names: readonly string[]): Record<string, boolean>[] {
  return names.reduce<Record<string, boolean>[]>(
    (all, name) => all.flatMap((one) => [true, false].map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
}

export interface Operation {
  readonly document: DocumentNode;
  readonly variables: Record<string, boolean>;
  readonly query: string;
  /** Decides what goes wrong, and in which order answers come. */
  readonly salt: number;
}

/** Holds a property against generated operations, each with every answer to its conditions. */
export async function forOperations(both: Both, kind: Kind, holds: (operation: Operation) => Promise<void>): Promise<void> {
  const property = fc.asyncProperty(fc.gen(), fc.nat(), async (g, salt) => {
    const { query, variables } = generateOperation(both.schema, g, kind);
    const document = parse(query, { noLocation: true });
    fc.pre(validate(both.schema, document).length === 0);
    for (const given of variants(Object.keys(variables))) await holds({ document, variables: given, query, salt });
  });
  await fc.assert(property, { numRuns: runs, seed, endOnFailure: true, ...(path && { path }) });
}
